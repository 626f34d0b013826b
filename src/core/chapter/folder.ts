// A chapter's files, read within bounds, with what was found wrong in them.
import type { Fault, Finding, TextRange } from '../base/finding';
import type { FileFacts, Files, Log } from '../ports';
import { severityOf } from './findings';

/** Far above what an author writes, and low enough that no chapter can hold up the editor. */
export const limits = {
  manifestBytes: 300_000,
  passageFileBytes: 200_000,
  /** What Markdown is read of one passage; the parser has its own, higher limit. */
  passageLength: 20_000,
  codeFileBytes: 300_000,
  figuresBytes: 300_000,
  /** What a card shows of the code that it asks about. */
  cardCodeLength: 4_000,
  sourcesBytes: 2_000_000,
  annotationsBytes: 8_000_000,
  annotationLines: 10_000,
  /** All files together: a chapter is kept in memory, and sent to the panel. */
  chapterBytes: 24_000_000,
  concepts: 200,
  passages: 2_000,
  regions: 200,
  findings: 100,
} as const;

export class ChapterFolder {
  readonly findings: Finding[] = [];
  readonly #files: Files;
  readonly #log: Log | undefined;
  readonly #folders = new Map<string, Promise<FileFacts | undefined>>();
  readonly #refused = new Set<string>();
  readonly #begun = new Map<string, Promise<Uint8Array | undefined>>();
  #readBytes = 0;
  #isFull = false;

  constructor(files: Files, log?: Log) {
    this.#files = files;
    this.#log = log;
  }

  /** There is such a file, or may be, but it was not read: nothing can be said about what is not in it. */
  wasRefused(path: string): boolean {
    return this.#refused.has(path);
  }

  /** The range is asked for only when it is shown: to find it may mean to read the file again. */
  report(file: string, fault: Fault, range?: () => TextRange): void {
    if (this.findings.length >= limits.findings) return;
    const finding: Finding = {
      ...fault,
      file,
      severity: severityOf(fault),
      ...(range ? { range: range() } : {}),
    };
    this.findings.push(finding);
    this.#log?.warn(`chapter: ${JSON.stringify(finding)}`);
  }

  /**
   * Begins to read what will be asked for: each read is a way to another process and back, and a chapter has some fifty.
   * Where files come from others, what stands there is asked first, and they are read one after the other.
   */
  ahead(paths: readonly string[]): void {
    if (this.#files.stat) return;
    for (const path of new Set(paths)) {
      if (this.#begun.has(path)) continue;
      const reading = this.#files.read(path);
      // What goes wrong is told to whoever asks for the file.
      reading.catch(() => undefined);
      this.#begun.set(path, reading);
    }
  }

  /**
   * `undefined` where there is no such file, or none that can be used; the latter is reported. Asks what stands there
   * before it is read: a read of a pipe never ends, a link may lead anywhere, and a sparse file may be endless.
   */
  async text(path: string, limitBytes: number): Promise<string | undefined> {
    const bytes = this.#isFull ? 'refused' : await this.bytes(path, limitBytes);
    if (bytes === undefined) return undefined;
    if (bytes === 'refused') {
      this.#refused.add(path);
      return undefined;
    }
    this.#readBytes += bytes.byteLength;
    return this.#decoded(path, bytes);
  }

  /** As `text`, before it is text; what was refused was reported. */
  async bytes(path: string, limitBytes: number): Promise<Uint8Array | 'refused' | undefined> {
    try {
      const facts = await this.#factsOf(path);
      if (facts === 'none') return undefined;
      if (facts && !this.#isGood(path, facts, limitBytes)) return 'refused';
      const bytes = await (this.#begun.get(path) ?? this.#files.read(path));
      if (!bytes) return undefined;
      // It may have grown meanwhile, or its size was not told.
      const isGood = this.#isGood(path, { kind: 'file', bytes: bytes.byteLength }, limitBytes);
      return isGood ? bytes : 'refused';
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.report(path, { code: 'unreadable', detail });
      return 'refused';
    }
  }

  /** `undefined` where the files do not tell. A link among the folders on the way is a link as well. */
  async #factsOf(path: string): Promise<FileFacts | 'none' | undefined> {
    if (!this.#files.stat) return undefined;
    const parts = path.split('/');
    for (let length = 1; length < parts.length; length += 1) {
      const folder = parts.slice(0, length).join('/');
      const known = this.#folders.get(folder) ?? this.#files.stat(folder);
      this.#folders.set(folder, known);
      const facts = await known;
      if (!facts) return 'none';
      if (facts.kind === 'link') return facts;
    }
    return (await this.#files.stat(path)) ?? 'none';
  }

  #isGood(path: string, { kind, bytes }: FileFacts, limitBytes: number): boolean {
    const { chapterBytes } = limits;
    if (kind !== 'file') this.report(path, { code: 'not-a-file', kind });
    else if (bytes > limitBytes) this.report(path, { code: 'too-large', bytes, limitBytes });
    else if (this.#readBytes + bytes > chapterBytes) {
      this.#isFull = true;
      this.report(path, { code: 'chapter-too-large', limitBytes: chapterBytes });
    } else return true;
    return false;
  }

  /** Without a byte order mark. What is not UTF-8 is shown as well as it can be. */
  #decoded(path: string, bytes: Uint8Array): string {
    try {
      return withoutMark(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      this.report(path, { code: 'not-utf8' });
      return withoutMark(new TextDecoder().decode(bytes));
    }
  }
}

/** The decoder takes one mark; a file that was joined from others may begin with more. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff+/, '');
}
