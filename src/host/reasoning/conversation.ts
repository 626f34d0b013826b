// The way of one run: choose a server, fit the prompt, stream the answer as steps.
import type { Problem } from '../../core/base/problem';
import type { Language } from '../../core/chapter/chapter';
import { type ChatPorts, chat } from '../../core/endpoint/chat';
import type { Choice, ModelChooser } from '../../core/endpoint/choice';
import type { ChatMessage, EndpointWarning } from '../../core/endpoint/endpoint';
import { answerForms, type Form } from '../../core/endpoint/forms';
import { placeOf } from '../../core/endpoint/whereabouts/whereabouts';
import { fit } from '../../core/endpoint/window/budget';
import { tokenLengths } from '../../core/endpoint/window/tokenLengths';
import { tokenCounter } from '../../core/endpoint/window/tokens';
import type { Clock, Http, Log, SyntaxParser } from '../../core/ports';
import { type FoundDefinitions, sentOf } from '../../core/reasoning/definitions';
import { boundsOf } from '../../core/reasoning/excerpt';
import { pieceGrammar } from '../../core/reasoning/forms/pieceGrammar';
import { pieceSchema } from '../../core/reasoning/forms/pieceSchema';
import { sentPieces } from '../../core/reasoning/forms/sentPieces';
import { meantPieces } from '../../core/reasoning/meant';
import { cutPieces } from '../../core/reasoning/pieces/cutPieces';
import type { Piece } from '../../core/reasoning/pieces/piece';
import type { Reason } from '../../core/reasoning/pool';
import {
  type Asking,
  answerTokens,
  explainMessages,
  followUpMessages,
  promptToFit,
  withoutEarlierQuestions,
} from '../../core/reasoning/prompt';
import type { Budget, Destination, Excerpt, Run, RunEvent } from '../../core/reasoning/run';
import { stepsFrom } from '../../core/reasoning/steps';

/**
 * A run's events from a model server. `language`: the one that the reader reads in, at the time of the run. `syntax`: cuts by
 * grammars, where there are any.
 */
export function conversation(parts: {
  endpoints: ModelChooser;
  http: Http;
  clock: Clock;
  log: Log;
  language: () => Language;
  syntax?: SyntaxParser | undefined;
  /** Definitions of what some code uses; never rejects, and takes no longer than a reader waits. */
  definitionsOf?: (excerpt: Excerpt) => Promise<FoundDefinitions>;
}): Reason {
  const forms = answerForms(parts);
  return async function* (run, before, { signal, enter, mustWait, offerSkip }) {
    // Looked for while the server is.
    const finding = before === undefined ? parts.definitionsOf?.(run.excerpt) : undefined;
    let choice = await parts.endpoints.choose(signal, run.variation?.model);
    const isOwn = 'wait' in choice && choice.isOwn === true;
    if ('wait' in choice) {
      const { model, sizeBytes } = choice;
      yield { type: 'loading', model, ...(sizeBytes === undefined ? {} : { sizeBytes }) };
      // Our own server holds one model: starting another ends it, and with it whatever run is there.
      const own = { server: 'own', slots: 1, onlyModel: model };
      if (isOwn && mustWait(own)) yield { type: 'queued' };
      if (isOwn && !(await enter(own))) return;
      choice = await choice.wait();
    }
    if (signal.aborted) return;
    if ('code' in choice) {
      yield { type: 'failed', problem: choice };
      return;
    }
    const { endpoint, model, key } = choice;
    const slots = { server: placeOf(endpoint.url), slots: endpoint.slots ?? 1 };
    if (!isOwn && mustWait(slots)) yield { type: 'queued' };
    if (!isOwn && !(await enter(slots))) return;
    const ports = { http: parts.http, clock: parts.clock, log: parts.log, key, onSkippable: offerSkip };
    // A follow-up may be answered in any form: not every question is about lines.
    const form = before === undefined ? await forms.of(endpoint, model, key, signal) : undefined;
    // Other files than the one that was chosen leave this machine in no case.
    const definitions = choice.whereabouts === 'here' ? await finding : undefined;
    const asking = form && {
      definitions: definitions?.found,
      form,
      language: run.variation?.language ?? parts.language(),
      question: run.variation?.question,
      pieces: await piecesOf(run.excerpt, parts.syntax, signal),
    };
    const prepared = await prepare(choice, run, before, asking, ports, signal);
    if ('code' in prepared) {
      yield { type: 'failed', problem: prepared };
      return;
    }
    const { messages, budget, pieces, fittedDefinitions } = prepared;
    const bounds = boundsOf(run.excerpt);
    const { leftOut } = budget;
    const asked = form && pieces ? { form, pieces } : undefined;
    const held = asked && constraintOf(asked);
    parts.log.info(
      `${endpoint.url}: steps are ${form === undefined || form === 'free' ? 'free' : `held to a ${form}`}`,
    );
    const grammar = held && 'grammar' in held ? held : undefined;
    yield {
      type: 'prepared',
      destination: destinationOf(choice),
      messages: [...messages],
      budget,
      ...grammar,
      ...asked,
      ...(definitions && form ? { definitions: sentOf(definitions, fittedDefinitions ?? 0) } : {}),
    };
    // For whoever wants to see them: nothing waits for it.
    let tokens: RunEvent | undefined;
    void tokensOf(messages, text => tokenLengths(endpoint, text, ports, signal)).then(told => {
      tokens = told;
    });
    if (prepared.warning) yield { type: 'warning', warning: prepared.warning };
    const request = {
      model,
      messages,
      maxAnswerTokens: budget.answer,
      thinking: 'auto' as const,
      temperature: 0,
      ...(held ? { constraint: held } : {}),
    };
    const how = {
      leftOut,
      isProse: before !== undefined,
      ...(asked ? { asked: { ...asked, code: run.excerpt } } : {}),
    };
    for await (const event of stepsFrom(chat(endpoint, request, ports, signal), bounds, how)) {
      const isElsewhere = event.type === 'warning' && event.warning.kind === 'not-local';
      if (isElsewhere) void parts.endpoints.heardElsewhere(choice);
      if (tokens) yield tokens;
      tokens = undefined;
      yield event;
    }
  };
}

