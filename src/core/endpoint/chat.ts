// One question to a model, as one stream of events, whatever the server speaks and however it fails.
import type { Problem } from '../base/problem';
import { type Clock, type Http, HttpFailure, type HttpResponse, type Log } from '../ports';
import { type Answer, answerLimitBytes, newAnswer } from './answer/answer';
import type { ChatRequest, Endpoint, EndpointEvent } from './endpoint';
import { canEndThoughts, endThoughts } from './endThoughts';
import { eventQueue } from './eventQueue';
import { ask, askJson, inTime, readText, request as send } from './protocol/ask';
import { dialects } from './protocol/dialects';
import {
  type Asked,
  addressOf,
  clean,
  isLoading,
  problemOfFailure,
  problemOfRefusal,
} from './protocol/failure';
import { type FrameReader, ndjsonFrames, sseFrames, TooLong, wholeOrSseFrames } from './protocol/frames';
import { at, defined, listOf } from './protocol/json';
import * as ollama from './protocol/ollama';
import * as openai from './protocol/openai';
import { isPromptCut } from './window/promptCut';
import { estimateMessages } from './window/tokens';

export interface ChatPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** Sent as a bearer token to the endpoint and nobody else; never logged. */
  readonly key?: string | undefined;
  /** Called once thoughts come, where the server can end them; the function resolves to whether it has. */
  readonly onSkippable?: ((skip: () => Promise<boolean>) => void) | undefined;
}

/** Between two questions whether the model is ready. */
const pollMs = 500;
/** A model that loads longer than this is not coming. */
const loadingLimitMs = 60 * 60_000;
/** Silence that is worth a word once words came. */
const quietMs = 30_000;
/** Before the first word: reading a long prompt on a slow machine takes minutes, and not every server tells. */
const quietBeforeWordsMs = 120_000;
/** After this the reader is told that the prompt is being read, where the server tells nothing itself. */
const readingNoticeMs = 400;
/** A stream that says nothing in so many bytes says nothing at all. */
const untoldLimitBytes = 64 << 20;
/** After the reason for its end an answer may still bring its counters; then it counts as over. */
const tailMs = 2_000;
/** The same where the reason came with words or before them: from such a server it says little. */
const doubtfulTailMs = 30_000;
/** And where only thoughts came so far: the answer may be long in coming. */
const thoughtfulTailMs = 120_000;

/**
 * Asks the model. Events come in this order: `connecting`, then any `loading`, then any `reading`, then
 * `thinking`, `text` and `rethink` as they arrive, then at most one `usage`, then exactly one last event,
 * `done` or `failed`. A `warning` may come anywhere before the last. Never throws for what a server does.
 *
 * Aborting the signal ends the stream at once with `done`/`stopped` and closes the connection; so does
 * leaving the loop. There is no limit on how long the first byte may take. Nothing is sent twice, except to a
 * server that said that its model is still loading.
 */
export function chat(
  endpoint: Endpoint,
  request: ChatRequest,
  ports: ChatPorts,
  signal: AbortSignal,
): AsyncIterable<EndpointEvent> {
  return { [Symbol.asyncIterator]: () => begin(endpoint, request, ports, signal) };
}

/** What the parts of one conversation share. */
interface Talk {
  readonly endpoint: Endpoint;
  readonly request: ChatRequest;
  readonly ports: ChatPorts;
  readonly asked: Asked;
  readonly answer: Answer;
  /** Aborted when the last event was told, for whatever reason. */
  readonly signal: AbortSignal;
  readonly tell: (event: EndpointEvent) => void;
  /** Tells the last event, unless one was told. */
  readonly conclude: (last: EndpointEvent) => void;
  /** Whether the server has said what it is doing. */
  state: 'silent' | 'loading' | 'reading' | 'answering';
  /** When the server last sent words, or was further with reading. */
  heardAt: number;
  /** What came since the last word. */
  untoldBytes: number;
  contextTokens: number | undefined;
}

