// Everything that can go wrong and that the reader can act on: a closed union of stable codes with their data.
// The codes stand in `data-error` and in logs; the sentences are in core/wording/problemText.ts, once.

import type { Finding } from './finding';

/** What one address answered when a model server was looked for. */
export interface Tried {
  /** Host and port, e.g. "127.0.0.1:11434". */
  readonly address: string;
  /** The server that usually listens there. */
  readonly usually: string;
  readonly outcome: 'refused' | 'no-answer' | 'not-a-model-server' | 'no-model' | 'loading' | 'unauthorized';
}

/** A server on this machine that answers where another one was asked for. */
export interface Instead {
  readonly server: string;
  /** Host and port. */
  readonly address: string;
}

export type Problem =
  // finding a server
  | { readonly code: 'no-endpoint'; readonly tried: readonly Tried[]; readonly remoteName?: string }
  | { readonly code: 'no-model'; readonly server: string }
  | { readonly code: 'refused-host'; readonly host: string; readonly scheme: string }
  /** A model that does not run here, or of which nobody has said where it runs, and the reader has not said yes. */
  | {
      readonly code: 'refused-model';
      readonly model: string;
      readonly server: string;
      readonly whereabouts: 'elsewhere' | 'unknown';
    }
  | { readonly code: 'bad-address'; readonly address: string }
  /** The model that Marginalia set up itself could not be started; why and what to do, in both languages. */
  | { readonly code: 'own-model'; readonly why: { readonly en: string; readonly 'zh-CN': string } }
  // reaching it
  | { readonly code: 'refused'; readonly address: string; readonly instead?: Instead }
  | {
      readonly code: 'unreachable';
      readonly address: string;
      readonly detail: string;
      readonly instead?: Instead;
    }
  | { readonly code: 'dns'; readonly host: string; readonly instead?: Instead }
  | { readonly code: 'tls'; readonly host: string; readonly detail: string }
  | { readonly code: 'redirected'; readonly from: string; readonly to: string }
  // what it answered instead of steps
  | { readonly code: 'unauthorized'; readonly server: string }
  | { readonly code: 'model-not-found'; readonly model: string; readonly server: string }
  | { readonly code: 'too-long'; readonly tokens?: number; readonly limit?: number }
  | { readonly code: 'busy'; readonly server: string; readonly detail: string }
  | { readonly code: 'still-loading'; readonly model: string; readonly waitedMs: number }
  | { readonly code: 'not-a-model-server'; readonly address: string; readonly contentType: string }
  | { readonly code: 'server-error'; readonly status: number; readonly detail: string }
  | { readonly code: 'bad-request'; readonly status: number; readonly detail: string }
  // what happened to the stream
  | { readonly code: 'cut-short'; readonly detail?: string }
  /** `isDoubtful`: the server gave this cause, but it is likely that of an earlier request. */
  | { readonly code: 'stream-error'; readonly detail: string; readonly isDoubtful?: true }
  | { readonly code: 'only-thinking'; readonly limit?: number }
  | { readonly code: 'empty-answer' }
  | { readonly code: 'thoughts-go-on' }
  | { readonly code: 'too-much'; readonly limitBytes: number }
  // the code that was to be explained
  | { readonly code: 'no-editor' }
  /** `why`: nothing was selected at all. */
  | { readonly code: 'empty-selection'; readonly why?: 'empty-file' | 'nothing-around' }
  /** From the first selection to the last, in lines. */
  | { readonly code: 'selections-far-apart'; readonly lines: number; readonly limit: number }
  | { readonly code: 'binary-file'; readonly name: string }
  | {
      readonly code: 'file-too-large';
      readonly name: string;
      readonly bytes: number;
      readonly limitBytes: number;
    }
  | {
      readonly code: 'selection-too-large';
      readonly name: string;
      readonly lines: number;
      readonly bytes: number;
    }
  // the library
  | { readonly code: 'broken-chapter'; readonly path: string; readonly finding: Finding }
  | { readonly code: 'unknown-chapter'; readonly chapter: string }
  | { readonly code: 'unknown-passage'; readonly passage: string }
  | { readonly code: 'unknown-concept'; readonly concept: string }
  /** What was to be opened is no address of a place, see core/address.ts. */
  | { readonly code: 'bad-link' }
  | { readonly code: 'run-gone' }
  | { readonly code: 'missing-code'; readonly file: string; readonly region?: string }
  // the reader's notes
  | {
      readonly code: 'damaged';
      readonly lines: number;
      readonly kept: number;
      readonly journals: readonly string[];
    }
  /** They are there, and are read as soon as that is possible; `detail` says what keeps them. */
  | { readonly code: 'unread'; readonly journals: readonly string[]; readonly detail: string }
  | { readonly code: 'not-written'; readonly detail: string; readonly reason?: 'full' | 'read-only' }
  | {
      readonly code: 'note-too-long';
      readonly size: number;
      readonly limit: number;
      readonly unit: 'characters' | 'bytes';
    }
  /** What was written is no value that could be compared. */
  | { readonly code: 'guess-unread' }
  /** What was to be predicted is not asked any more: it ran anew, or was answered elsewhere. */
  | { readonly code: 'question-gone' }
  /** What was seen of a run cannot be read, or is about other code than the run is. */
  | { readonly code: 'nothing-seen' }
  /** It was to be changed, and was removed before. */
  | { readonly code: 'note-gone' }
  /** The file that a note is about is not there any more. */
  | { readonly code: 'file-gone'; readonly file: string }
  /** The file was opened, and the code that a note is about was not found in it. `quote`: as it was. */
  | { readonly code: 'code-lost'; readonly file: string; readonly quote: string }
  // a bug of ours
  | { readonly code: 'internal'; readonly detail: string };

export type ProblemCode = Problem['code'];
