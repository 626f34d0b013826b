// The way of one run: choose a server, fit the prompt, stream the answer as steps.
import type { Problem } from '../../core/base/problem';
import type { Language } from '../../core/chapter/chapter';
import { type ChatPorts, chat } from '../../core/endpoint/chat';
import type { Choice, ModelChooser } from '../../core/endpoint/choice';
import type { ChatMessage } from '../../core/endpoint/endpoint';
import { grammarReaders } from '../../core/endpoint/grammarReaders';
import { placeOf } from '../../core/endpoint/whereabouts/whereabouts';
import { fit } from '../../core/endpoint/window/budget';
import { tokenCounter } from '../../core/endpoint/window/tokens';
import type { Clock, Http, Log } from '../../core/ports';
import { boundsOf } from '../../core/reasoning/excerpt';
import type { Reason } from '../../core/reasoning/pool';
import { answerTokens, explainMessages, followUpMessages, promptToFit } from '../../core/reasoning/prompt';
import type { Budget, Destination, Run } from '../../core/reasoning/run';
import { stepGrammar } from '../../core/reasoning/stepGrammar';
import { stepsFrom } from '../../core/reasoning/steps';

/** A run's events from a model server. `language`: the one that the reader reads in, at the time of the run. */
export function conversation(parts: {
  endpoints: ModelChooser;
  http: Http;
  clock: Clock;
  log: Log;
  language: () => Language;
}): Reason {
  const grammars = grammarReaders(parts);
  return async function* (run, before, { signal, enter }) {
    let choice = await parts.endpoints.choose(signal);
    const isOwn = 'wait' in choice && choice.isOwn === true;
    if ('wait' in choice) {
      const { model, sizeBytes } = choice;
      yield { type: 'loading', model, ...(sizeBytes === undefined ? {} : { sizeBytes }) };
      // Our own server holds one model: starting another ends it, and with it whatever run is there.
      if (isOwn && !(await enter({ server: 'own', slots: 1, onlyModel: model }))) return;
      choice = await choice.wait();
    }
    if (signal.aborted) return;
    if ('code' in choice) {
      yield { type: 'failed', problem: choice };
      return;
    }
    const { endpoint, model, key } = choice;
    if (!isOwn && !(await enter({ server: placeOf(endpoint.url), slots: endpoint.slots ?? 1 }))) return;
    const ports = { http: parts.http, clock: parts.clock, log: parts.log, key };
    // A follow-up may be answered in any form: not every question is about lines.
    const isHeld = before === undefined && (await grammars.reads(endpoint, model, key, signal));
    const prepared = await prepare(choice, run, before, parts.language(), ports, signal);
    if ('code' in prepared) {
      yield { type: 'failed', problem: prepared };
      return;
    }
    const { messages, budget } = prepared;
    const bounds = boundsOf(run.excerpt);
    const { leftOut } = budget;
    const held = isHeld ? { grammar: stepGrammar(bounds, leftOut) } : undefined;
    parts.log.info(`${endpoint.url}: steps ${held ? 'are held to a grammar' : 'are free'}`);
    yield { type: 'prepared', destination: destinationOf(choice), messages: [...messages], budget, ...held };
    const request = {
      model,
      messages,
      maxAnswerTokens: budget.answer,
      thinking: 'auto' as const,
      temperature: 0,
      ...(held ? { constraint: held } : {}),
    };
    const how = { leftOut, isProse: before !== undefined };
    for await (const event of stepsFrom(chat(endpoint, request, ports, signal), bounds, how)) {
      const isElsewhere = event.type === 'warning' && event.warning.kind === 'not-local';
      if (isElsewhere) void parts.endpoints.heardElsewhere(choice);
      yield event;
    }
  };
}

interface Prepared {
  readonly messages: readonly ChatMessage[];
  readonly budget: Budget;
}

/** The messages, fitted to the window; counted by the server where it can. */
async function prepare(
  { endpoint, model }: Choice,
  run: Run,
  before: Run | undefined,
  language: Language,
  ports: ChatPorts,
  signal: AbortSignal,
): Promise<Prepared | Problem> {
  const counter = tokenCounter(endpoint, model, ports, signal);
  const window = model.contextTokens;
  if (before && run.question !== undefined) {
    const messages = followUpMessages(before, run.question, run.questionLines);
    const history = messages
      .slice(0, -1)
      .map(({ content }) => content)
      .join('\n');
    const parts = { instructions: '', code: noCode, question: run.question, history };
    const fitted = await fit({ parts, window, answerTokens, counter });
    return fitted.fits ? { messages, budget: afterFirst(fitted.budget, before.budget) } : fitted.problem;
  }
  const parts = promptToFit(run.excerpt, language);
  const fitted = await fit({ parts, window, answerTokens, counter });
  if (!fitted.fits) return fitted.problem;
  return { messages: explainMessages(run.excerpt, parts, fitted), budget: fitted.budget };
}

/** A follow-up sends nothing but its question: the code stands in the history. */
const noCode = { firstLine: 1, lines: [] };

/** Shows the code as code in a follow-up too; questions and answers so far count as the question. */
function afterFirst(all: Budget, first: Budget | undefined): Budget {
  if (!first) return all;
  const { instructions, code, surroundings, leftOut } = first;
  const question = Math.max(0, all.question - instructions - code - surroundings);
  return { ...all, instructions, code, surroundings, question, leftOut };
}

function destinationOf({ endpoint, model, whereabouts }: Choice): Destination {
  return {
    url: endpoint.url,
    protocol: endpoint.protocol,
    server: endpoint.name,
    model: model.id,
    isLocal: whereabouts === 'here',
    whereabouts,
    ...(model.remoteHost === undefined ? {} : { remoteHost: model.remoteHost }),
    ...(model.contextTokens === undefined ? {} : { contextTokens: model.contextTokens }),
  };
}
