// What a server's refusal means: a status, a body in any of the shapes that were seen, or an error in the
// middle of a stream, each as one `Problem`.
import type { Problem } from '../../base/problem';
import { HttpFailure } from '../../ports';
import { at, isObject, parseJson, textOf } from './json';
import { tokensOf } from './numbers';

/** Whom the request went to, for sentences; `secret` never shows up in any. */
export interface Asked {
  readonly url: string;
  readonly server: string;
  readonly model: string;
  readonly secret?: string | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface ServerError {
  readonly message: string;
  readonly type?: string | undefined;
  readonly tokens?: number | undefined;
  readonly limit?: number | undefined;
}

/** The problem that a status other than 200 stands for. */
export function problemOfRefusal({ status, headers, body }: Refusal, asked: Asked): Problem {
  if (status >= 300 && status < 400) {
    const to = clean(resolve(headers.location ?? '', asked.url), asked.secret);
    return { code: 'redirected', from: asked.url, to };
  }
  const error = readError(parseJson(body));
  const detail = clean(error?.message ?? (looksLikeHtml(body) ? 'a web page' : body), asked.secret);
  if (status === 413 || (error && isTooLong(error))) return tooLong(error);
  if (status === 401) return { code: 'unauthorized', server: asked.server };
  // Jan refuses a Host header that it does not trust with 403 (janhq/jan#6824): a key would not help.
  if (status === 403 && !/\bhost\b/i.test(detail)) return { code: 'unauthorized', server: asked.server };
  if (isModelMissing(detail)) {
    return { code: 'model-not-found', model: asked.model, server: asked.server };
  }
  if (status === 404 || status === 405 || status === 501) {
    return {
      code: 'not-a-model-server',
      address: addressOf(asked.url),
      contentType: clean(headers['content-type'] ?? '', asked.secret),
    };
  }
  if (status === 429 || status === 503) return { code: 'busy', server: asked.server, detail };
  if (status >= 500) return { code: 'server-error', status, detail };
  return { code: 'bad-request', status, detail };
}

/** Whether the server says that its model is not ready yet, and that asking again makes sense. */
export function isLoading({ status, body }: Pick<Refusal, 'status' | 'body'>): boolean {
  return status === 503 && /loading model|model is loading|still loading/i.test(body);
}

/**
 * The problem that an error frame stands for. A prompt that is too long shows before the first token, never
 * after it: Ollama, whose engine died, repeats the last error that the engine had printed, of whatever
 * request.
 */
export function problemOfErrorFrame(value: unknown, hasAnswered: boolean, asked: Asked): Problem {
  const error = readError(value) ?? { message: typeof value === 'string' ? value : JSON.stringify(value) };
  const detail = clean(error.message, asked.secret);
  if (!hasAnswered && isTooLong(error)) return tooLong(error);
  const isDoubtful = hasAnswered && isTooLong(error);
  return { code: 'stream-error', detail, ...(isDoubtful ? { isDoubtful } : {}) };
}

/** The problem that a failure below HTTP stands for. */
export function problemOfFailure(failure: unknown, asked: Asked): Problem {
  const address = addressOf(asked.url);
  if (!(failure instanceof HttpFailure)) {
    const message = failure instanceof Error ? failure.message : String(failure);
    return { code: 'internal', detail: clean(message, asked.secret) };
  }
  const detail = clean(failure.message, asked.secret);
  switch (failure.reason) {
    case 'refused':
      return { code: 'refused', address };
    case 'dns':
      return { code: 'dns', host: hostOf(asked.url) };
    case 'tls':
      return { code: 'tls', host: hostOf(asked.url), detail };
    case 'cut':
      return { code: 'cut-short', detail };
    case 'unknown':
      // Something answers, in another tongue than HTTP.
      if (/parse error/i.test(detail)) return { code: 'not-a-model-server', address, contentType: '' };
      return { code: 'unreachable', address, detail };
    case 'unreachable':
    case 'aborted':
      return { code: 'unreachable', address, detail };
  }
}

/** Host and port. */
export function addressOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return url;
  }
}

/**
 * Finds the message in `{error: "text"}`, `{error: {message}}`, `{message}`, `{detail}`, and in a message
 * that is itself the JSON of another server's error, as Ollama passes on its engine's.
 */
