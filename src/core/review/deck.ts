// Which annotations are cards, which of them are due, what is to come, how much was recalled. It follows the store:
// a change costs the card that it is about, and a question what it asks for. Nothing of it is kept.
import { type Annotation, compareAnnotations } from '../annotation/annotation';
import type { AnnotationStore } from '../annotation/journal';
import { compareRated } from '../annotation/ledger';
import type { NotesPatch } from '../annotation/patch';
import type { Rated } from '../annotation/rated';
import { compareText, Ordered } from '../base/ordered';
import type { Disposable } from '../base/store';
import { type Card, longestQueue, type Review } from './card';
import type { DayOf } from './day';
import type { Scheduler } from './schedule';

/** The reader's notes, as far as they are asked for here. */
export type DeckStore = Pick<
  AnnotationStore,
  'annotations' | 'get' | 'isKept' | 'ratings' | 'ratedBetween' | 'ratingsOf' | 'lastGivenAt' | 'onPatch'
>;

const forecastDays = 14;
const retentionMs = 30 * 24 * 60 * 60_000;

/**
 * Clocks of two machines that are set by a time server differ by less. A rating from further ahead was given by a
 * clock that is wrong, and counts when its time has come: till then the card is asked as if it had not been given.
 */
const clocksDifferMs = 5 * 60_000;

/** Highlights, notes and saved steps come back; of other imported kinds (tags, links) nothing can be recalled. */
const recalled = new Set(['highlighting', 'commenting', 'describing', 'assessing']);

/** One annotation in the deck; replaced when anything about it changes. */
interface Place {
  readonly annotation: Annotation;
  /** Its number among the editorial ones; the reader's own come before them. */
  readonly editorial: number;
  /** The ratings that count, in order of time; none: the card is new. What FSRS makes of them is asked for again. */
  readonly ratings: readonly Rated[];
  /** 0 where the card is new. */
  readonly dueAt: number;
}

export class Deck implements Disposable {
  readonly #store: DeckStore;
  readonly #scheduler: Scheduler;
  readonly #following: Disposable;
  #editorial: readonly Annotation[] = [];
  #numbers = new Map<string, number>();

  readonly #places = new Map<string, Place>();
  readonly #seen = new Ordered<Place>(compareDue);
  readonly #fresh = new Ordered<Place>(compareFresh);
  readonly #later = new Ordered<Rated>(compareRated);
  readonly #recalled = new Ordered<Rated>(compareRated);
  /** Ratings up to here are counted. Before the first question nothing is known at all. */
  #horizon: number | undefined;

  constructor(store: DeckStore, scheduler: Scheduler) {
    this.#store = store;
    this.#scheduler = scheduler;
    this.#following = store.onPatch(({ patch }) => this.#follow(patch));
  }