async function tokensOf(
  messages: readonly ChatMessage[],
  lengthsOf: (text: string) => Promise<readonly number[] | undefined>,
): Promise<RunEvent | undefined> {
  const lengths = await Promise.all(messages.map(({ content }) => lengthsOf(content)));
  const known = lengths.filter(one => one !== undefined);
  return known.length === messages.length ? { type: 'tokens', lengths: known } : undefined;
}

async function piecesOf(
  { text, languageId, firstLine, meant }: Excerpt,
  syntax: SyntaxParser | undefined,
  signal: AbortSignal,
): Promise<readonly Piece[]> {
  const tree = await syntax?.parse(text, languageId, signal);
  return meantPieces(cutPieces({ text, languageId, firstLine }, tree), meant);
}

function constraintOf({ form, pieces }: { readonly form: Form; readonly pieces: readonly Piece[] }) {
  switch (form) {
    case 'grammar':
      return { grammar: pieceGrammar(pieces) };
    case 'schema':
      return { schema: pieceSchema(pieces) };
    case 'free':
      return undefined;
  }
}

interface Prepared {
  readonly messages: readonly ChatMessage[];
  readonly budget: Budget;
  /** Those that are sent; missing for a follow-up. */
  readonly pieces?: readonly Piece[];
  /** How many of them are sent. */
  readonly fittedDefinitions?: number;
  /** Of what the reader should know of them. */
  readonly warning?: EndpointWarning;
}

/** The messages, fitted to the window; counted by the server where it can. */
async function prepare(
  { endpoint, model }: Choice,
  run: Run,
  before: Run | undefined,
  asking: Asking | undefined,
  ports: ChatPorts,
  signal: AbortSignal,
): Promise<Prepared | Problem> {
  const counter = tokenCounter(endpoint, model, ports, signal);
  const window = model.contextTokens;
  if (before && run.question !== undefined) {
    const { question } = run;
    const fitting = async (messages: readonly ChatMessage[]) => {
      const history = messages
        .slice(0, -1)
        .map(({ content }) => content)
        .join('\n');
      const parts = { instructions: '', code: noCode, question, history };
      return fit({ parts, window, answerTokens, counter });
    };
    const all = followUpMessages(before, question, run.questionLines);
    const fitted = await fitting(all);
    if (fitted.fits) return { messages: all, budget: afterFirst(fitted.budget, before.budget) };
    const fewer = withoutEarlierQuestions(all);
    const again = fewer && (await fitting(fewer));
    if (!fewer || !again?.fits) return fitted.problem;
    return {
      messages: fewer,
      budget: afterFirst(again.budget, before.budget),
      warning: { kind: 'earlier-left-out' },
    };
  }
  if (!asking) throw new Error('a question that follows nothing is about pieces');
  const parts = promptToFit(run.excerpt, asking);
  const fitted = await fit({ parts, window, answerTokens, counter });
  if (!fitted.fits) return fitted.problem;
  const { budget } = fitted;
  const pieces = sentPieces(asking.pieces, boundsOf(run.excerpt), budget.leftOut);
  const sent = promptToFit(run.excerpt, { ...asking, pieces });
  const messages = explainMessages(run.excerpt, sent, fitted);
  return { messages, budget, pieces, fittedDefinitions: fitted.definitions };
}

/** A follow-up sends nothing but its question: the code stands in the history. */
const noCode = { firstLine: 1, lines: [] };

/** Shows the code as code in a follow-up too; questions and answers so far count as the question. */
function afterFirst(all: Budget, first: Budget | undefined): Budget {
  if (!first) return all;
  const { instructions, code, surroundings, definitions, leftOut } = first;
  const question = Math.max(0, all.question - instructions - code - surroundings - (definitions ?? 0));
  const beside = definitions === undefined ? {} : { definitions };
  return { ...all, instructions, code, surroundings, ...beside, question, leftOut };
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
