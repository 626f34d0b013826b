// The reader's notes and ratings: read from all journals, written to this window's own. What a promise has
// resolved for is on disk; when the disk refuses, nothing has changed in memory either.
import { Emitter } from '../base/emitter';
import type { Disposable } from '../base/store';
import { inTurns } from '../base/turns';
import type { Clock, JournalFiles } from '../ports';
import type { Annotation } from './annotation';
import { type Damage, JournalReader, longestJournalBytes, type Unread } from './journalReader';
import { Ledger, type Notes } from './ledger';
import { isEmpty, type NotesPatch } from './patch';
import type { Rated } from './rated';
import { type JournalRecord, latestAt, type Rating, toLine } from './record';
import { NoteGone } from './refusal';

/** Something that is to happen to the notes. Its time is set when it is written. */
export type Change =
  | { readonly type: 'put'; readonly annotation: Annotation }
  | { readonly type: 'removed' | 'kept' | 'unkept'; readonly annotation: string }
  | { readonly type: 'rated'; readonly id: string; readonly card: string; readonly rating: Rating }
  | { readonly type: 'undone'; readonly rating: string };

/** What is different now, and the number of the state that it leads to. */
export interface Revision {
  readonly revision: number;
  readonly patch: NotesPatch;
}

/** A clock that went back by more was set right; what it said before is not to be followed. */
const mostStepBackMs = 60_000;

export class AnnotationStore implements Disposable {
  readonly #files: JournalFiles;
  readonly #reader: JournalReader;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #newId: () => string;
  readonly #patches = new Emitter<Revision>();
  /** Fires after the change is on disk, and after a `reload` that found something new. */
  readonly onPatch = this.#patches.on;
  readonly #turns = inTurns();
  #ledger = new Ledger();
  #notes: Notes | undefined;
  #revision = 0;
  #lastGivenAt = 0;
  /** What this window has said is written. */
  readonly #acknowledged: JournalRecord[] = [];
  /** Of these, what a file sync has taken from our journal and the disk has not taken again. */
  #owed: readonly JournalRecord[] = [];

  private constructor(files: JournalFiles, clock: Pick<Clock, 'now'>, newId: () => string) {
    this.#files = files;
    this.#reader = new JournalReader(files);
    this.#clock = clock;
    this.#newId = newId;
  }

  /**
   * Reads every journal. Rejects when there is no telling which there are; one that cannot be read is in `unread`,
   * damaged lines are in `damage`.
   */
  static async open(
    files: JournalFiles,
    clock: Pick<Clock, 'now'>,
    newId: () => string,
  ): Promise<AnnotationStore> {
    const store = new AnnotationStore(files, clock, newId);
    store.#ledger = new Ledger((await store.#reader.news()).records);
    return store;
  }

  /** Counts the patches told. */
  get revision(): number {
    return this.#revision;
  }

  /** All in one piece, made when it is asked for. */
  get notes(): Notes {
    this.#notes ??= this.#ledger.notes();
    return this.#notes;
  }

  get damage(): Damage {
    return this.#reader.damage;
  }

  /** They are tried again with every `reload`. */
  get unread(): Unread | undefined {
    return this.#reader.unread;
  }

  /** The reader's own annotation with this id, unless it was removed. */
  get(id: string): Annotation | undefined {
    return this.#ledger.annotation(id);
  }

  /** Those on a passage (`passageKey`) or on a file (its URI), oldest first. */
  bySource(key: string): readonly Annotation[] {
    return this.#ledger.bySource(key);
  }

  /** In no order. */
  annotations(): Iterable<Annotation> {
    return this.#ledger.annotations();
  }

  isKept(annotation: string): boolean {
    return this.#ledger.isKept(annotation);
  }

  /** In order of time, without those that were undone. */
  get ratings(): readonly Rated[] {
    return this.#ledger.ratings;
  }

  ratingsOf(card: string): readonly Rated[] {
    return this.#ledger.ratingsOf(card);
  }

  /** Those of the instants between these two, in whichever order they are given. */
  ratedBetween(one: number, other: number): readonly Rated[] {
    return this.#ledger.ratedBetween(one, other);
  }

  /** When this window was last given a rating, by a clock that may have been set since. */
  get lastGivenAt(): number {
    return this.#lastGivenAt;
  }

  /** Throws `NoteTooLong` or `RangeError` for what a journal cannot hold, and what the disk says when it refuses. */
  put(annotation: Annotation): Promise<void> {
    return this.putAll([annotation]);
  }

  /** One write for all of them, for an import. */
  putAll(annotations: readonly Annotation[]): Promise<void> {
    return this.decide(() => annotations.map(annotation => ({ type: 'put', annotation })));
  }

  /** Changes the note as it is when its turn comes. Throws `NoteGone` where it was removed, and what `put` throws. */
  edit(id: string, change: (before: Annotation) => Annotation): Promise<void> {
    return this.decide(() => {
      const before = this.get(id);
      if (!before) throw new NoteGone();
      return [{ type: 'put', annotation: change(before) }];
    });
  }

  /** Does nothing where there is no such annotation. */
  remove(annotation: string): Promise<void> {
    return this.decide(() => (this.get(annotation) ? [{ type: 'removed', annotation }] : []));
  }

  /** Makes a card of an editorial annotation. */
  keep(annotation: string): Promise<void> {
    return this.decide(() => (this.isKept(annotation) ? [] : [{ type: 'kept', annotation }]));
  }

