// Where the reader is. The panel moves; the host remembers for the next session, and may ask the panel to go.
import * as v from 'valibot';
import { Language } from '../chapter/chapter';
import { ChapterName, Id } from './words';

/** Labs are a view of their own once a chapter can bring some. */
export const View = v.picklist(['chapter', 'reasoning', 'review']);
export type View = v.InferOutput<typeof View>;

export const Place = v.object({
  /** A view that there is no longer must not cost the reader the rest of the bookmark. */
  view: v.fallback(View, 'chapter'),
  language: Language,
  /** Key of the chapter; missing until one was opened. */
  chapter: v.optional(ChapterName),
  /** Concept that is open. */
  concept: v.optional(Id),
  /** Passage at the top of the view, and how far it is scrolled past, in pixels. */
  passage: v.optional(Id),
  offset: v.optional(v.number()),
  /** The run that is shown in the reasoning view. */
  run: v.optional(Id),
});
export type Place = v.InferOutput<typeof Place>;

/** What is missing or `undefined` stays as it is. */
export type PlaceChange = { readonly [Key in keyof Place]?: Place[Key] | undefined };

export interface PlaceNow {
  readonly place: Place;
  /** Counts how often the host asked to go somewhere: the panel follows when it grows. */
  readonly asked: number;
}

/** A new concept or passage drops what only made sense in the old one; another chapter begins at its beginning. */
export function placeAfter(place: Place, change: PlaceChange): Place {
  const isOther = change.chapter !== undefined && change.chapter !== place.chapter;
  const { concept, passage, offset, ...rest } = place;
  const stays = !isOther && (change.concept === undefined || change.concept === concept);
  const here = stays && change.passage === undefined ? { passage, offset } : {};
  const inside = isOther ? {} : { concept };
  return { ...rest, ...defined({ ...inside, ...here }), ...defined(change) };
}

export const placeWishes = [
  /** `from`: where the reader was, when it is a jump that they may want to come back from. */
  v.object({ type: v.literal('placeChanged'), place: Place, from: v.optional(Place) }),
] as const;

function defined(place: PlaceChange): Partial<Place> {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