  /** The annotations of which the reader keeps some, in the order in which they are to be learnt. */
  setEditorial(editorial: readonly Annotation[]): void {
    if (editorial === this.#editorial) return;
    const before = this.#editorial;
    this.#editorial = editorial;
    this.#numbers = new Map(editorial.map(({ id }, index) => [id, index]));
    if (this.#horizon === undefined) return;
    for (const id of new Set([...before, ...editorial].map(({ id }) => id))) this.#place(id);
  }

  /** `undefined` where the annotation is not, or no longer, a card. */
  card(id: string, now: number): Card | undefined {
    this.#look(now);
    const place = this.#places.get(id);
    return place && this.#cardFrom(place, now);
  }

  /** Whether the annotation is a card that is due, a new one included. */
  isDue(id: string, now: number): boolean {
    this.#look(now);
    const place = this.#places.get(id);
    return place !== undefined && place.dueAt <= now;
  }

  /** How many are due, and when the next one of the others will be. */
  due(now: number): { readonly dueCount: number; readonly nextDueAt?: number } {
    this.#look(now);
    const overdue = this.#seen.countBefore(({ dueAt }) => dueAt <= now);
    const nextDueAt = this.#seen.items[overdue]?.dueAt;
    return {
      dueCount: overdue + this.#fresh.items.length,
      ...(nextDueAt === undefined ? {} : { nextDueAt }),
    };
  }

  /** As it is at this instant, by the reader's own days. */
  review(now: number, dayOf: DayOf): Review {
    this.#look(now);
    const overdue = this.#seen.countBefore(({ dueAt }) => dueAt <= now);
    const [seen, fresh] = [this.#seen.items, this.#fresh.items];
    const dueCount = overdue + fresh.length;
    const next = [
      ...seen.slice(0, Math.min(overdue, longestQueue)),
      ...fresh.slice(0, Math.max(0, longestQueue - overdue)),
    ];
    const nextDueAt = seen[overdue]?.dueAt;
    return {
      due: next.map(place => this.#cardFrom(place, now)),
      dueCount,
      total: this.#places.size,
      newCount: fresh.length,
      ...(dueCount === 0 && nextDueAt !== undefined ? { nextDueAt } : {}),
      forecast: this.#forecast(overdue, dueCount, now, dayOf),
      retention: {
        recalled: countWithin(this.#recalled, now - retentionMs, now),
        rated: countWithin(this.#later, now - retentionMs, now),
      },
      canUndo: this.lastRating(now) !== undefined,
    };
  }

  /**
   * The rating that "undo" takes back: the latest one of a card that is in the deck, in whichever session or window
   * it was given. One that a clock ahead of ours has dated into the future is not what was done just now.
   */
  lastRating(now: number): Rated | undefined {
    this.#look(now);
    const { ratings, lastGivenAt } = this.#store;
    const upTo = Math.max(now, lastGivenAt);
    for (let index = ratings.length - 1; index >= 0; index -= 1) {
      const rated = ratings[index];
      if (rated && rated.at <= upTo && this.#places.has(rated.card)) return rated;
    }
    return undefined;
  }

  dispose(): void {
    this.#following.dispose();
  }

  #follow({ put, removed, kept, unkept, rated, undone }: NotesPatch): void {
    if (this.#horizon === undefined) return;
    const ids = [
      ...put.map(({ id }) => id),
      ...removed,
      ...kept,
      ...unkept,
      ...[...rated, ...undone].map(({ card }) => card),
    ];
    for (const id of new Set(ids)) this.#place(id);
  }

  /** Time has passed, or was set back: ratings of which the time has come count, and no others. */
  #look(now: number): void {
    const before = this.#horizon;
    const horizon = now + clocksDifferMs;
    if (horizon === before) return;
    this.#horizon = horizon;
    const ids =
      before === undefined
        ? [...[...this.#store.annotations()].map(({ id }) => id), ...this.#numbers.keys()]
        : this.#store.ratedBetween(before, horizon).map(({ card }) => card);
    for (const id of new Set(ids)) this.#place(id);
  }

  /** Puts the annotation where it belongs by now, or nowhere. */
  #place(id: string): void {
    const before = this.#places.get(id);
    const after = this.#placeOf(id);
    if (before) {
      this.#listOf(before).delete(before);
      for (const rated of later(before)) {
        this.#later.delete(rated);
        if (rated.rating !== 'again') this.#recalled.delete(rated);
      }
      this.#places.delete(id);
    }
    if (!after) return;
    this.#places.set(id, after);
    this.#listOf(after).add(after);
    for (const rated of later(after)) {
      this.#later.add(rated);
      if (rated.rating !== 'again') this.#recalled.add(rated);
    }
  }

  #placeOf(id: string): Place | undefined {
    const own = this.#store.get(id);
    const editorial = this.#numbers.get(id) ?? -1;
    const number = own && isRecalled(own) ? -1 : editorial;
    const annotation = number === -1 ? own : this.#editorial[number];
    if (!annotation || (number === -1 ? !isRecalled(annotation) : !this.#store.isKept(id))) return undefined;
    const horizon = this.#horizon ?? 0;
    const all = this.#store.ratingsOf(id);
    const ahead = all.findIndex(({ at }) => at > horizon);
    const ratings = all.slice(0, ahead === -1 ? all.length : ahead);
    return { annotation, editorial: number, ratings, dueAt: this.#scheduler.replay(ratings).dueAt };
  }

  #listOf({ ratings }: Place): Ordered<Place> {
    return ratings.length === 0 ? this.#fresh : this.#seen;
  }

  /** Today holds what is due already and what will be before midnight. */
  #forecast(overdue: number, dueCount: number, now: number, dayOf: DayOf): number[] {
    const today = dayOf(now);
    let before = overdue;
    return Array.from({ length: forecastDays }, (_, day) => {
      const upTo = this.#seen.countBefore(({ dueAt }) => dueAt <= now || dayOf(dueAt) <= today + day);
      const count = upTo - before;
      before = upTo;
      return day === 0 ? dueCount + count : count;
    });
  }

  /** A new card is due at once. */
  #cardFrom({ annotation, ratings }: Place, now: number): Card {
    const state = this.#scheduler.replay(ratings);
    return {
      id: annotation.id,
      annotation,
      isNew: state.isNew,
      dueAt: state.isNew ? now : state.dueAt,
      intervalsMs: this.#scheduler.preview(state, now),
    };
  }
}

/** The first rating says what was known before the card was learnt. */
function later({ ratings }: Place): readonly Rated[] {
  return ratings.slice(1);
}

function isRecalled({ motivation }: Annotation): boolean {
  if (motivation === undefined) return true;
  return typeof motivation === 'string'
    ? recalled.has(motivation)
    : motivation.some(word => recalled.has(word));
}

function compareDue(one: Place, other: Place): number {
  return one.dueAt - other.dueAt || compareText(one.annotation.id, other.annotation.id);
}

function compareFresh(one: Place, other: Place): number {
  return one.editorial - other.editorial || compareAnnotations(one.annotation, other.annotation);
}

function countWithin(ratings: Ordered<Rated>, after: number, upTo: number): number {
  return ratings.countBefore(({ at }) => at <= upTo) - ratings.countBefore(({ at }) => at <= after);
}
