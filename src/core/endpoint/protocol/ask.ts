// Short questions to a server: one answer, read whole and bounded, on the host that was asked and no other.
import type { Clock, Http, HttpResponse } from '../../ports';
import { parseJson } from './json';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `undefined` where the body is not JSON. */
  readonly json: unknown;
}

export interface Question {
  readonly url: string;
  readonly key?: string | undefined;
  /** Makes it a POST. */
  readonly body?: unknown;
}

/** What /api/show of a model with many tensors needs, and more. */
const replyLimitBytes = 8 << 20;
const mostRedirects = 3;

/** Asks once. Throws `HttpFailure`. */
export async function ask(http: Http, question: Question, signal: AbortSignal): Promise<Reply> {
  const response = await request(http, question, signal);
  const body = await readText(response, replyLimitBytes);
  return { status: response.status, headers: response.headers, body, json: parseJson(body) };
}

/** The JSON of a successful answer; `undefined` for everything else, failures included. */
export async function askJson(http: Http, question: Question, signal: AbortSignal): Promise<unknown> {
  try {
    const reply = await ask(http, question, signal);
    return reply.status === 200 ? reply.json : undefined;
  } catch {
    return undefined;
  }
}

/** What a server does not say in this time about a side matter is done without. */
const sideQuestionMs = 1_500;

/** The answer, or `undefined` where it does not come in time; then it is hung up on. */
export async function inTime<T>(
  clock: Clock,
  signal: AbortSignal,
  question: (signal: AbortSignal) => Promise<T>,
  limitMs = sideQuestionMs,
): Promise<T | undefined> {
  const isOver = new AbortController();
  const either = AbortSignal.any([signal, isOver.signal]);
  const giveUp = clock.sleep(limitMs, either);
  try {
    return await Promise.race([question(either), giveUp.then(() => undefined)]);
  } finally {
    isOver.abort();
  }
}

/**
 * Sends a request and follows redirects within the same origin only: all of them for a GET, and for a POST
 * those that keep method and body. Any other redirect is returned as it came, for the caller to refuse.
 */
export async function request(http: Http, question: Question, signal: AbortSignal): Promise<HttpResponse> {
  let url = question.url;
  for (let hops = 0; ; hops += 1) {
    const response = await http.request(
      question.body === undefined
        ? { method: 'GET', url, headers: headersOf(question) }
        : { method: 'POST', url, headers: headersOf(question), body: JSON.stringify(question.body) },
      signal,
    );
    const next = hops < mostRedirects ? sameOrigin(response, url, question.body === undefined) : undefined;
    if (next === undefined) return response;
    await readText(response, replyLimitBytes);
    url = next;
  }
}

function headersOf({ key, body }: Question): Record<string, string> {
  return {
    accept: 'application/json, text/event-stream, application/x-ndjson',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key ? { authorization: `Bearer ${key}` } : {}),
  };
}

function sameOrigin({ status, headers }: HttpResponse, from: string, isGet: boolean): string | undefined {
  const keepsBody = status === 307 || status === 308;
  const isRedirect = keepsBody || (isGet && (status === 301 || status === 302 || status === 303));
  if (!isRedirect || headers.location === undefined) return undefined;
  try {
    const to = new URL(headers.location, from);
    return to.origin === new URL(from).origin ? to.href : undefined;
  } catch {
    return undefined;
  }
}

/** A body as text, up to a limit; one that breaks off counts as far as it came. */
export async function readText(response: HttpResponse, limitBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  try {
    for await (const bytes of response.body) {
      length += bytes.length;
      text += decoder.decode(bytes, { stream: true });
      if (length > limitBytes) break;
    }
  } catch {
    // The part that came is what there is.
  }
  return text + decoder.decode();
}