function begin(endpoint: Endpoint, request: ChatRequest, ports: ChatPorts, signal: AbortSignal) {
  const hangUp = new AbortController();
  const queue = eventQueue(leave);
  let isOver = false;
  let isThinking = false;
  const route = endpoint.protocol === 'ollama' ? ollama.chatRoute : openai.chatRoute;
  const answer = newAnswer({
    startsThinking: request.model.startsThinking === true && request.thinking !== 'off',
    maxAnswerTokens: request.maxAnswerTokens,
    secret: ports.key,
    tell: event => {
      if (event.type === 'reading') talk.heardAt = ports.clock.now();
      if (event.type === 'thinking' && !isThinking) {
        isThinking = true;
        void offerToSkip(talk);
      }
      queue.push(event);
    },
  });
  const talk: Talk = {
    untoldBytes: 0,
    endpoint,
    request,
    ports,
    asked: {
      url: endpoint.url + route,
      server: endpoint.name,
      model: request.model.id,
      secret: ports.key,
    },
    answer,
    signal: hangUp.signal,
    tell: event => queue.push(event),
    conclude,
    state: 'silent',
    heardAt: ports.clock.now(),
    contextTokens: request.model.contextTokens,
  };

  function leave(): void {
    isOver = true;
    signal.removeEventListener('abort', stop);
    hangUp.abort();
  }

  function conclude(last: EndpointEvent): void {
    if (isOver) return;
    answer.flush();
    warnOfCut(talk);
    if (Object.keys(answer.usage).length > 0) queue.push({ type: 'usage', usage: answer.usage });
    queue.push(last);
    queue.close();
    leave();
    ports.log.info(`${talk.asked.url}: ${last.type === 'failed' ? last.problem.code : describeEnd(last)}`);
  }

  function stop(): void {
    conclude({ type: 'done', reason: 'stopped' });
    askToStop(talk);
  }

  queue.push({ type: 'connecting', address: addressOf(endpoint.url) });
  if (signal.aborted) stop();
  else {
    signal.addEventListener('abort', stop, { once: true });
    void watch(talk);
    converse(talk).then(conclude, error => conclude(failed(problemOfFailure(error, talk.asked))));
  }
  return queue;
}

/** From the first request to the last event. */
async function converse(talk: Talk): Promise<EndpointEvent> {
  const { endpoint, request, ports, answer } = talk;
  const { log } = ports;
  log.info(`POST ${talk.asked.url}: ${request.model.id}, ${request.messages.length} messages`);
  log.trace(JSON.stringify(request.messages));
  if (request.model.remoteHost !== undefined) answer.runsOn(request.model.remoteHost);
  const problem = await untilLoaded(talk);
  if (problem) return failed(problem);
  const response = await open(talk);
  return 'code' in response ? failed(response) : await read(endpoint, response, talk);
}

/** Tells of a model that must be loaded first, and waits for it where the server lets one wait. */
async function untilLoaded(talk: Talk): Promise<Problem | undefined> {
  const { endpoint, request, ports, signal } = talk;
  const { http, key } = ports;
  if (endpoint.kind === 'lm-studio') {
    const listed = await quickly(talk, soon =>
      askJson(http, { url: `${endpoint.url}/api/v0/models`, key }, soon),
    );
    const model = listOf(at(listed, 'data')).find(entry => at(entry, 'id') === request.model.id);
    if (at(model, 'state') === 'not-loaded') tellLoading(talk);
    return undefined;
  }
  // A llama.cpp router starts the model when it is asked for, and keeps silent meanwhile.
  if (endpoint.kind === 'llama.cpp' && request.model.isLoaded === false) tellLoading(talk);
  if (endpoint.protocol !== 'ollama' || request.model.remoteHost !== undefined) return undefined;
  const listed = await quickly(talk, soon => askJson(http, { url: `${endpoint.url}/api/ps`, key }, soon));
  const loaded = ollama.loadedModels(listed);
  const mine = loaded?.find(({ id }) => ollama.isSameModel(id, request.model.id));
  talk.contextTokens = mine?.contextTokens ?? talk.contextTokens;
  if (loaded === undefined || mine) return undefined;
  // Ollama sends nothing at all while it loads. Asked for the load alone first, it tells when reading begins.
  tellLoading(talk);
  const question = { url: talk.asked.url, key, body: ollama.loadBody(request.model) };
  const reply = await ask(http, question, signal);
  talk.state = 'silent';
  talk.heardAt = ports.clock.now();
  return reply.status === 200 ? undefined : problemOfRefusal(reply, talk.asked);
}

