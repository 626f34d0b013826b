// What the panel shows: the snapshot, changed by each fact that came after it. Pure, so a test can replay it.
import type { Fact, Place, Snapshot } from '../core/protocol';
import { advance } from '../core/reasoning/run';

export interface Shown extends Snapshot {
  /** Line of the run's code where the editor's caret stands. */
  readonly caretLine?: number;
}

/** What is missing or `undefined` stays as it is. */
export type PlaceChange = { readonly [Key in keyof Place]?: Place[Key] | undefined };

/** What is shown after one more fact. Before the first snapshot there is nothing to change. */
export function reduce(shown: Shown | undefined, fact: Fact): Shown | undefined {
  if (fact.type === 'snapshot') return renewed(shown, fact.snapshot);
  if (!shown) return undefined;
  switch (fact.type) {
    case 'runAdvanced':
      if (shown.run?.id !== fact.run) return shown;
      return { ...shown, run: fact.events.reduce(advance, shown.run) };
    case 'runShown': {
      if (fact.run && fact.run.id === shown.run?.id) return { ...shown, run: fact.run, runs: fact.runs };
      const { run: _run, staleLines: _stale, caretLine: _caret, ...rest } = shown;
      return { ...rest, runs: fact.runs, ...(fact.run === undefined ? {} : { run: fact.run }) };
    }
    case 'codeChanged':
      return shown.run?.id === fact.run ? { ...shown, staleLines: fact.staleLines } : shown;
    case 'annotationsChanged':
      return { ...shown, own: fact.own, kept: fact.kept, review: fact.review };
    case 'problemsChanged':
      return { ...shown, problems: fact.problems };
    case 'setUpChanged':
      return { ...shown, setUp: fact.setUp };
    case 'goTo':
      return { ...shown, place: placeAfter(shown.place, fact.place) };
    case 'caretMoved':
      return shown.run?.id === fact.run ? { ...shown, caretLine: fact.line } : shown;
  }
}

/** A new view, concept or passage drops what only made sense in the old one. */
export function placeAfter(place: Place, change: PlaceChange): Place {
  const { passage, offset, ...kept } = place;
  const stays = change.concept === undefined || change.concept === place.concept;
  const here = stays && change.passage === undefined ? definedPlace({ passage, offset }) : {};
  return { ...kept, ...here, ...definedPlace(change) };
}

/** A later snapshot must not pull the page away from the reader: where view and concept agree, ours is finer. */
function renewed(shown: Shown | undefined, snapshot: Snapshot): Shown {
  if (!shown) return snapshot;
  const { view, concept } = shown.place;
  const isSame =
    shown.chapter.key === snapshot.chapter.key &&
    view === snapshot.place.view &&
    concept === snapshot.place.concept;
  return isSame ? { ...snapshot, place: shown.place } : snapshot;
}

function definedPlace(place: PlaceChange): Partial<Place> {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
