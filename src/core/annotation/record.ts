// One line of a journal: a thing that happened to the reader's notes, and when. Lines are only ever appended.
import * as v from 'valibot';
import { deepestKept, isDeeperThan } from '../base/depth';
import { Annotation } from './annotation';
import { conforming } from './conforms';
import { NoteTooLong } from './refusal';
import { SharedTexts, withShared } from './sharedTexts';

export const Rating = v.picklist(['again', 'hard', 'good', 'easy']);
export type Rating = v.InferOutput<typeof Rating>;

/** The last millisecond of the year 9999, so that a wild clock cannot write what no clock could ever follow. */
export const latestAt = 253_402_300_799_999;

/** Longer lines are not read, hence never written: no honest note is that long, and a hostile one may be. */
export const longestLineBytes = 1024 * 1024;

/** No record fits into less, so shorter lines are not worth parsing: a file of other things may have millions. */
const shortestLineBytes = 16;

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
/** Milliseconds since the epoch. Of two records about the same thing, the one with the later `at` holds. */
const At = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(latestAt));
/**
 * Of two records with the same `at`, the one with the higher count holds; none is 0. Written where a record replaces
 * one of the very last instant, after which no clock can go.
 */
const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000));
const first = { v: v.literal(1), at: At, count: v.optional(Count) };

const schemas = {
  /** The annotation is new, or now reads like this. */
  put: v.object({ ...first, type: v.literal('put'), annotation: Annotation }),
  removed: v.object({ ...first, type: v.literal('removed'), annotation: Id }),
  /** The reader wants an editorial note as a card. The note stays in its chapter and is not copied. */
  kept: v.object({ ...first, type: v.literal('kept'), annotation: Id }),
  unkept: v.object({ ...first, type: v.literal('unkept'), annotation: Id }),
  rated: v.object({ ...first, type: v.literal('rated'), id: Id, card: Id, rating: Rating }),
  /** The rating with this id never counted. */
  undone: v.object({ ...first, type: v.literal('undone'), rating: Id }),
};

const isSound = {
  put: conforming(schemas.put),
  removed: conforming(schemas.removed),
  kept: conforming(schemas.kept),
  unkept: conforming(schemas.unkept),
  rated: conforming(schemas.rated),
  undone: conforming(schemas.undone),
} satisfies Record<keyof typeof schemas, unknown>;

type Schemas = typeof schemas;
export type JournalRecord = { [Type in keyof Schemas]: v.InferOutput<Schemas[Type]> }[keyof Schemas];
export type RecordOf<Type extends JournalRecord['type']> = Extract<JournalRecord, { type: Type }>;

/**
 * The line without its end, and the record as the next session reads it. Throws `NoteTooLong`, and `RangeError` for
 * what no reader of the journal would accept.
 */
export function toLine(record: JournalRecord): { readonly line: string; readonly record: JournalRecord } {
  const line = JSON.stringify(record);
  const bytes = new TextEncoder().encode(line).length;
  if (bytes > longestLineBytes) throw new NoteTooLong(bytes, longestLineBytes, 'bytes');
  const read = readLine(line);
  if (typeof read === 'string') throw new RangeError(`not a journal record: ${record.type}`);
  return { line, record: read };
}

/** `later`: well formed, but from a version of Marginalia that knows more than this one. */
export function readLine(line: string): JournalRecord | 'later' | 'damaged' {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'damaged';
  }
  if (!isVersioned(value) || isDeeperThan(value, deepestKept)) return 'damaged';
  if (value.v > 1 || !isKnownType(value.type)) return 'later';
  if (!isSound[value.type](value)) {
    const { issues } = v.safeParse(schemas[value.type], value);
    return issues?.every(isUnknownWord) ? 'later' : 'damaged';
  }
  const record = value as JournalRecord;
  if (record.type === 'put') record.annotation.body ??= [];
  return record;
}

function isKnownType(type: string): type is JournalRecord['type'] {
  return Object.hasOwn(schemas, type);
}

/** A list of words is what a later version adds to: a rating, a verdict, a kind of evidence. */
function isUnknownWord({ kind, type, input }: v.BaseIssue<unknown>): boolean {
  return kind === 'schema' && (type === 'picklist' || type === 'literal') && typeof input === 'string';
}

export interface Reading {
  readonly records: readonly JournalRecord[];
  readonly damagedLines: number;
}

/** Every line that can be read. Never throws: a bad line costs itself only. Empty lines are no lines. */
export function readJournal(bytes: Uint8Array, texts = new SharedTexts()): Reading {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const records: JournalRecord[] = [];
  let damagedLines = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    const read = end === start ? 'empty' : readBytes(bytes.subarray(start, end), decoder);
    if (read === 'damaged') damagedLines += 1;
    else if (typeof read !== 'string') records.push(withShared(texts, read));
    start = end + 1;
  }
  return { records, damagedLines };
}

function readBytes(bytes: Uint8Array, decoder: TextDecoder): JournalRecord | 'later' | 'damaged' | 'empty' {
  if (bytes.length > longestLineBytes) return 'damaged';
  let line: string;
  try {
    line = decoder.decode(bytes);
  } catch {
    return 'damaged';
  }
  if (line.trim() === '') return 'empty';
  return bytes.length < shortestLineBytes ? 'damaged' : readLine(line);
}

function isVersioned(value: unknown): value is { v: number; type: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'v' in value &&
    Number.isInteger(value.v) &&
    'type' in value &&
    typeof value.type === 'string'
  );
}