/** A question on the side does not hold up the conversation. */
function quickly<T>(
  { ports, signal }: Talk,
  question: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  return inTime(ports.clock, signal, question);
}

/** Sends the question; again only while the server says that its model is loading. */
async function open(talk: Talk): Promise<HttpResponse | Problem> {
  const { endpoint, request, ports, signal } = talk;
  const body = endpoint.protocol === 'ollama' ? ollama.chatBody(request) : openai.chatBody(endpoint, request);
  const startedAt = ports.clock.now();
  for (;;) {
    const response = await send(ports.http, { url: talk.asked.url, key: ports.key, body }, signal);
    if (response.status === 200) return response;
    const refusal = { ...response, body: await readText(response, answerLimitBytes) };
    if (!isLoading(refusal)) return problemOfRefusal(refusal, talk.asked);
    const waitedMs = ports.clock.now() - startedAt;
    if (waitedMs > loadingLimitMs) return { code: 'still-loading', model: request.model.id, waitedMs };
    tellLoading(talk);
    await untilHealthy(talk, startedAt + loadingLimitMs);
  }
}

/** Until the server says that it is, or falls silent about it, or the time is over. */
async function untilHealthy(talk: Talk, untilAt: number): Promise<void> {
  const { endpoint, ports, signal } = talk;
  for (;;) {
    await ports.clock.sleep(pollMs, signal);
    if (signal.aborted || ports.clock.now() > untilAt) return;
    const health = await quickly(talk, soon => ask(ports.http, { url: `${endpoint.url}/health` }, soon));
    if (health) talk.heardAt = ports.clock.now();
    if (health && health.status !== 503) return;
  }
}

function tellLoading(talk: Talk): void {
  if (talk.state === 'loading') return;
  talk.state = 'loading';
  const { id, sizeBytes } = talk.request.model;
  talk.tell({ type: 'loading', model: id, ...defined({ sizeBytes }) });
}

/** Reads an answer that has begun. */
async function read(endpoint: Endpoint, response: HttpResponse, talk: Talk): Promise<EndpointEvent> {
  const { answer, asked, ports } = talk;
  const contentType = response.headers['content-type'] ?? '';
  if (/\bhtml\b/i.test(contentType)) return failed(notAServer(asked, contentType));
  let unreadable = 0;
  const { frameReader } = endpoint.protocol === 'ollama' ? ollama : openai;
  const readFrame = frameReader(answer, asked);
  const onFrame = (data: string, event?: string): void => {
    const isRead = readFrame(data, event);
    if (isRead) talk.state = 'answering';
    else {
      unreadable += 1;
      ports.log.trace(`unreadable frame: ${clean(data, ports.key)}`);
    }
  };
  const isWhole = /\bapplication\/json\b/i.test(contentType);
  const streamed = isWhole ? wholeOrSseFrames(onFrame, answerLimitBytes) : sseFrames(onFrame);
  const reader = endpoint.protocol === 'ollama' ? ndjsonFrames(onFrame) : streamed;
  try {
    await pump(response, reader, talk);
    reader.end();
  } catch (error) {
    if (error instanceof TooLong) answer.fail({ code: 'too-much', limitBytes: error.limitBytes });
    else if (!(error instanceof HttpFailure)) throw error;
    else if (error.reason !== 'cut') answer.fail(problemOfFailure(error, asked));
    return answer.verdict(true);
  }
  const verdict = answer.verdict();
  const isForeign = unreadable > 0 && talk.state !== 'answering';
  return isForeign ? failed(notAServer(asked, contentType)) : verdict;
}

async function pump(response: HttpResponse, reader: FrameReader, talk: Talk): Promise<void> {
  const { answer, ports } = talk;
  let overAt: number | undefined;
  let seen: string | undefined;
  let words = 0;
  for await (const bytes of response.body) {
    talk.untoldBytes += bytes.length;
    reader.push(bytes);
    if (answer.wordCount > words) {
      words = answer.wordCount;
      talk.untoldBytes = 0;
      talk.heardAt = ports.clock.now();
    }
    if (talk.untoldBytes > untoldLimitBytes) answer.fail({ code: 'too-much', limitBytes: untoldLimitBytes });
    if (answer.isClosed) return;
    const limitMs = tailOf(answer);
    if (limitMs === undefined) continue;
    // Whatever brings the answer on shows that it is not over.
    const now = `${answer.ending} ${answer.wordCount}`;
    if (now === seen) continue;
    seen = now;
    const isWatched = overAt !== undefined;
    overAt = ports.clock.now() + limitMs;
    if (!isWatched) void concludeAt(talk, () => overAt ?? 0);
  }
}

