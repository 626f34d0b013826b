// What the core asks of the outside. Each platform room (node, web) and each test serves these in its own way.
import type { Disposable } from './base/store';
import type { SyntaxTree } from './base/syntaxTree';

/** One HTTP exchange. Redirects are never followed: the caller decides about every hop. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they arrive. Ends by throwing `HttpFailure` when the connection breaks before its proper end. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** What went wrong below HTTP. `cut` is a connection that ended in the middle of a body. */
export type HttpFailureReason = 'refused' | 'unreachable' | 'dns' | 'tls' | 'cut' | 'aborted' | 'unknown';

export class HttpFailure extends Error {
  constructor(
    readonly reason: HttpFailureReason,
    message: string,
  ) {
    super(message);
    this.name = 'HttpFailure';
  }
}

export interface Http {
  /**
   * Resolves when the response headers are there; there is no time limit of its own, since a cold model may
   * send nothing for minutes. Aborting the signal closes the socket at once, before or after the headers.
   * Throws `HttpFailure`.
   */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
}

/** What stands at a path, known without reading it. A link is told as one, whatever it leads to. */
export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt?: number;
}

/** How a file stands: enough to tell, without reading it, whether anything was written since. */
export interface FileStand {
  readonly bytes: number;
  /** Another one when the file was written, or another file took its place. */
  readonly stamp: string;
}

/** Read access to a tree of files. Paths are relative to the root that the port was made for, with `/`. */
export interface Files {
  /** `undefined` where there is nothing. Missing where files come from ourselves and need no second look. */
  stat?(path: string): Promise<FileFacts | undefined>;
  /** `undefined` where there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Names of the files directly in a folder; empty where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** `undefined` where there is no such file. Missing where only reading tells. */
  stand?(path: string): Promise<FileStand | undefined>;
}

/** A small store of whole documents: written so that a reader sees the old or the new one, never a part. */
export interface Documents extends Files {
  write(path: string, bytes: Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Documents of which some only grow. */
export interface GrowingFiles extends Documents {
  /**
   * Adds whole lines to the end of a file in the root, which is made where it is not there. What it has resolved for
   * outlives this process; what it has refused is not there. One file is added to by one asker, one after the other.
   */
  append(path: string, text: string): Promise<void>;
}

/** The journal that this window writes. */
export interface Appender {
  /** Its name among those that `list` gives. */
  readonly name: string;
  /** `line` may hold several whole lines. What it has resolved for is on disk. */
  append(line: string): Promise<void>;
}

/** All journals of the store: one that this window writes, and all that anyone wrote. */
export interface JournalFiles {
  readonly own: Appender;
  /** Names of what looks like a journal, own one included. Rejects where the folder cannot be read. */
  list(): Promise<readonly string[]>;
  /** `undefined` where there is no such file. Rejects for what is no regular file, without opening it. */
  stand(name: string): Promise<FileStand | undefined>;
  /** The bytes from `from` up to `to`, or to the file's end where that comes first. */
  read(name: string, from: number, to: number): Promise<Uint8Array>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after the time has passed, or at once when the signal is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Where one can follow what happens. Never receives a key, and code only at `trace`. */
export interface Log {
  trace(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Words for people in both languages: a problem with what to do next, or a name. */
export interface Sentence {
  readonly en: string;
  readonly 'zh-CN': string;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: Sentence };

/** What setting a model up would fetch: shown before the reader says yes. */
export interface SetUpPlan {
  readonly items: readonly {
    readonly title: string;
    /** Where it comes from, as people call it. */
    readonly from: Sentence;
    readonly licence: string;
    readonly bytes: number;
  }[];
  /** What would still come over the network: less after an earlier try that was cut off. */
  readonly fetchBytes: number;
  readonly memoryBytes: number;
}

export interface SetUpProgress {
  /** `python` and `server` have no measure: they count as one byte of one. */
  readonly what: 'python' | 'fetch' | 'server' | 'join';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** A server that this extension started. The key goes with each request, and nowhere else: no log, no report. */
export interface OwnServer {
  readonly url: string;
  readonly key: string;
}

/** Small models that Marginalia can fetch and serve itself, where the platform can run a server. */
export interface LocalModels extends Disposable {
  /** Smallest first; the one to recommend bears `isRecommended`. */
  readonly choices: readonly {
    readonly id: string;
    readonly title: string;
    readonly bytes: number;
    readonly isRecommended: boolean;
  }[];
  /** Ids, the best model first. */
  installed(): Promise<readonly string[]>;
  plan(id: string): Promise<Outcome<SetUpPlan>>;
  /** Goes on where an earlier try ended. Nothing is used before its sum was checked. */
  setUp(
    id: string,
    onProgress: (progress: SetUpProgress) => void,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>>;
  /** The running server, which has proved that it is ours; starts it where it does not run, and puts off its end. */
  serve(id: string, signal: AbortSignal): Promise<Outcome<OwnServer>>;
  /** Ends the server and removes all that was set up. */
  remove(): Promise<Outcome<undefined>>;
}

/** Reads programs by the grammars of their languages. */
export interface SyntaxParser extends Disposable {
  /**
   * The tree of a text, which may be a part of a file. `undefined` where there is no grammar, where the text is too long or
   * takes too long, and when the signal is aborted. Never rejects.
   */
  parse(text: string, languageId: string, signal?: AbortSignal): Promise<SyntaxTree | undefined>;
}

/** A call in a file, to be run while it is watched. */
export interface TraceTask {
  readonly language: 'python' | 'javascript';
  /** As the machine's own file system names it. */
  readonly path: string;
  /** What stands in the file. */
  readonly text: string;
  readonly call: string;
}

/** What would be run: nothing is, before somebody has seen it and said yes. */
export interface PlannedTrace {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly timeMs: number;
  readonly memoryBytes: number;
  /**
   * Runs it. `onTold` gets what is seen, in whole lines that `core/trace/reader.ts` reads; the last one is its end. Resolves
   * when the program and all that it has started are gone. Never rejects.
   */
  run(onTold: (lines: string) => void, signal: AbortSignal): Promise<void>;
}

/** Runs the reader's code with the reader's own rights. */
export interface Tracer {
  /** Why not: in words, where nothing can be run. */
  plan(task: TraceTask): Outcome<PlannedTrace>;
}

/** By the port of a usual place, the one that is looked at in its stead: tests have ports of their own. */
export type StandIns = Readonly<Record<number, number>>;

/** What differs from one kind of machine to the next: served by node/ on desktop and remote, by web/ in a browser. */
export interface Platform {
  readonly http: Http;
  /**
   * The journals in a folder of the extension's own storage. `uri` is that folder; `documents` reads and writes
   * below it where the platform has no file system of its own. `writer` names this window's journal.
   */
  journalFiles(
    folder: { readonly uri: string; readonly documents: Documents },
    writer: string,
  ): JournalFiles & Disposable;
  /** Missing but in our tests. */
  readonly standIns?: StandIns | undefined;
  /** Files that grow, in a folder of the extension's own storage; the rest as for the journals. */
  growingFiles(folder: { readonly uri: string; readonly documents: Documents }): GrowingFiles;
  /** Over the files that were packed for it. Missing where code is cut without grammars. */
  syntax?(files: Files, clock: Clock, log: Log): SyntaxParser;
  /** With the programs of the packed folder `toolsUri`. Missing where no code can be run. */
  tracer?(toolsUri: string): Tracer;
  /** In a folder of the extension's own storage. Missing where no server can be run. */
  localModels?(folderUri: string, log: Log): LocalModels;
}