  unkeep(annotation: string): Promise<void> {
    return this.decide(() => (this.isKept(annotation) ? [{ type: 'unkept', annotation }] : []));
  }

  /** Keeps what is not kept when its turn comes, and the other way round. */
  toggleKept(annotation: string): Promise<void> {
    return this.decide(() => [{ type: this.isKept(annotation) ? 'unkept' : 'kept', annotation }]);
  }

  /** Returns the rating, whose `id` takes it back. */
  async rate(card: string, rating: Rating): Promise<Rated> {
    const id = this.#newId();
    const [record] = await this.#write(() => [{ type: 'rated', id, card, rating }]);
    return { id, card, rating, at: record?.at ?? 0 };
  }

  /** The rating never counted. Does nothing where there is no such rating. */
  undo(rating: string): Promise<void> {
    return this.decide(() => (this.#ledger.rated(rating) ? [{ type: 'undone', rating }] : []));
  }

  /**
   * Writes what `make` finds right when it is its turn: by then everything that was asked for before is in this
   * store, and in whatever follows `onPatch`. Of several changes to one thing the last one holds.
   */
  async decide(make: () => readonly Change[]): Promise<void> {
    await this.#write(make);
  }

  /**
   * Takes in what another window, git or a file sync may have written; looks only, where nothing was. Rejects where
   * there is no telling which journals there are, and where our own lost lines that it does not take again.
   */
  reload(): Promise<void> {
    return this.#turns.take(() => this.#takeIn());
  }

  /** Resolves when everything that was asked for so far is done, or has failed. */
  async settled(): Promise<void> {
    await this.#turns.settled();
  }

  dispose(): void {
    this.#patches.dispose();
  }

  #write(make: () => readonly Change[]): Promise<readonly JournalRecord[]> {
    return this.#turns.take(async () => {
      const written = this.#stamped(make()).map(toLine);
      if (written.length === 0) return [];
      // What memory holds is what the next session will read, to the letter.
      const records = written.map(({ record }) => record);
      await this.#append(written.map(({ line }) => line).join('\n'), records);
      return records;
    });
  }

  async #append(lines: string, records: readonly JournalRecord[]): Promise<void> {
    const bytes = new TextEncoder().encode(lines).length;
    if (this.#reader.ownBytes + bytes >= longestJournalBytes) {
      throw new Error(`the journal ${this.#files.own.name} is as long as a journal may be`);
    }
    await this.#files.own.append(lines);
    this.#acknowledged.push(...records);
    this.#publish(this.#ledger.enter(records).patch(this.#ledger));
    // It is written; what is wrong with looking at it is said by the next reload.
    const isOurs = await this.#reader.noteOwn(lines).catch(() => true);
    if (!isOurs) await this.#takeIn().catch(() => undefined);
  }

  #stamped(changes: readonly Change[]): readonly JournalRecord[] {
    const now = this.#clock.now();
    const records = new Map<string, JournalRecord>();
    for (const change of changes) {
      switch (change.type) {
        case 'put':
        case 'removed': {
          const annotation = change.type === 'put' ? change.annotation.id : change.annotation;
          records.set(`note ${annotation}`, { v: 1, ...this.#ledger.stamp({ annotation }, now), ...change });
          break;
        }
        case 'kept':
        case 'unkept': {
          const stamp = this.#ledger.stamp({ kept: change.annotation }, now);
          records.set(`kept ${change.annotation}`, { v: 1, ...stamp, ...change });
          break;
        }
        case 'rated':
          this.#lastGivenAt = this.#ratingAt(now);
          records.set(`rated ${change.id}`, { v: 1, at: this.#lastGivenAt, ...change });
          break;
        case 'undone':
          records.set(`undone ${change.rating}`, { v: 1, at: Math.min(now, latestAt), ...change });
          break;
      }
    }
    return [...records.values()];
  }

  /** Now, but after the ratings that are known, so that the last one given is the last one in time. */
  #ratingAt(now: number): number {
    const seen = this.#ledger.lastRated(now)?.at ?? 0;
    const given = this.#lastGivenAt - now > mostStepBackMs ? 0 : this.#lastGivenAt;
    return Math.min(latestAt, Math.max(now, seen + 1, given + 1));
  }

  async #takeIn(): Promise<void> {
    const { records, isAll, isOwnRewritten } = await this.#reader.news();
    if (isOwnRewritten) {
      const left = new Ledger(records);
      this.#owed = this.#acknowledged.filter(record => left.lacks(record));
    }
    if (isAll) {
      const before = this.#ledger;
      const now = new Ledger([...records, ...this.#acknowledged]);
      this.#ledger = now;
      this.#publish(now.since(before));
    } else if (records.length > 0) this.#publish(this.#ledger.enter(records).patch(this.#ledger));
    if (this.#owed.length > 0) await this.#payBack();
  }

  /** A file sync or git has put an older journal in the place of ours: what we had said is written, is written again. */
  async #payBack(): Promise<void> {
    const lines = this.#owed.map(record => toLine(record).line).join('\n');
    await this.#files.own.append(lines);
    this.#owed = [];
    await this.#reader.noteOwn(lines).catch(() => false);
  }

  #publish(patch: NotesPatch): void {
    if (isEmpty(patch)) return;
    this.#notes = undefined;
    this.#revision += 1;
    this.#patches.fire({ revision: this.#revision, patch });
  }
}
