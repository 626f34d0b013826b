// One answer as it comes in, whatever the protocol: told as events, and judged when it is over.
import type { Problem } from '../../base/problem';
import type { DoneReason, EndpointEvent, Usage } from '../endpoint';
import { clean } from '../protocol/failure';
import { mergeThoughts } from './echo';
import { endMarks } from './endMarks';
import type { Piece } from './pieces';
import { inPortions } from './portions';
import { type Progress, readingProgress } from './readingProgress';
import { thinkingSplitter } from './thinking';

/** What a protocol's reader makes of the frames that it understands. */
export interface Answer {
  /** Thoughts that the server sends apart from the text. */
  think(text: string): void;
  /** Text, perhaps with thoughts inside. */
  say(text: string): void;
  reading(progress: Progress): void;
  count(usage: Usage): void;
  /** The server's own word for why it ended. `withWords`: it came along with words, not after them. */
  finish(reason: string, withWords?: boolean): void;
  /** The server says that nothing more will come. */
  close(): void;
  /** An error instead of the rest. */
  fail(problem: Problem): void;
  /** The model runs on this other machine. */
  runsOn(host: string): void;

  /** The server's own name for this answer. */
  isCalled(id: string): void;

  readonly id: string | undefined;
  readonly hasText: boolean;
  readonly hasThought: boolean;
  /**
   * What the reason for an end is worth. `likely`: it came once, after the last word. `doubtful`: it came before words,
   * or along with them, as from servers that send one in every frame.
   */
  readonly ending: 'none' | 'likely' | 'doubtful';
  /** How often words came, told or not yet. */
  readonly wordCount: number;
  readonly isClosed: boolean;
  readonly usage: Usage;
  /** The last event: what the whole came to. `isBroken`: the connection ended before the body did. */
  verdict(isBroken?: boolean): EndpointEvent;
  /** Tells what was held back, for an answer that nobody waits for any longer. */
  flush(): void;
}

export interface AnswerOptions {
  readonly startsThinking: boolean;
  readonly maxAnswerTokens: number;
  /** Kept out of every word of the server's that is shown. */
  readonly secret?: string | undefined;
  readonly tell: (event: EndpointEvent) => void;
}

/** Of an answer that comes whole, and of a refusal. */
export const answerLimitBytes = 4 << 20;
/** Characters of thoughts and text together, far more than any answer that was asked for: a server that never stops. */
const longestAnswer = 1 << 20;
/** A server that names another machine with every frame. */
const mostHosts = 3;

