// Where the reader is. The panel moves; the host remembers for the next session, and may ask the panel to go.
import * as v from 'valibot';
import { formatAddress, goodParts, parseAddress, parts, View } from '../address';

export { View } from '../address';

const Offset = v.pipe(v.number(), v.finite());

export const Place = v.object({
  view: View,
  language: parts.language,
  /** Missing until one was opened. */
  chapter: v.optional(parts.chapter),
  /** Concept that is open. */
  concept: v.optional(parts.concept),
  /** Passage at the top of the view, and how far it is scrolled past, in pixels. */
  passage: v.optional(parts.passage),
  offset: v.optional(Offset),
  /** The run that is shown in the reasoning view. */
  run: v.optional(parts.run),
  /** Another run, beside that one. */
  beside: v.optional(parts.beside),
});
export type Place = v.InferOutput<typeof Place>;

/** What is missing or `undefined` stays as it is. */
export type PlaceChange = { readonly [Key in keyof Place]?: Place[Key] | undefined };

export interface PlaceNow {
  readonly place: Place;
  /** Counts how often the host asked to go somewhere: the panel follows when it grows. */
  readonly asked: number;
}

/**
 * A new concept or passage drops what only made sense in the old one; another chapter begins at its beginning. Who names a
 * run wants that one, and beside it what is named with it.
 */
export function placeAfter(place: Place, change: PlaceChange): Place {
  const isOther = change.chapter !== undefined && change.chapter !== place.chapter;
  const { concept, passage, offset, beside, ...rest } = place;
  const stays = !isOther && (change.concept === undefined || change.concept === concept);
  const here = stays && change.passage === undefined ? { passage, offset } : {};
  const inside = isOther ? {} : { concept };
  const other = change.run === undefined ? { beside } : {};
  return { ...rest, ...defined({ ...inside, ...here, ...other }), ...defined(change) };
}

export const placeWishes = [
  /** `from`: where the reader was, when it is a jump that they may want to come back from. */
  v.object({ type: v.literal('placeChanged'), place: Place, from: v.optional(Place) }),
] as const;

/** What a link to this place names: not how the reader has it, in which language and scrolled how far. */
export function linkTo({ view, chapter, concept, passage, run, beside }: Place): string {
  if (view === 'reasoning') return formatAddress({ view, run, beside });
  if (view === 'review') return formatAddress({ view });
  return formatAddress({ chapter, concept: passage === undefined ? concept : undefined, passage });
}

/** A place at rest: its address, and what is of one window and no address. */
const Kept = v.object({ at: v.string(), offset: v.optional(Offset) });
export type KeptPlace = v.InferOutput<typeof Kept>;

export function placeToKeep(place: PlaceChange): KeptPlace {
  const { offset } = place;
  return { at: formatAddress(place), ...(offset === undefined ? {} : { offset }) };
}

/** From what `placeToKeep` made, or from the object that was kept before: of that, what is good. */
export function keptPlace(kept: unknown): PlaceChange {
  if (typeof kept !== 'object' || kept === null) return {};
  const { offset } = kept as { readonly offset?: unknown };
  const address = v.is(Kept, kept) ? parseAddress(kept.at) : goodParts(kept);
  return { ...address, ...(v.is(Offset, offset) ? { offset } : {}) };
}

export function defined(place: PlaceChange): Partial<Place> {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
