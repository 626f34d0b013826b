// What a follow-up costs the model server: tokens of its prompt that are evaluated anew, of all of them. The real
// llama.cpp server says both. The messages are those that the extension sends.
import { readFile } from 'node:fs/promises';
import { linesOf } from '../../src/core/base/lines';
import { chat } from '../../src/core/endpoint/chat';
import { describe } from '../../src/core/endpoint/discovery/discover';
import type { ChatMessage, Endpoint } from '../../src/core/endpoint/endpoint';
import { fit } from '../../src/core/endpoint/window/budget';
import { tokenCounter } from '../../src/core/endpoint/window/tokens';
import { advance } from '../../src/core/reasoning/advance';
import { cutPieces } from '../../src/core/reasoning/pieces/cutPieces';
import {
  exchange,
  explainQuestions,
  followUpQuestion,
  promptToFit,
  systemMessage,
} from '../../src/core/reasoning/prompt';
import { type Excerpt, newRun, type Run } from '../../src/core/reasoning/run';
import { stepsFrom } from '../../src/core/reasoning/steps';
import { systemClock } from '../../src/host/systemClock';
import { nodeHttp } from '../../src/node/http';
import { hostScripts } from './host';
import type { Row } from './row';

/** Lines of code that are explained first. */
const sizes = [20, 40, 80];
/** So that the answer is a small part of the prompt, as it is with a model that follows the form. */
const maxAnswerTokens = 120;
const contextTokens = 8192;

export async function bench(): Promise<readonly Row[]> {
  const { serveModel } = await hostScripts();
  const server = await serveModel('smol-135m', { contextTokens });
  try {
    const described = await describe(server.url, 'openai', ports, server.key);
    if (!described.isFound) throw new Error(JSON.stringify(described.problem));
    const code = linesOf(await readFile('src/core/endpoint/chat.ts', 'utf8'));
    const rows: Row[] = [];
    for (const size of sizes)
      rows.push(await followUp(described.endpoint, excerptOf(code, size), server.key));
    return rows;
  } finally {
    ports.http.dispose();
    await server.stop();
  }
}

const clock = systemClock();
const ports = {
  http: nodeHttp(),
  clock,
  log: { trace() {}, info() {}, warn() {}, error() {} },
};

async function followUp(endpoint: Endpoint, excerpt: Excerpt, key: string): Promise<Row> {
  const first = await answered(
    endpoint,
    newRun('first', 0, excerpt),
    await firstMessages(endpoint, excerpt, key),
    key,
  );
  const question = 'What would happen without the first of these lines?';
  const second = await answered(
    endpoint,
    newRun('second', 0, excerpt, { before: first, question }),
    [...exchange(first), { role: 'user', content: followUpQuestion(question) }],
    key,
  );
  const { promptTokens, cachedTokens } = second.usage ?? {};
  if (promptTokens === undefined || cachedTokens === undefined)
    throw new Error(`the server did not say what came from its cache: ${JSON.stringify(second.usage)}`);
  return {
    name: `follow-up: prompt read anew, ${linesOf(excerpt.text).length} lines of code`,
    ours: promptTokens - cachedTokens,
    peer: promptTokens,
    unit: 'tokens',
    peerName: 'the whole prompt, as without a prefix that stays the same',
    target: { atMost: 0.1 },
  };
}

async function firstMessages(
  endpoint: Endpoint,
  excerpt: Excerpt,
  key: string,
): Promise<readonly ChatMessage[]> {
  const asking = { language: 'en', form: 'free', pieces: cutPieces(excerpt) } as const;
  const parts = promptToFit(excerpt, asking);
  const [model] = endpoint.models;
  if (!model) throw new Error('the server has no model');
  const counter = tokenCounter(endpoint, model, { ...ports, key }, new AbortController().signal);
  const fitted = await fit({ parts, window: contextTokens, answerTokens: maxAnswerTokens, counter });
  if (!fitted.fits) throw new Error(JSON.stringify(fitted.problem));
  const questions = explainQuestions(excerpt, asking, fitted);
  return [systemMessage, { role: 'user', content: questions.map(({ content }) => content).join('\n\n') }];
}

/** The run after the model's answer, as the explainer grows it. */
async function answered(
  endpoint: Endpoint,
  run: Run,
  messages: readonly ChatMessage[],
  key: string,
): Promise<Run> {
  const [model] = endpoint.models;
  if (!model) throw new Error('the server has no model');
  const request = { model, messages, maxAnswerTokens, thinking: 'auto' as const, temperature: 0, seed: 1 };
  const bounds = { first: run.excerpt.firstLine, last: linesOf(run.excerpt.text).length };
  let grown: Run = { ...run, messages: [...messages] };
  for await (const event of stepsFrom(
    chat(endpoint, request, { ...ports, key }, new AbortController().signal),
    bounds,
  ))
    grown = advance(grown, { at: 0, event });
  if (grown.state !== 'done') throw new Error(JSON.stringify(grown.problem));
  return grown;
}

/** Code of our own, twice over where it is too short. */
function excerptOf(code: readonly string[], size: number): Excerpt {
  const lines = Array.from({ length: size }, (_, index) => code[index % code.length] ?? '');
  return {
    uri: 'file:///chat.ts',
    name: 'chat.ts',
    languageId: 'typescript',
    firstLine: 1,
    text: lines.join('\n'),
  };
}
