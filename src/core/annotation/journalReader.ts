// Takes from the journals what was appended since the last look. A journal that is shorter than it was, or another
// file under the same name, is read from its beginning, and then all are: only so can what is gone be forgotten.
import type { FileStand, JournalFiles } from '../ports';
import { type JournalRecord, longestLineBytes, type Reading, readJournal } from './record';
import { SharedTexts } from './sharedTexts';

/** A journal of one session is a thousandth of this; a log that somebody named `.jsonl` may be anything. */
export const longestJournalBytes = 64 * 1024 * 1024;

/** A file with so many lines that are none of ours is no journal, and is not read on. */
const mostDamagedLines = 100_000;

/** Read at once: more than any line is long. */
const pieceBytes = 2 * longestLineBytes;

/** So much before the place where reading goes on must be what it was, or the file was rewritten. */
const seamBytes = 256;

/** What could not be read. The lines stay in their journals as they are. */
export interface Damage {
  readonly lines: number;
  /** Records that could be read. */
  readonly kept: number;
  /** Names of the journals with damaged lines. */
  readonly journals: readonly string[];
}

/** Journals that could not be read at all, this time. */
export interface Unread {
  readonly journals: readonly string[];
  readonly detail: string;
}

export interface News {
  readonly records: readonly JournalRecord[];
  /** `records` is all that there is; what is not among them is gone. */
  readonly isAll: boolean;
  /** Somebody has changed what this window wrote; `records` has all that is left of it. */
  readonly isOwnRewritten: boolean;
}

/** How far a journal was read. */
interface Mark {
  readonly stand: FileStand;
  /** Where the first line begins that had no end yet. */
  readonly readTo: number;
  /** The last bytes before it. */
  readonly seam: Uint8Array;
  readonly kept: number;
  readonly damagedLines: number;
  /** What the line without an end counts for; it is read again with what follows. */
  readonly tail: Reading;
}

const nothingRead: Mark = {
  stand: { bytes: 0, stamp: '' },
  readTo: 0,
  seam: new Uint8Array(),
  kept: 0,
  damagedLines: 0,
  tail: { records: [], damagedLines: 0 },
};

interface Piece {
  readonly mark: Mark;
  readonly records: readonly JournalRecord[];
}

export class JournalReader {
  readonly #files: JournalFiles;
  #marks = new Map<string, Mark>();
  /** What was found to be no journal, and how it stood: it is not read again as long as it stands so. */
  readonly #others = new Map<string, { readonly stand: FileStand; readonly why: string }>();
  readonly #texts = new SharedTexts();
  #unread: Unread | undefined;

  constructor(files: JournalFiles) {
    this.#files = files;
  }