export function readError(value: unknown, depth = 0): ServerError | undefined {
  if (typeof value === 'string') {
    const inner = depth < 3 && value.includes('{') ? parseJson(value.slice(value.indexOf('{'))) : undefined;
    return (inner === undefined ? undefined : readError(inner, depth + 1)) ?? { message: value };
  }
  if (!isObject(value)) return undefined;
  if (value.error !== undefined && value.error !== null) return readError(value.error, depth + 1);
  const message = textOf(value.message) ?? textOf(value.detail) ?? textOf(at(value.detail, 'message'));
  if (message === undefined) return undefined;
  const inner = readError(message, depth + 1);
  return {
    message: inner?.message ?? message,
    type: textOf(value.type) ?? textOf(value.code) ?? inner?.type,
    tokens: tokensOf(value.n_prompt_tokens) ?? inner?.tokens,
    limit: tokensOf(value.n_ctx) ?? inner?.limit,
  };
}

/** A server may send megabytes where a sentence is due. */
const longestMessage = 2_000;

const tooLongPatterns = [
  /exceeds? the (?:available |model'?s )?(?:maximum )?context/i,
  /maximum context length/i,
  /prompt is (?:too long|longer than the context)/i,
  /longer than the context length/i,
];

/** Words that say it when they stand near each other, in this order. */
const tooLongPairs: readonly { readonly from: RegExp; readonly within: number; readonly to: RegExp }[] = [
  { from: /context (?:length|window|size)/gi, within: 40, to: /exceed|too (?:long|small)|overflow/i },
  // LM Studio: the part that it must keep does not fit.
  { from: /initial prompt|first \d{1,9} tokens/gi, within: 80, to: /context/i },
  { from: /n_keep\b/gi, within: 40, to: /n_ctx/i },
];

function isTooLong({ message, type }: ServerError): boolean {
  const said = message.slice(0, longestMessage);
  return (
    type === 'exceed_context_size_error' ||
    type === 'context_length_exceeded' ||
    tooLongPatterns.some(pattern => pattern.test(said)) ||
    tooLongPairs.some(({ from, within, to }) =>
      [...said.matchAll(from)].some(({ 0: words, index }) => {
        const after = index + words.length;
        return to.test(said.slice(after, after + within + longestWord));
      }),
    )
  );
}

/** Of those that end a pair. */
const longestWord = 9;

function tooLong(error: ServerError | undefined): Problem {
  const message = error?.message.slice(0, longestMessage) ?? '';
  const limit =
    error?.limit ??
    firstNumber(message, /context (?:length|size|window)(?: is| of)? ?\(?(\d{1,9})/i) ??
    tokensNearContext(message);
  const tokens =
    error?.tokens ??
    firstNumber(
      message,
      /request \((\d{1,9}) tokens\)/i,
      /(?:requested|contains|has|first) (?:at least )?(\d{1,9})/i,
    );
  return {
    code: 'too-long',
    ...(tokens === undefined ? {} : { tokens }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** "a context window of at most 4096 tokens" */
function tokensNearContext(message: string): number | undefined {
  return [...message.matchAll(/context/gi)]
    .map(({ index }) => firstNumber(message.slice(index, index + 80), /\b(\d{1,9}) tokens/i))
    .find(limit => limit !== undefined);
}

function firstNumber(text: string, ...patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return tokensOf(Number(found));
  }
  return undefined;
}

function isModelMissing(detail: string): boolean {
  return (
    /\bmodel\b/i.test(detail) &&
    /not found|does not exist|no such|not (?:currently )?(?:loaded|available|exist)|unknown model|no models? loaded/i.test(
      detail,
    )
  );
}

export function looksLikeHtml(body: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(body);
}

const longestDetail = 400;

/** Fit for a sentence: without the key, which some servers repeat, on one line, not too long. */
export function clean(detail: string, secret?: string): string {
  // The key goes first: what is cut off before could leave a part of it that is not recognised any more.
  const line = redact(detail, secret)
    .slice(0, longestDetail * 4)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a server's text may hold any
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
}

/** Takes the key out, also as it stands in a URL or in JSON. */
function redact(text: string, secret: string | undefined): string {
  if (!secret) return text;
  const spellings = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, '•••'), text);
}

/** Where a redirect leads, without what may hold a key: user, query, fragment. */
function resolve(location: string, base: string): string {
  try {
    const to = new URL(location, base);
    return (to.origin === 'null' ? `${to.protocol}//${to.host}` : to.origin) + to.pathname;
  } catch {
    return location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
  }
}
