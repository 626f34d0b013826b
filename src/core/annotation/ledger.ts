// What all journals say together. Entering a record is commutative, associative and idempotent, so the order in
// which journals are read, synced or merged by git does not matter, nor does reading one twice.
import { compareText, Ordered } from '../base/ordered';
import { type Annotation, compareAnnotations, sourceKey } from './annotation';
import { type NotesPatch, Touched } from './patch';
import { bare, type Rated } from './rated';
import { type JournalRecord, latestAt, type RecordOf } from './record';

/** The place of a record in the order that decides; to be spread into the record. */
export type Stamp = Pick<JournalRecord, 'at' | 'count'>;

/** The reader's own notes and ratings as they stand. */
export interface Notes {
  /** Oldest first. */
  readonly annotations: readonly Annotation[];
  /** Ids of editorial annotations that are cards. */
  readonly kept: ReadonlySet<string>;
  /** In order of time, without those that were undone. */
  readonly ratings: readonly Rated[];
}

type Entries<Type extends JournalRecord['type']> = Map<string, RecordOf<Type>>;

/** Entries are replaced, never changed. Removed and unkept ones stay, or an older record would bring them back. */
export class Ledger {
  readonly #annotations: Entries<'put' | 'removed'> = new Map();
  readonly #kept: Entries<'kept' | 'unkept'> = new Map();
  readonly #rated: Entries<'rated'> = new Map();
  readonly #undone: Entries<'undone'> = new Map();

  // What follows from the entries, so that nobody has to look through all of them.
  readonly #bySource = new Map<string, Set<string>>();
  readonly #byCard = new Map<string, Ordered<Rated>>();
  readonly #ratings = new Ordered<Rated>(compareRated);

  constructor(records: Iterable<JournalRecord> = []) {
    for (const record of records) this.#enter(record);
  }

  /** Returns what these records changed: nothing, where they were known or are overruled. */
  enter(records: Iterable<JournalRecord>): Touched {
    const touched = new Touched();
    for (const record of records) this.#enter(record, touched);
    return touched;
  }

  /** Whether there is nothing that this record would not change. */
  lacks(record: JournalRecord): boolean {
    const present = this.#present(record);
    return !present || isLater(record, present);
  }