  get damage(): Damage {
    const marks = [...this.#marks];
    const linesOf = ({ damagedLines, tail }: Mark) => damagedLines + tail.damagedLines;
    return {
      lines: marks.reduce((sum, [, mark]) => sum + linesOf(mark), 0),
      kept: marks.reduce((sum, [, { kept, tail }]) => sum + kept + tail.records.length, 0),
      journals: marks.flatMap(([name, mark]) => (linesOf(mark) > 0 ? [name] : [])),
    };
  }

  get unread(): Unread | undefined {
    return this.#unread;
  }

  /** How long this window's own journal was when it was last looked at. */
  get ownBytes(): number {
    return this.#marks.get(this.#files.own.name)?.stand.bytes ?? 0;
  }

  /** Rejects when there is no telling which journals there are. */
  async news(): Promise<News> {
    const names = await this.#files.list();
    const looks = await Promise.all(names.map(name => this.#look(name)));
    const there = new Set(looks.flatMap(({ name, how }) => (how === 'gone' ? [] : [name])));
    const isGone = [...this.#marks.keys()].some(name => !there.has(name));
    const rewritten = looks.flatMap(({ name, how }) => (how === 'rewritten' ? [name] : []));
    const { name: own } = this.#files.own;
    const isOwnRewritten = rewritten.includes(own) || (this.#marks.has(own) && !there.has(own));
    // What was read before and cannot be read now is not gone: then only what is new is taken in.
    const isHeld = looks.some(({ how, name }) => how === 'unread' && this.#marks.has(name));
    const isAnewNeeded = (isGone || rewritten.length > 0) && !isHeld;
    return { ...(await (isAnewNeeded ? this.#readAll(looks) : this.#readNew(looks))), isOwnRewritten };
  }

  /**
   * The journal of this window is longer by what was just appended, which need not be read again.
   * Returns `false` when somebody else has changed it too.
   */
  async noteOwn(line: string): Promise<boolean> {
    const { name } = this.#files.own;
    const before = this.#marks.get(name) ?? nothingRead;
    const bytes = new TextEncoder().encode(`${line}\n`);
    const stand = await this.#files.stand(name);
    if (stand?.bytes !== before.stand.bytes + bytes.length || before.readTo !== before.stand.bytes) {
      return false;
    }
    const seam = joined(before.seam, bytes).slice(-seamBytes);
    const kept = before.kept + line.split('\n').length;
    this.#marks.set(name, { ...before, stand, readTo: stand.bytes, seam, kept });
    return true;
  }

  async #look(name: string): Promise<Look> {
    try {
      const stand = await this.#files.stand(name);
      const mark = this.#marks.get(name);
      if (!stand) return { name, how: 'gone' };
      if (stand.bytes > longestJournalBytes) throw new Error(`${name} is too large to be a journal`);
      const other = this.#others.get(name);
      if (other && isSame(other.stand, stand)) return { name, how: 'unread', why: other.why };
      if (!mark) return { name, how: 'grown', stand, mark: nothingRead };
      if (isSame(mark.stand, stand)) return { name, how: 'same' };
      const isLonger = stand.bytes > mark.stand.bytes;
      const isSeamWhole = isLonger && (await this.#isSeamWhole(name, mark));
      return isSeamWhole ? { name, how: 'grown', stand, mark } : { name, how: 'rewritten', stand };
    } catch (error) {
      return { name, how: 'unread', why: messageOf(error) };
    }
  }

  async #isSeamWhole(name: string, { readTo, seam }: Mark): Promise<boolean> {
    const now = await this.#files.read(name, readTo - seam.length, readTo);
    return now.length === seam.length && now.every((byte, at) => byte === seam[at]);
  }

  async #readNew(looks: readonly Look[]): Promise<Omit<News, 'isOwnRewritten'>> {
    const records: JournalRecord[] = [];
    const unread: { name: string; why: string }[] = [];
    for (const look of looks) {
      if (look.how === 'unread') unread.push(look);
      if (look.how !== 'grown' && look.how !== 'rewritten') continue;
      try {
        // A rewritten one is read whole, and keeps its old mark: it stays to be told what it has lost.
        const piece = await this.#readOn(
          look.name,
          look.stand,
          look.how === 'grown' ? look.mark : nothingRead,
        );
        if (look.how === 'grown') this.#marks.set(look.name, piece.mark);
        for (const record of piece.records) records.push(record);
      } catch (error) {
        unread.push({ name: look.name, why: messageOf(error) });
      }
    }
    this.#unread = unreadOf(unread);
    return { records, isAll: false };
  }

  async #readAll(looks: readonly Look[]): Promise<Omit<News, 'isOwnRewritten'>> {
    const records: JournalRecord[] = [];
    const marks = new Map<string, Mark>();
    const unread = looks.filter(look => look.how === 'unread');
    let isAll = true;
    for (const { name, how } of looks) {
      if (how === 'unread') continue;
      try {
        const stand = await this.#files.stand(name);
        if (!stand) continue;
        const piece = await this.#readOn(name, stand, nothingRead);
        marks.set(name, piece.mark);
        for (const record of piece.records) records.push(record);
      } catch (error) {
        unread.push({ name, how: 'unread', why: messageOf(error) });
        isAll &&= !this.#marks.has(name);
      }
    }
    if (isAll) this.#marks = marks;
    this.#unread = unreadOf(unread);
    return { records, isAll };
  }

  /** In pieces, so that a long file does not keep everything else waiting. */
  async #readOn(name: string, stand: FileStand, before: Mark): Promise<Piece> {
    const records: JournalRecord[] = [];
    let { readTo, seam, kept, damagedLines } = before;
    let rest: Uint8Array = new Uint8Array();
    let isTooLong = false;
    for (let at = readTo; at < stand.bytes; ) {
      const piece = await this.#files.read(name, at, Math.min(at + pieceBytes, stand.bytes));
      if (piece.length === 0) break;
      at += piece.length;
      const bytes = joined(rest, piece);
      const end = bytes.lastIndexOf(newline) + 1;
      const begin = isTooLong && end > 0 ? bytes.indexOf(newline) + 1 : 0;
      if (end > 0) {
        const reading = readJournal(bytes.subarray(begin, end), this.#texts);
        for (const record of reading.records) records.push(record);
        kept += reading.records.length;
        damagedLines += reading.damagedLines;
        seam = joined(seam, bytes.subarray(Math.max(0, end - seamBytes), end)).slice(-seamBytes);
        readTo = at - (bytes.length - end);
        isTooLong = false;
      }
      rest = bytes.subarray(end);
      if (rest.length > longestLineBytes) {
        if (!isTooLong) damagedLines += 1;
        isTooLong = true;
        seam = joined(seam, rest).slice(-seamBytes);
        readTo = at;
        rest = new Uint8Array();
      }
      if (damagedLines > mostDamagedLines) {
        const why = `${name} is no journal`;
        this.#others.set(name, { stand, why });
        throw new Error(why);
      }
    }
    const tail = isTooLong ? nothingRead.tail : readJournal(rest, this.#texts);
    for (const record of tail.records) records.push(record);
    return { records, mark: { stand, readTo, seam: seam.slice(), kept, damagedLines, tail } };
  }
}

type Look = { readonly name: string } & (
  | { readonly how: 'same' | 'gone' }
  | { readonly how: 'grown'; readonly stand: FileStand; readonly mark: Mark }
  | { readonly how: 'rewritten'; readonly stand: FileStand }
  | { readonly how: 'unread'; readonly why: string }
);

const newline = 0x0a;

function isSame(one: FileStand, other: FileStand): boolean {
  return one.bytes === other.bytes && one.stamp === other.stamp;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function unreadOf(unread: readonly { readonly name: string; readonly why: string }[]): Unread | undefined {
  const [first] = unread;
  return first && { journals: unread.map(({ name }) => name), detail: first.why };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
