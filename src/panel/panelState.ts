// What the editor keeps for this panel while it is hidden or the window restarts: the reader's place, a note or
// a prediction that is being written, and how far the miniature has come.
import * as v from 'valibot';
import { Language } from '../core/chapter/chapter';
import { longestGuess } from '../core/trace/predict/grade';
import { defined, keptPlace, type Place, placeToKeep } from '../core/wire/place';
import type { EditorApi } from './link';
import { keptMiniature, type Miniature } from './miniature';

const Draft = v.object({
  /** Id of the annotation that it becomes, or that it changes. */
  annotation: v.string(),
  text: v.string(),
  /** Where a new note stands; missing where one is edited. */
  on: v.optional(
    v.object({
      chapter: v.string(),
      passage: v.string(),
      language: Language,
      start: v.number(),
      end: v.number(),
    }),
  ),
});
export type Draft = v.InferOutput<typeof Draft>;

const Guess = v.object({
  /** Id of the run, or of the card. */
  of: v.string(),
  /** Id of the question; of a card, empty. */
  question: v.string(),
  text: v.pipe(v.string(), v.maxLength(longestGuess)),
});
export type Guess = v.InferOutput<typeof Guess>;

const State = v.object({
  place: v.unknown(),
  draft: v.optional(Draft),
  guess: v.optional(v.fallback(v.optional(Guess), undefined)),
  miniature: v.optional(v.unknown()),
});

export interface Stored {
  readonly place?: Place | undefined;
  readonly draft?: Draft | undefined;
  readonly guess?: Guess | undefined;
  readonly miniature?: Miniature | undefined;
}

export function stored(api: Pick<EditorApi, 'getState'>): Stored {
  const parsed = v.safeParse(State, api.getState());
  if (!parsed.success) return {};
  const { draft, guess } = parsed.output;
  const miniature = keptMiniature(parsed.output.miniature);
  const { view, language, ...rest } = defined(keptPlace(parsed.output.place));
  return {
    place: view && language && { ...rest, view, language },
    draft,
    ...(guess ? { guess } : {}),
    ...(miniature ? { miniature } : {}),
  };
}

export function store(api: Pick<EditorApi, 'setState'>, { place, draft, guess, miniature }: Stored): void {
  api.setState({
    ...(place ? { place: placeToKeep(place) } : {}),
    ...(draft ? { draft } : {}),
    ...(guess ? { guess } : {}),
    ...(miniature ? { miniature } : {}),
  });
}

/**
 * Where to open. The host knows best where to go, since a command may have asked for it; the stored place is
 * only finer, as the last few pixels of scrolling may not have reached the host.
 */
export function startPlace(fromHost: Place, kept: Place | undefined): Place {
  const isSame =
    kept?.view === fromHost.view &&
    kept.chapter === fromHost.chapter &&
    kept.concept === fromHost.concept &&
    kept.passage === fromHost.passage &&
    kept.language === fromHost.language &&
    kept.run === fromHost.run &&
    kept.beside === fromHost.beside;
  return isSame ? kept : fromHost;
}
