// The way of one run: choose a server, fit the prompt, stream the answer as steps.
import type { Problem } from '../../core/base/problem';
import type { Language } from '../../core/chapter/chapter';
import { type ChatPorts, chat } from '../../core/endpoint/chat';
import type { Choice, ModelChooser } from '../../core/endpoint/choice';
import type { ChatMessage } from '../../core/endpoint/endpoint';
import { answerForms, type Form, type Forms } from '../../core/endpoint/forms';
import { placeOf } from '../../core/endpoint/whereabouts/whereabouts';
import { fit } from '../../core/endpoint/window/budget';
import { tokenCounter } from '../../core/endpoint/window/tokens';
import type { Clock, Http, Log, SyntaxParser } from '../../core/ports';
import { boundsOf } from '../../core/reasoning/excerpt';
import { type AnswerShape, type Depth, usualDepth } from '../../core/reasoning/forms/depth';
import { pieceGrammar } from '../../core/reasoning/forms/pieceGrammar';
import { pieceSchema } from '../../core/reasoning/forms/pieceSchema';
import { sentPieces } from '../../core/reasoning/forms/sentPieces';
import { cutPieces } from '../../core/reasoning/pieces/cutPieces';
import type { Piece } from '../../core/reasoning/pieces/piece';
import type { Reason } from '../../core/reasoning/pool';
import {
  type Asking,
  answerTokens,
  closerQuestion,
  exchange,
  explainQuestions,
  followUpQuestion,
  promptToFit,
  type Question,
  soleQuestion,
  systemMessage,
} from '../../core/reasoning/prompt';
import type { Budget, Destination, Run } from '../../core/reasoning/run';
import { stepsFrom } from '../../core/reasoning/steps';
import { Told } from './told';

/**
 * A run's events from a model server. `language`: the one that the reader reads in, at the time of the run. `syntax`: cuts by
 * grammars, where there are any. `forms`: what the servers can; missing: it is tried. `depth`: the
 * reader's, at the time of the run.
 */
export function conversation(parts: {
  endpoints: ModelChooser;
  http: Http;
  clock: Clock;
  log: Log;
  language: () => Language;
  syntax?: SyntaxParser | undefined;
  forms?: Forms | undefined;
  depth?: (() => Depth) | undefined;
}): Reason {
  const forms = parts.forms ?? answerForms(parts);
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
    // A free question may be answered in any form: not every one is about lines.
    const isFree = run.question !== undefined;
    // To try anew would cost what the server keeps of the run before.
    const knownForm = before && isSame(before.destination, choice) ? before.form : undefined;
    const form = isFree ? undefined : (knownForm ?? (await forms.of(endpoint, model, key, signal)));
    const asking = form && {
      form,
      language: parts.language(),
      depth: parts.depth?.() ?? usualDepth,
      pieces: await piecesOf(run, parts.syntax, signal),
    };
    const prepared = await prepare(choice, run, before, asking, ports, signal);
    if ('code' in prepared) {
      yield { type: 'failed', problem: prepared };
      return;
    }
    const { questions, budget, pieces } = prepared;
    parts.log.info(
      `${endpoint.url}: steps are ${form === undefined || form === 'free' ? 'free' : `held to a ${form}`}`,
    );
    const told = new Told();
    let messages = prepared.history;
    const queue = [...questions];
    for (let question = queue.shift(); question; question = queue.shift()) {
      const { content, lines, pieces: own, hasSummary, isSole } = question;
      const isFirst = question === questions[0];
      told.begin();
      messages = [...messages, { role: 'user', content }];
      const held =
        form &&
        constraintOf(
          { form, pieces: own },
          { ...asking, symbol: isFirst && !before ? run.excerpt.symbol : undefined, hasSummary },
        );
      yield {
        type: 'prepared',
        destination: destinationOf(choice),
        messages: [...messages],
        budget,
        ...told.form(held),
        ...(form && pieces ? { form, pieces } : {}),
      };
      const request = {
        model,
        messages,
        maxAnswerTokens: isSole ? Math.min(soleTokens, told.left(budget.answer)) : told.left(budget.answer),
        thinking: 'auto' as const,
        temperature: 0,
        ...(held ? { constraint: held } : {}),
      };
      const how = {
        leftOut: budget.leftOut,
        isProse: isFree,
        ...(form ? { asked: { form, pieces: own, isSole, code: run.excerpt } } : {}),
      };
      for await (const event of stepsFrom(chat(endpoint, request, ports, signal), lines, how)) {
        const isElsewhere = event.type === 'warning' && event.warning.kind === 'not-local';
        if (isElsewhere) void parts.endpoints.heardElsewhere(choice);
        const next = told.take(event, isSole);
        // A model that is held to nothing may have left pieces out; one that thinks would think before each of them.
        if (told.isWhole && asking?.form === 'free' && !isSole && model.thinks !== true) {
          queue.unshift(...told.missing(own).map(piece => soleQuestion(piece, asking)));
        }
        if (!told.isWhole || queue.length === 0) yield next;
      }
      if (!told.isWhole) return;
      messages = [...messages, { role: 'assistant', content: told.answer }];
    }
  };
}

