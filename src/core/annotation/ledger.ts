// What all journals say together. Entering a record is commutative, associative and idempotent, so the order in
// which journals are read, synced or merged by git does not matter, nor does reading one twice.
import type { Annotation } from './annotation';
import type { JournalRecord, RecordOf } from './record';

/** Entries are replaced, never changed. Removed and unkept ones stay, or an older record would bring them back. */
export interface Ledger {
  readonly annotations: Map<string, RecordOf<'put' | 'removed'>>;
  readonly kept: Map<string, RecordOf<'kept' | 'unkept'>>;
  readonly ratings: Map<string, RecordOf<'rated'>>;
  readonly undone: Map<string, RecordOf<'undone'>>;
}

export type Rated = Pick<RecordOf<'rated'>, 'id' | 'card' | 'rating' | 'at'>;

/** The reader's own notes and ratings as they stand. */
export interface Notes {
  /** Oldest first. */
  readonly annotations: readonly Annotation[];
  /** Ids of editorial annotations that are cards. */
  readonly kept: ReadonlySet<string>;
  /** In order of time, without those that were undone. */
  readonly ratings: readonly Rated[];
}

export function newLedger(records: Iterable<JournalRecord> = []): Ledger {
  const ledger = { annotations: new Map(), kept: new Map(), ratings: new Map(), undone: new Map() };
  for (const record of records) enter(ledger, record);
  return ledger;
}

export function enter(ledger: Ledger, record: JournalRecord): void {
  switch (record.type) {
    case 'put':
      keepLater(ledger.annotations, record.annotation.id, record);
      break;
    case 'removed':
      keepLater(ledger.annotations, record.annotation, record);
      break;
    case 'kept':
    case 'unkept':
      keepLater(ledger.kept, record.annotation, record);
      break;
    case 'rated':
      keepLater(ledger.ratings, record.id, record);
      break;
    case 'undone':
      keepLater(ledger.undone, record.rating, record);
      break;
  }
}

export function notesOf(ledger: Ledger): Notes {
  const annotations: Annotation[] = [];
  for (const entry of ledger.annotations.values())
    if (entry.type === 'put') annotations.push(entry.annotation);
  const kept = new Set<string>();
  for (const [id, entry] of ledger.kept) if (entry.type === 'kept') kept.add(id);
  const ratings: Rated[] = [];
  for (const [id, { card, rating, at }] of ledger.ratings) {
    if (!ledger.undone.has(id)) ratings.push({ id, card, rating, at });
  }
  return {
    annotations: annotations.sort((a, b) => compare(a.created ?? '', b.created ?? '') || compare(a.id, b.id)),
    kept,
    ratings: ratings.sort((a, b) => a.at - b.at || compare(a.id, b.id)),
  };
}

export function isSameLedger(one: Ledger, other: Ledger): boolean {
  return (
    isSameMap(one.annotations, other.annotations) &&
    isSameMap(one.kept, other.kept) &&
    isSameMap(one.ratings, other.ratings) &&
    isSameMap(one.undone, other.undone)
  );
}

function isSameMap(
  one: ReadonlyMap<string, JournalRecord>,
  other: ReadonlyMap<string, JournalRecord>,
): boolean {
  if (one.size !== other.size) return false;
  for (const [id, entry] of one) {
    const twin = other.get(id);
    // Two records about one thing at the same instant are rare: only then are their texts worth comparing.
    if (!twin || twin.at !== entry.at || rank(twin) !== rank(entry)) return false;
  }
  return true;
}

function keepLater<Entry extends JournalRecord>(entries: Map<string, Entry>, id: string, entry: Entry): void {
  const present = entries.get(id);
  if (!present || isLater(entry, present)) entries.set(id, entry);
}

/** A total order, so that every reader settles a tie in the same way. */
function isLater(entry: JournalRecord, present: JournalRecord): boolean {
  if (entry.at !== present.at) return entry.at > present.at;
  if (rank(entry) !== rank(present)) return rank(entry) > rank(present);
  return JSON.stringify(entry) > JSON.stringify(present);
}

/** In a tie the note stays: one too many can be removed again, one too few is gone. */
function rank(record: JournalRecord): number {
  return record.type === 'removed' || record.type === 'unkept' ? 0 : 1;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
