// The way of one run: choose a server, fit the prompt, stream the answer as steps.
import type { Problem } from '../../core/base/problem';
import type { Language } from '../../core/chapter/chapter';
import { type ChatPorts, chat } from '../../core/endpoint/chat';
import type { Choice, ModelChooser } from '../../core/endpoint/choice';
import type { ChatMessage, EndpointWarning } from '../../core/endpoint/endpoint';
import { answerForms, type Form, type Forms } from '../../core/endpoint/forms';
import { placeOf } from '../../core/endpoint/whereabouts/whereabouts';
import { fit } from '../../core/endpoint/window/budget';
import { tokenLengths } from '../../core/endpoint/window/tokenLengths';
import { tokenCounter } from '../../core/endpoint/window/tokens';
import type { Clock, Http, Log, SyntaxParser } from '../../core/ports';
import { type FoundDefinitions, sentOf } from '../../core/reasoning/definitions';
import { boundsOf } from '../../core/reasoning/excerpt';
import { type AnswerShape, type Depth, usualDepth } from '../../core/reasoning/forms/depth';
import { expectedGrammar } from '../../core/reasoning/forms/expectedGrammar';
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
  closerQuestion,
  exchange,
  explainQuestions,
  followUpQuestion,
  promptToFit,
  type Question,
  soleQuestion,
  systemMessage,
  withoutDefinitions,
  withoutEarlierQuestions,
} from '../../core/reasoning/prompt';
import type { Budget, Destination, Excerpt, Run, RunEvent } from '../../core/reasoning/run';
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
  /** Definitions of what some code uses; never rejects, and takes no longer than a reader waits. */
  definitionsOf?: (excerpt: Excerpt) => Promise<FoundDefinitions>;
  forms?: Forms | undefined;
  depth?: (() => Depth) | undefined;
}): Reason {
  const forms = parts.forms ?? answerForms(parts);
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
    // A free question may be answered in any form: not every one is about lines.
    const isFree = run.question !== undefined;
    // To try anew would cost what the server keeps of the run before.
    const knownForm = before && isSame(before.destination, choice) ? before.form : undefined;
    const form = isFree ? undefined : (knownForm ?? (await forms.of(endpoint, model, key, signal)));
    // Other files than the one that was chosen leave this machine in no case.
    const definitions = choice.whereabouts === 'here' ? await finding : undefined;
    const asking = form && {
      definitions: definitions?.found,
      form,
      language: run.variation?.language ?? parts.language(),
      question: run.variation?.question,
      saw: run.variation?.saw,
      expects: run.variation?.expects,
      depth: parts.depth?.() ?? usualDepth,
      pieces: await piecesOf(run, parts.syntax, signal),
    };
    const prepared = await prepare(choice, run, before, asking, ports, signal);
    if ('code' in prepared) {
      yield { type: 'failed', problem: prepared };
      return;
    }
    const { questions, budget, pieces, fittedDefinitions } = prepared;
    parts.log.info(
      `${endpoint.url}: steps are ${form === undefined || form === 'free' ? 'free' : `held to a ${form}`}`,
    );
    const isHere = choice.whereabouts === 'here';
    const known = isHere && before?.definitions ? { definitions: before.definitions } : {};
    const definitionsTold =
      definitions && form ? { definitions: sentOf(definitions, fittedDefinitions ?? 0) } : known;
    let isHeardElsewhere = false;
    const lengthsOf = remembered(text => tokenLengths(endpoint, text, ports, signal));
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
        (asking?.expects
          ? expectedOf(form, own)
          : constraintOf(
              { form, pieces: own },
              {
                ...asking,
                symbol: isFirst && !before ? run.excerpt.symbol : undefined,
                file: run.excerpt.name,
                hasSummary,
              },
            ));
      yield {
        type: 'prepared',
        destination: destinationOf(choice),
        messages: [...messages],
        budget,
        ...told.form(held),
        ...(form && pieces ? { form, pieces } : {}),
        ...definitionsTold,
      };
      // For whoever wants to see them: nothing waits for it.
      let tokens: RunEvent | undefined;
      void tokensOf(messages, lengthsOf).then(found => {
        tokens = found;
      });
      if (isFirst && prepared.warning) yield { type: 'warning', warning: prepared.warning };
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
        ...(form
          ? {
              asked: {
                form,
                pieces: own,
                isSole,
                hasSummary,
                code: run.excerpt,
                isTrace: asking?.expects !== undefined,
              },
            }
          : {}),
      };
      for await (const event of stepsFrom(chat(endpoint, request, ports, signal), lines, how)) {
        const isElsewhere = event.type === 'warning' && event.warning.kind === 'not-local';
        if (isElsewhere) {
          void parts.endpoints.heardElsewhere(choice);
          // What was not asked yet stays here.
          isHeardElsewhere = true;
          queue.length = 0;
        }
        if (tokens) yield tokens;
        tokens = undefined;
        const next = told.take(event, isSole);
        // A model that is held to nothing may have left pieces out; one that thinks would think before each of them.
        const mayAsk =
          asking?.form === 'free' && !asking.expects && !isSole && model.thinks !== true && !isHeardElsewhere;
        if (told.isWhole && mayAsk) {
          queue.unshift(...told.missing(own).map(piece => soleQuestion(piece, asking)));
        }
        if (!told.isWhole || queue.length === 0) yield next;
      }
      if (!told.isWhole) return;
      messages = [...messages, { role: 'assistant', content: told.answer }];
    }
  };
}