async function piecesOf(
  { excerpt: { text, languageId, firstLine }, inside }: Run,
  syntax: SyntaxParser | undefined,
  signal: AbortSignal,
): Promise<readonly Piece[]> {
  const tree = await syntax?.parse(text, languageId, signal);
  return cutPieces({ text, languageId, firstLine, ...(inside ? { lines: inside } : {}) }, tree);
}

function isSame(before: Destination | undefined, { endpoint, model }: Choice): boolean {
  return before?.url === endpoint.url && before.model === model.id;
}

function constraintOf(
  { form, pieces }: { readonly form: Form; readonly pieces: readonly Piece[] },
  shape: AnswerShape,
) {
  switch (form) {
    case 'grammar':
      return { grammar: pieceGrammar(pieces, shape) };
    case 'schema':
      return { schema: pieceSchema(pieces, shape) };
    case 'free':
      return undefined;
  }
}

/** For the words about one piece: several times what two sentences take. */
const soleTokens = 200;

interface Prepared {
  /** What stands before the first question. */
  readonly history: readonly ChatMessage[];
  readonly questions: readonly Question[];
  readonly budget: Budget;
  /** Those that are sent; missing for a free question. */
  readonly pieces?: readonly Piece[];
}

/** The questions, fitted to the window; counted by the server where it can. */
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
  if (before) {
    const question = questionAfter(before, run, asking);
    const history = exchange(before);
    const said = history.map(({ content }) => content).join('\n');
    const parts = { instructions: '', code: noCode, question: question.content, history: said };
    const fitted = await fit({ parts, window, answerTokens, counter });
    if (!fitted.fits) return fitted.problem;
    const budget = afterFirst(fitted.budget, before.budget);
    return { history, questions: [question], budget, ...(asking ? { pieces: question.pieces } : {}) };
  }
  if (!asking) throw new Error('a question that follows nothing is about pieces');
  const parts = promptToFit(run.excerpt, asking);
  const fitted = await fit({ parts, window, answerTokens, counter });
  if (!fitted.fits) return fitted.problem;
  const { budget } = fitted;
  const pieces = sentPieces(asking.pieces, boundsOf(run.excerpt), budget.leftOut);
  const questions = explainQuestions(run.excerpt, { ...asking, pieces }, fitted);
  return { history: [systemMessage], questions, budget, pieces };
}

/** What goes on with a run: a closer look at some of its lines, or a free question. */
function questionAfter(before: Run, run: Run, asking: Asking | undefined): Question {
  const lines = run.inside ?? boundsOf(run.excerpt);
  if (!asking) {
    const content = followUpQuestion(run.question ?? '', run.questionLines);
    return { content, lines, pieces: [], hasSummary: false };
  }
  const pieces = sentPieces(asking.pieces, lines, before.budget?.leftOut ?? []);
  return { content: closerQuestion(lines, { ...asking, pieces }), lines, pieces, hasSummary: false };
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
