// The reader's notes and ratings: read from all journals, written to this window's own. What a promise has
// resolved for is on disk; when the disk refuses, nothing has changed in memory either.
import { Emitter } from '../base/emitter';
import type { Disposable } from '../base/store';
import { inTurns } from '../base/turns';
import type { Clock, JournalFiles } from '../ports';
import type { Annotation } from './annotation';
import { enter, isSameLedger, type Notes, newLedger, notesOf, type Rated } from './ledger';
import { type JournalRecord, latestAt, type Rating, readJournal, readLine, toLine } from './record';

/** What could not be read. The lines stay in their journals as they are. */
export interface Damage {
  readonly lines: number;
  /** Records that could be read. */
  readonly kept: number;
  /** Names of the journals with damaged lines. */
  readonly journals: readonly string[];
}

export class AnnotationStore implements Disposable {
  readonly #files: JournalFiles;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #newId: () => string;
  readonly #changed = new Emitter<Notes>();
  /** Fires after the change is on disk, and after a `reload` that found something new. */
  readonly onChange = this.#changed.on;
  #ledger = newLedger();
  #notes: Notes = notesOf(this.#ledger);
  #damage: Damage = { lines: 0, kept: 0, journals: [] };
  #lastRatedAt = 0;
  readonly #turns = inTurns();

  private constructor(files: JournalFiles, clock: Pick<Clock, 'now'>, newId: () => string) {
    this.#files = files;
    this.#clock = clock;
    this.#newId = newId;
  }

  /** Reads every journal. Rejects only when the files cannot be read at all; damaged lines are in `damage`. */
  static async open(
    files: JournalFiles,
    clock: Pick<Clock, 'now'>,
    newId: () => string,
  ): Promise<AnnotationStore> {
    const store = new AnnotationStore(files, clock, newId);
    await store.reload();
    return store;
  }

  get notes(): Notes {
    return this.#notes;
  }

  get damage(): Damage {
    return this.#damage;
  }

  /** The reader's own annotation with this id, unless it was removed. */
  get(id: string): Annotation | undefined {
    const entry = this.#ledger.annotations.get(id);
    return entry?.type === 'put' ? entry.annotation : undefined;
  }

  /** Throws `RangeError` for an annotation that a journal cannot hold, and what the disk says when it refuses. */
  put(annotation: Annotation): Promise<void> {
    return this.putAll([annotation]);
  }

  /** One write for all of them, for an import. */
  putAll(annotations: readonly Annotation[]): Promise<void> {
    const byId = new Map(annotations.map(annotation => [annotation.id, annotation]));
    return this.#write(() =>
      [...byId.values()].map(annotation => ({
        v: 1,
        type: 'put',
        at: this.#after(this.#ledger.annotations.get(annotation.id)?.at),
        annotation,
      })),
    );
  }

  /** Does nothing where there is no such annotation. */
  remove(annotation: string): Promise<void> {
    return this.#write(() => {
      const entry = this.#ledger.annotations.get(annotation);
      return entry?.type === 'put' ? [{ v: 1, type: 'removed', at: this.#after(entry.at), annotation }] : [];
    });
  }

  /** Makes a card of an editorial annotation. */
  keep(annotation: string): Promise<void> {
    return this.#writeKept('kept', annotation);
  }

  unkeep(annotation: string): Promise<void> {
    return this.#writeKept('unkept', annotation);
  }

  /** Returns the rating, whose `id` takes it back. */
  async rate(card: string, rating: Rating): Promise<Rated> {
    const id = this.#newId();
    await this.#write(() => {
      this.#lastRatedAt = this.#after(this.#lastRatedAt);
      return [{ v: 1, type: 'rated', at: this.#lastRatedAt, id, card, rating }];
    });
    const rated = this.#ledger.ratings.get(id);
    return { id, card, rating, at: rated?.at ?? this.#lastRatedAt };
  }

  /** The rating never counted. Does nothing where there is no such rating. */
  undo(rating: string): Promise<void> {
    return this.#write(() => {
      const isThere = this.#ledger.ratings.has(rating) && !this.#ledger.undone.has(rating);
      return isThere ? [{ v: 1, type: 'undone', at: this.#after(), rating }] : [];
    });
  }

  /** Reads all journals again: another window, git or a file sync may have written. */
  reload(): Promise<void> {
    return this.#turns.take(async () => {
      const readings = (await this.#files.readAll()).map(({ name, bytes }) => ({
        name,
        ...readJournal(bytes),
      }));
      const damaged = readings.filter(reading => reading.damagedLines > 0);
      this.#damage = {
        lines: damaged.reduce((sum, reading) => sum + reading.damagedLines, 0),
        kept: readings.reduce((sum, reading) => sum + reading.records.length, 0),
        journals: damaged.map(reading => reading.name),
      };
      const ledger = newLedger(readings.flatMap(reading => reading.records));
      if (isSameLedger(ledger, this.#ledger)) return;
      this.#ledger = ledger;
      this.#publish();
    });
  }

  /** Resolves when everything that was asked for so far is done, or has failed. */
  async settled(): Promise<void> {
    await this.#turns.settled();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #writeKept(type: 'kept' | 'unkept', annotation: string): Promise<void> {
    return this.#write(() => {
      const entry = this.#ledger.kept.get(annotation);
      if ((entry?.type ?? 'unkept') === type) return [];
      return [{ v: 1, type, at: this.#after(entry?.at), annotation }];
    });
  }

  /** The records are made when it is their turn, since their times depend on what is there by then. */
  #write(make: () => readonly JournalRecord[]): Promise<void> {
    return this.#turns.take(async () => {
      const lines = make().map(toLine);
      if (lines.length === 0) return;
      await this.#files.own.append(lines.join('\n'));
      for (const line of lines) {
        // Read back, so that memory holds what the next session will read, to the letter.
        const record = readLine(line);
        if (typeof record !== 'string') enter(this.#ledger, record);
      }
      this.#publish();
    });
  }

  /**
   * Now, but after what it replaces even if that came from a machine whose clock is ahead: whoever has seen a
   * record and changes it means the change to hold.
   */
  #after(before = -1): number {
    return Math.min(latestAt, Math.max(this.#clock.now(), before + 1));
  }

  #publish(): void {
    this.#notes = notesOf(this.#ledger);
    this.#changed.fire(this.#notes);
  }
}