/** Asked once for each text: of several questions each repeats all that was said before it. */
function remembered<T>(ask: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return text => {
    const found = known.get(text) ?? ask(text);
    known.set(text, found);
    return found;
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
  { excerpt: { text, languageId, firstLine, meant }, inside }: Run,
  syntax: SyntaxParser | undefined,
  signal: AbortSignal,
): Promise<readonly Piece[]> {
  const tree = await syntax?.parse(text, languageId, signal);
  const pieces = cutPieces({ text, languageId, firstLine, ...(inside ? { lines: inside } : {}) }, tree);
  return meantPieces(pieces, meant);
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

/** A schema has each part once: there, the words of the question are the form. */
function expectedOf(form: Form, pieces: readonly Piece[]) {
  return form === 'grammar' ? { grammar: expectedGrammar(pieces) } : undefined;
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
  /** How many of them are sent. */
  readonly fittedDefinitions?: number;
  /** Of what the reader should know of them. */
  readonly warning?: EndpointWarning;
}

/** The questions, fitted to the window; counted by the server where it can. */
async function prepare(
  { endpoint, model, whereabouts }: Choice,
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
    const fitting = (history: readonly ChatMessage[]) => {
      const said = history.map(({ content }) => content).join('\n');
      const parts = { instructions: '', code: noCode, question: question.content, history: said };
      return fit({ parts, window, answerTokens, counter });
    };
    const known = { questions: [question], ...(asking ? { pieces: question.pieces } : {}) };
    const said = exchange(before);
    // As in the first question: other files leave this machine in no case.
    const all = whereabouts === 'here' ? said : withoutDefinitions(said, before.definitions?.sent ?? []);
    const fitted = await fitting(all);
    if (fitted.fits) return { ...known, history: all, budget: afterFirst(fitted.budget, before.budget) };
    const history = withoutEarlierQuestions(all);
    const again = history && (await fitting(history));
    if (!history || !again?.fits) return fitted.problem;
    const budget = afterFirst(again.budget, before.budget);
    return { ...known, history, budget, warning: { kind: 'earlier-left-out' } };
  }
  if (!asking) throw new Error('a question that follows nothing is about pieces');
  const parts = promptToFit(run.excerpt, asking);
  const fitted = await fit({ parts, window, answerTokens, counter });
  if (!fitted.fits) return fitted.problem;
  const { budget } = fitted;
  const pieces = sentPieces(asking.pieces, boundsOf(run.excerpt), budget.leftOut);
  const questions = explainQuestions(run.excerpt, { ...asking, pieces }, fitted);
  return {
    history: [systemMessage],
    questions,
    budget,
    pieces,
    fittedDefinitions: fitted.definitions,
  };
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