  /** All that differs from another ledger, as if it had come by patches. */
  since(before: Ledger): NotesPatch {
    const touched = new Touched();
    for (const id of [...before.#annotations.keys(), ...this.#annotations.keys()]) {
      touched.annotation(id, before.annotation(id));
    }
    for (const id of [...before.#kept.keys(), ...this.#kept.keys()]) touched.kept(id, before.isKept(id));
    for (const id of [...before.#rated.keys(), ...this.#rated.keys()]) touched.rated(id, before.rated(id));
    return touched.patch(this);
  }

  annotation(id: string): Annotation | undefined {
    const entry = this.#annotations.get(id);
    return entry?.type === 'put' ? entry.annotation : undefined;
  }

  isKept(id: string): boolean {
    return this.#kept.get(id)?.type === 'kept';
  }

  rated(id: string): Rated | undefined {
    return this.#undone.has(id) ? undefined : this.#rated.get(id);
  }

  /** Oldest first. */
  bySource(key: string): readonly Annotation[] {
    const found = [...(this.#bySource.get(key) ?? [])].flatMap(id => this.annotation(id) ?? []);
    return found.sort(compareAnnotations);
  }

  /** In order of time. */
  ratingsOf(card: string): readonly Rated[] {
    return this.#byCard.get(card)?.items ?? [];
  }

  /** In order of time. */
  get ratings(): readonly Rated[] {
    return this.#ratings.items;
  }

  /** The latest one up to this instant. */
  lastRated(upTo: number): Rated | undefined {
    return this.ratings[this.#ratings.countBefore(({ at }) => at <= upTo) - 1];
  }

  /** Those of the instants between these two, in whichever order they are given. */
  ratedBetween(one: number, other: number): readonly Rated[] {
    const countUpTo = (end: number) => this.#ratings.countBefore(({ at }) => at <= end);
    return this.ratings.slice(countUpTo(Math.min(one, other)), countUpTo(Math.max(one, other)));
  }

  *annotations(): Iterable<Annotation> {
    for (const entry of this.#annotations.values()) if (entry.type === 'put') yield entry.annotation;
  }

  *kept(): Iterable<string> {
    for (const [id, entry] of this.#kept) if (entry.type === 'kept') yield id;
  }

  /** The stamp of a record that is to hold against what is known about its subject, whatever the clocks. */
  stamp(subject: { readonly annotation: string } | { readonly kept: string }, now: number): Stamp {
    const present =
      'annotation' in subject ? this.#annotations.get(subject.annotation) : this.#kept.get(subject.kept);
    const at = Math.min(now, latestAt);
    if (!present || at > present.at) return { at };
    if (present.at < latestAt) return { at: present.at + 1 };
    return { at: latestAt, count: countOf(present) + 1 };
  }

  notes(): Notes {
    return {
      annotations: [...this.annotations()].sort(compareAnnotations),
      kept: new Set(this.kept()),
      ratings: this.ratings.map(bare),
    };
  }

  /** What is known about the subject of a record. */
  #present(record: JournalRecord): JournalRecord | undefined {
    switch (record.type) {
      case 'put':
        return this.#annotations.get(record.annotation.id);
      case 'removed':
        return this.#annotations.get(record.annotation);
      case 'kept':
      case 'unkept':
        return this.#kept.get(record.annotation);
      case 'rated':
        return this.#rated.get(record.id);
      case 'undone':
        return this.#undone.get(record.rating);
    }
  }

  #enter(record: JournalRecord, touched?: Touched): void {
    switch (record.type) {
      case 'put':
        this.#enterAnnotation(record.annotation.id, record, touched);
        break;
      case 'removed':
        this.#enterAnnotation(record.annotation, record, touched);
        break;
      case 'kept':
      case 'unkept': {
        const { annotation: id } = record;
        const before = this.isKept(id);
        if (keepLater(this.#kept, id, record)) touched?.kept(id, before);
        break;
      }
      case 'rated':
        this.#enterRating(record.id, touched, () => keepLater(this.#rated, record.id, record));
        break;
      case 'undone':
        this.#enterRating(record.rating, touched, () => keepLater(this.#undone, record.rating, record));
        break;
    }
  }

  #enterAnnotation(id: string, record: RecordOf<'put' | 'removed'>, touched: Touched | undefined): void {
    const before = this.annotation(id);
    if (!keepLater(this.#annotations, id, record)) return;
    touched?.annotation(id, before);
    if (before) for (const key of keysOf(before)) this.#bySource.get(key)?.delete(id);
    if (record.type === 'put') for (const key of keysOf(record.annotation)) this.#idsAt(key).add(id);
  }

  #enterRating(id: string, touched: Touched | undefined, enter: () => boolean): void {
    const before = this.rated(id);
    if (!enter()) return;
    const after = this.rated(id);
    if (before === after) return;
    touched?.rated(id, before);
    if (before) for (const list of [this.#ratings, this.#historyOf(before)]) list.delete(before);
    if (after) for (const list of [this.#ratings, this.#historyOf(after)]) list.add(after);
  }

  #idsAt(key: string): Set<string> {
    const ids = this.#bySource.get(key) ?? new Set();
    this.#bySource.set(key, ids);
    return ids;
  }

  #historyOf({ card }: Rated): Ordered<Rated> {
    const history = this.#byCard.get(card) ?? new Ordered(compareRated);
    this.#byCard.set(card, history);
    return history;
  }
}

export function compareRated(one: Rated, other: Rated): number {
  return one.at - other.at || compareText(one.id, other.id);
}

function keysOf({ target }: Annotation): ReadonlySet<string> {
  return new Set(target.map(({ source }) => sourceKey(source)));
}

function keepLater<Entry extends JournalRecord>(
  entries: Map<string, Entry>,
  id: string,
  entry: Entry,
): boolean {
  const present = entries.get(id);
  if (present && !isLater(entry, present)) return false;
  entries.set(id, entry);
  return true;
}

/** A total order, so that every reader settles a tie in the same way. */
function isLater(entry: JournalRecord, present: JournalRecord): boolean {
  if (entry.at !== present.at) return entry.at > present.at;
  if (countOf(entry) !== countOf(present)) return countOf(entry) > countOf(present);
  if (rank(entry) !== rank(present)) return rank(entry) > rank(present);
  return JSON.stringify(entry) > JSON.stringify(present);
}

function countOf({ count = 0 }: JournalRecord): number {
  return count;
}

/** In a tie the note stays: one too many can be removed again, one too few is gone. */
function rank(record: JournalRecord): number {
  return record.type === 'removed' || record.type === 'unkept' ? 0 : 1;
}