/** Answers for `finish_reason` and `done_reason`; whatever else a server says is shown as it says it. */
const doneReasons: ReadonlyMap<string, DoneReason> = new Map([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['stop_sequence', 'stop'],
  ['end_turn', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
]);
/** What some servers write where there is no reason yet. */
const noReasons = ['', 'null', 'none', 'undefined'];

export function newAnswer({ startsThinking, maxAnswerTokens, secret, tell }: AnswerOptions): Answer {
  const thoughts = mergeThoughts();
  const marks = endMarks();
  const portions = inPortions(tell);
  const progress = readingProgress();
  /** All that was told as text. */
  let told = '';
  let id: string | undefined;
  let length = 0;
  let wordCount = 0;
  let hasText = false;
  let reason: string | undefined;
  /** Words came after a reason, which therefore was none. */
  let wasMisled = false;
  /** The reason stands after all words, by itself. */
  let isReasonLast = false;
  let isClosed = false;
  let problem: Problem | undefined;
  let usage: Usage = {};
  const hosts = new Set<string>();
  const splitter = thinkingSplitter({ startsThinking, follow: thoughts.follow });

  function thought(way: 'apart' | 'inline', text: string): void {
    const isNew = thoughts.add(way, text);
    if (isNew !== '') portions.tell({ type: 'thinking', text: isNew });
  }

  function tellText(text: string): void {
    if (text === '') return;
    told += text;
    hasText ||= text.trim() !== '';
    portions.tell({ type: 'text', text });
  }

  function take(piece: Piece): void {
    switch (piece.kind) {
      case 'thinking':
        thought('inline', piece.text);
        break;
      case 'rethink': {
        const text = told + marks.letGo() + piece.text;
        told = '';
        hasText = false;
        portions.tell({ type: 'rethink', text: asThoughts(text, piece.restored) });
        break;
      }
      case 'text':
        tellText(marks.push(piece.text));
        break;
    }
  }

  function asThoughts(text: string, restored: string | undefined): string {
    if (restored === undefined) return thoughts.add('inline', text);
    thoughts.goOn(restored + text);
    return restored + text;
  }

  function flush(): void {
    for (const piece of splitter.end()) take(piece);
    tellText(marks.end());
    portions.flush();
  }

  function measure(text: string): void {
    length += text.length;
    // White space alone says nothing.
    if (text.trim() !== '') wordCount += 1;
    if (reason !== undefined) wasMisled = true;
    isReasonLast = false;
    if (length > longestAnswer) problem ??= { code: 'too-much', limitBytes: longestAnswer };
  }

  return {
    think(text) {
      if (isClosed || problem) return;
      measure(text);
      splitter.thoughtsComeApart(text);
      thought('apart', text);
    },
    say(text) {
      if (isClosed || problem) return;
      measure(text);
      for (const piece of splitter.push(text)) take(piece);
    },
    reading(seen) {
      if (hasText || !thoughts.isEmpty) return;
      const news = progress.take(seen);
      if (news) portions.tell({ type: 'reading', ...news });
    },
    count(more) {
      usage = { ...usage, ...more };
    },
    finish(word, withWords = false) {
      if (isClosed || isNoReason(word)) return;
      reason = word;
      isReasonLast = !withWords;
    },
    close() {
      isClosed = true;
    },
    fail(what) {
      problem ??= what;
    },
    runsOn(host) {
      if (hosts.has(host) || hosts.size === mostHosts) return;
      hosts.add(host);
      portions.tell({ type: 'warning', warning: { kind: 'not-local', host: clean(host, secret) } });
    },
    isCalled(name) {
      id ??= name;
    },
    get id() {
      return id;
    },
    get hasText() {
      return hasText;
    },
    get hasThought() {
      return !thoughts.isEmpty;
    },
    get ending() {
      if (reason === undefined) return 'none';
      return isReasonLast && hasText && !wasMisled ? 'likely' : 'doubtful';
    },
    get wordCount() {
      return wordCount;
    },
    get isClosed() {
      return isClosed || problem !== undefined;
    },
    get usage() {
      return usage;
    },
    flush,
    verdict(isBroken = false) {
      flush();
      if (problem) return { type: 'failed', problem };
      const isCutOff = isBroken && wasMisled && !isReasonLast;
      if ((reason === undefined || isCutOff) && !isClosed) {
        const isCut = isBroken || hasText || !thoughts.isEmpty;
        return { type: 'failed', problem: { code: isCut ? 'cut-short' : 'empty-answer' } };
      }
      if (reason === 'error') {
        return { type: 'failed', problem: { code: 'stream-error', detail: 'finish_reason: error' } };
      }
      const done = doneReasons.get(reason?.toLowerCase() ?? '') ?? 'other';
      if (!hasText && !thoughts.isEmpty) {
        const limit = done === 'length' ? { limit: maxAnswerTokens } : {};
        return { type: 'failed', problem: { code: 'only-thinking', ...limit } };
      }
      if (!hasText) return { type: 'failed', problem: { code: 'empty-answer' } };
      return done === 'other'
        ? { type: 'done', reason: 'other', detail: clean(reason ?? 'no finish_reason', secret) }
        : { type: 'done', reason: done };
    },
  };
}

/** Whether a server's word for the end only says that there is none yet. */
export function isNoReason(word: string): boolean {
  return noReasons.includes(word.trim().toLowerCase());
}
