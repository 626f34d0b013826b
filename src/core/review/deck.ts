// The review page's facts: which annotations are cards, which are due, what is to come, how much was recalled.
// All of it is computed from annotations and ratings; nothing is kept.
import type { Annotation } from '../annotation/annotation';
import type { Rated } from '../annotation/ledger';
import { type Card, longestQueue, type Review } from './card';
import { type CardState, type Intervals, preview, replay } from './schedule';

export interface DeckSources {
  /** The reader's own. */
  readonly own: readonly Annotation[];
  readonly editorial: readonly Annotation[];
  /** Ids of editorial annotations that the reader kept. */
  readonly kept: ReadonlySet<string>;
}

export interface Deck {
  /** What `cardsOf` chose, in the order in which new ones are to be learnt. */
  readonly annotations: readonly Annotation[];
  /** In order of time. Those of cards that are not (or no longer) in the deck are ignored. */
  readonly ratings: readonly Rated[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Minutes by which the reader's clock is ahead of UTC (480 in Shanghai); says where days begin. */
  readonly utcOffsetMinutes: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const forecastDays = 14;
const retentionMs = 30 * dayMs;

/** Highlights, notes and saved steps come back; of other imported kinds (tags, links) nothing can be recalled. */
const recalled = new Set(['highlighting', 'commenting', 'describing', 'assessing']);

/** The annotations that become cards, each once: the reader's own, then the editorial ones that were kept. */
export function cardsOf({ own, editorial, kept }: DeckSources): readonly Annotation[] {
  const cards = new Map<string, Annotation>();
  const chosen = [...own.filter(isRecalled), ...editorial.filter(({ id }) => kept.has(id))];
  for (const annotation of chosen) if (!cards.has(annotation.id)) cards.set(annotation.id, annotation);
  return [...cards.values()];
}

export function makeReview(deck: Deck): Review {
  const { annotations, now, utcOffsetMinutes } = deck;
  const histories = ratingsByCard(deck);
  const states = annotations.map(annotation => ({
    annotation,
    state: replay(histories.get(annotation.id) ?? []),
  }));
  const seen = states.filter(({ state }) => !state.isNew);
  const fresh = states.filter(({ state }) => state.isNew);
  const overdue = seen
    .filter(({ state }) => state.dueAt <= now)
    .sort((a, b) => a.state.dueAt - b.state.dueAt);
  const due = [...overdue, ...fresh];
  const intervals = cachedPreview(now);
  const upcoming = seen.map(({ state }) => state.dueAt).filter(dueAt => dueAt > now);
  const nextDueAt = upcoming.reduce((least, dueAt) => Math.min(least, dueAt), Number.POSITIVE_INFINITY);
  return {
    due: due
      .slice(0, longestQueue)
      .map(({ annotation, state }) => cardFrom(annotation, state, now, intervals(state))),
    dueCount: due.length,
    total: states.length,
    newCount: fresh.length,
    ...(due.length === 0 && upcoming.length > 0 ? { nextDueAt } : {}),
    forecast: forecastOf(due.length, upcoming, now, utcOffsetMinutes),
    retention: retentionOf(histories, now),
    canUndo: lastRating(deck) !== undefined,
  };
}

/**
 * The rating that "undo" takes back: the latest one of a card that is in the deck, in whichever session or window
 * it was given. One that a clock ahead of ours has dated into the future is not what was done just now.
 */
export function lastRating({ annotations, ratings, now }: Omit<Deck, 'utcOffsetMinutes'>): Rated | undefined {
  const cards = new Set(annotations.map(({ id }) => id));
  let last: Rated | undefined;
  for (const rated of ratings) if (rated.at <= now && cards.has(rated.card)) last = rated;
  return last;
}

function isRecalled({ motivation }: Annotation): boolean {
  if (motivation === undefined) return true;
  return [motivation].flat().some(word => recalled.has(word));
}

function ratingsByCard({ annotations, ratings }: Deck): ReadonlyMap<string, readonly Rated[]> {
  const byCard = new Map<string, Rated[]>(annotations.map(({ id }) => [id, []]));
  for (const rated of ratings) byCard.get(rated.card)?.push(rated);
  return byCard;
}

/** A new card is due at once. */
function cardFrom(annotation: Annotation, state: CardState, now: number, intervalsMs: Intervals): Card {
  return {
    id: annotation.id,
    annotation,
    isNew: state.isNew,
    dueAt: state.isNew ? now : state.dueAt,
    intervalsMs,
  };
}

/** All new cards have the same intervals, and a first import may bring thousands. */
function cachedPreview(now: number): (state: CardState) => Intervals {
  let ofNew: Intervals | undefined;
  return state => {
    if (!state.isNew) return preview(state, now);
    ofNew ??= preview(state, now);
    return ofNew;
  };
}

/** Today holds what is due already and what will be before midnight. */
function forecastOf(dueCount: number, upcoming: readonly number[], now: number, utcOffsetMinutes: number) {
  const dayOf = (at: number) => Math.floor((at + utcOffsetMinutes * minuteMs) / dayMs);
  const forecast = new Array<number>(forecastDays).fill(0);
  forecast[0] = dueCount;
  for (const dueAt of upcoming) {
    const day = dayOf(dueAt) - dayOf(now);
    const count = forecast[day];
    if (count !== undefined) forecast[day] = count + 1;
  }
  return forecast;
}

/** A card's first rating says what was known before it was learnt, so it does not count. */
function retentionOf(histories: ReadonlyMap<string, readonly Rated[]>, now: number): Review['retention'] {
  let rated = 0;
  let recalledCount = 0;
  for (const [, ...later] of [...histories.values()]) {
    for (const { at, rating } of later) {
      if (at <= now - retentionMs || at > now) continue;
      rated += 1;
      if (rating !== 'again') recalledCount += 1;
    }
  }
  return { recalled: recalledCount, rated };
}