/** How long a silent answer that gave a reason for its end is still waited for; `undefined`: until the body ends. */
function tailOf(answer: Answer): number | undefined {
  const { ending } = answer;
  if (ending === 'none') return undefined;
  if (ending === 'likely') return tailMs;
  if (answer.hasText) return doubtfulTailMs;
  return answer.hasThought ? thoughtfulTailMs : undefined;
}

/** Ends a talk whose connection stays open, at an instant that may still move. */
async function concludeAt(talk: Talk, at: () => number): Promise<void> {
  const { answer, ports, signal } = talk;
  for (;;) {
    const leftMs = at() - ports.clock.now();
    if (leftMs > 0) await ports.clock.sleep(Math.min(leftMs, tailMs), signal);
    if (signal.aborted) return;
    if (at() > ports.clock.now()) continue;
    talk.conclude(answer.verdict());
    return;
  }
}

/** Says that the prompt is being read, or that nothing is heard, where the server itself says nothing. */
async function watch(talk: Talk): Promise<void> {
  const { request, ports, signal } = talk;
  const { clock } = ports;
  await clock.sleep(readingNoticeMs, signal);
  let isReadingTold = false;
  while (!signal.aborted) {
    if (talk.state === 'silent' && !isReadingTold && !dialects[talk.endpoint.kind].reportsReading) {
      isReadingTold = true;
      talk.tell({ type: 'reading', processed: 0, total: estimateMessages(request.messages), cached: 0 });
    }
    const silentMs = clock.now() - talk.heardAt;
    const limitMs = talk.answer.hasText || talk.answer.hasThought ? quietMs : quietBeforeWordsMs;
    if (silentMs >= limitMs) {
      talk.tell({ type: 'warning', warning: { kind: 'quiet', forMs: silentMs } });
      return;
    }
    await clock.sleep(
      talk.state === 'loading' ? pollMs : Math.max(pollMs, Math.min(quietMs, limitMs - silentMs)),
      signal,
    );
  }
}

function warnOfCut({ endpoint, request, answer, contextTokens, tell }: Talk): void {
  const seenTokens = answer.usage.promptTokens;
  if (seenTokens === undefined || !dialects[endpoint.kind].cutsSilently) return;
  const sentTokens = estimateMessages(request.messages);
  if (!isPromptCut({ seenTokens, sentTokens, contextTokens })) return;
  tell({ type: 'warning', warning: { kind: 'prompt-cut', seenTokens, sentTokens } });
}

/** Offers to end the thoughts, where the server knows how and there is still something to end. */
async function offerToSkip(talk: Talk): Promise<void> {
  const { endpoint, ports, answer, signal } = talk;
  const { onSkippable } = ports;
  if (!onSkippable || dialects[endpoint.kind].controlRoute === undefined) return;
  const can = await quickly(talk, soon => canEndThoughts(endpoint, ports, soon));
  const { id } = answer;
  if (!can || id === undefined || answer.hasText || signal.aborted) return;
  onSkippable(async () => (await quickly(talk, soon => endThoughts(endpoint, id, ports, soon))) ?? false);
}

/** For a server that goes on after the connection is closed. Nobody waits for its answer. */
function askToStop({ endpoint, ports }: Talk): void {
  const { stopRoute } = dialects[endpoint.kind];
  if (stopRoute === undefined) return;
  const question = { url: endpoint.url + stopRoute, key: ports.key, body: {} };
  void askJson(ports.http, question, new AbortController().signal);
}

function failed(problem: Problem): EndpointEvent {
  return { type: 'failed', problem };
}

function notAServer(asked: Asked, contentType: string): Problem {
  return {
    code: 'not-a-model-server',
    address: addressOf(asked.url),
    contentType: clean(contentType, asked.secret),
  };
}

function describeEnd(last: EndpointEvent): string {
  return last.type === 'done' ? `done (${last.detail ?? last.reason})` : last.type;
}
