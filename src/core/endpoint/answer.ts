// One answer as it comes in, whatever the protocol: told as events, and judged when it is over.
import type { Problem } from '../base/problem';
import { mergeThoughts } from './echo';
import type { DoneReason, EndpointEvent, Usage } from './endpoint';
import { clean } from './failure';
import { type Piece, thinkingSplitter } from './thinking';

/** What a protocol's reader makes of the frames that it understands. */
export interface Answer {
  /** Thoughts that the server sends apart from the text. */
  think(text: string): void;
  /** Text, perhaps with thoughts inside. */
  say(text: string): void;
  reading(progress: { readonly processed: number; readonly total: number; readonly cached: number }): void;
  count(usage: Usage): void;
  /** The server's own word for why it ended. */
  finish(reason: string): void;
  /** The server says that nothing more will come. */
  close(): void;
  /** An error instead of the rest. */
  fail(problem: Problem): void;
  /** The model runs on this other machine. */
  runsOn(host: string): void;

  readonly hasText: boolean;
  readonly hasThought: boolean;
  readonly isFinished: boolean;
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

/** An answer far longer than any that was asked for: a server that never stops. */
export const answerLimitBytes = 4 << 20;

/** Answers for `finish_reason` and `done_reason`; whatever else a server says is shown as it says it. */
const doneReasons: Readonly<Record<string, DoneReason>> = {
  stop: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  end_turn: 'stop',
  length: 'length',
  max_tokens: 'length',
};

export function newAnswer({ startsThinking, maxAnswerTokens, secret, tell }: AnswerOptions): Answer {
  const thoughts = mergeThoughts();
  /** All that was told as text. */
  let told = '';
  let length = 0;
  let hasText = false;
  let reason: string | undefined;
  let isClosed = false;
  let problem: Problem | undefined;
  let usage: Usage = {};
  let remoteHost: string | undefined;
  const splitter = thinkingSplitter({
    startsThinking,
    isEcho: () => told !== '' && thoughts.all.trimEnd().startsWith(told.trim()),
  });

  function thought(way: 'apart' | 'inline', text: string): void {
    const isNew = thoughts.add(way, text);
    if (isNew !== '') tell({ type: 'thinking', text: isNew });
  }

  function take(piece: Piece): void {
    switch (piece.kind) {
      case 'thinking':
        thought('inline', piece.text);
        break;
      case 'rethink': {
        const text = thoughts.add('inline', told + piece.text);
        told = '';
        hasText = false;
        tell({ type: 'rethink', text });
        break;
      }
      case 'text':
        told += piece.text;
        hasText ||= piece.text.trim() !== '';
        tell({ type: 'text', text: piece.text });
        break;
    }
  }

  function flush(): void {
    for (const piece of splitter.end()) take(piece);
  }

  function measure(text: string): void {
    length += text.length;
    if (length > answerLimitBytes) problem ??= { code: 'too-much', limitBytes: answerLimitBytes };
  }

  return {
    think(text) {
      if (isClosed || problem) return;
      measure(text);
      splitter.thoughtsComeApart();
      thought('apart', text);
    },
    say(text) {
      if (isClosed || problem) return;
      measure(text);
      for (const piece of splitter.push(text)) take(piece);
    },
    reading: progress => tell({ type: 'reading', ...progress }),
    count(more) {
      usage = { ...usage, ...more };
    },
    finish(word) {
      if (!isClosed) reason = word;
    },
    close() {
      isClosed = true;
    },
    fail(what) {
      problem ??= what;
    },
    runsOn(host) {
      if (remoteHost === host) return;
      remoteHost = host;
      tell({ type: 'warning', warning: { kind: 'not-local', host: clean(host, secret) } });
    },
    get hasText() {
      return hasText;
    },
    get hasThought() {
      return thoughts.all !== '';
    },
    get isFinished() {
      return reason !== undefined;
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
      if (reason === undefined && !isClosed) {
        const isCut = isBroken || hasText || thoughts.all !== '';
        return { type: 'failed', problem: { code: isCut ? 'cut-short' : 'empty-answer' } };
      }
      if (reason === 'error') {
        return { type: 'failed', problem: { code: 'stream-error', detail: 'finish_reason: error' } };
      }
      const done = doneReasons[reason ?? ''] ?? 'other';
      if (!hasText && thoughts.all !== '') {
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
