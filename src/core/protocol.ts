// Every message between the host and the panel. The panel sends wishes, the host sends facts; a wish has no
// reply: it changes state in the host, and the change, or the problem, comes back as a fact.
import * as v from 'valibot';
import { Annotation } from './annotation/annotation';
import type { Problem } from './base/problem';
import { type Chapter, Language } from './chapter/chapter';
import { Run, type TimedEvent } from './reasoning/run';
import { Rating, Review } from './review/card';

export const View = v.picklist(['chapter', 'reasoning', 'review', 'labs']);
export type View = v.InferOutput<typeof View>;

/** No name of ours is longer, and a place is written down at every step. */
const Name = v.pipe(v.string(), v.maxLength(400));

/** Where the reader is; kept by the panel's own state and by the host for the next session. */
export const Place = v.object({
  view: View,
  language: Language,
  /** Concept that is open. */
  concept: v.optional(Name),
  /** Passage at the top of the view, and how far it is scrolled past, in pixels. */
  passage: v.optional(Name),
  offset: v.optional(v.number()),
});
export type Place = v.InferOutput<typeof Place>;

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const Text = v.pipe(v.string(), v.maxLength(20_000));
const StepNumber = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What the panel may ask of the host. */
export const Wish = v.variant('type', [
  /** The panel has loaded, or lost count of the facts: send a snapshot. */
  v.object({ type: v.literal('ready') }),
  // `read`: the passages of `chapter` that were read; both are those of the chapter that the panel shows.
  v.object({ type: v.literal('placeChanged'), place: Place, chapter: Name, read: v.array(Id) }),
  v.object({ type: v.literal('openCode'), region: Id }),
  /** An http(s) address; the editor asks before it opens. */
  v.object({ type: v.literal('openLink'), url: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//)) }),
  // annotations
  v.object({
    type: v.literal('annotatePassage'),
    passage: Id,
    language: Language,
    /** UTF-16 offsets in the passage's plain text. */
    start: v.pipe(v.number(), v.integer(), v.minValue(0)),
    end: v.pipe(v.number(), v.integer(), v.minValue(1)),
    note: v.optional(Text),
  }),
  v.object({ type: v.literal('editNote'), annotation: Id, note: Text }),
  v.object({ type: v.literal('removeAnnotation'), annotation: Id }),
  /** Make a card of an editorial note. */
  v.object({ type: v.literal('keepNote'), annotation: Id }),
  // reasoning
  v.object({ type: v.literal('stopRun') }),
  v.object({ type: v.literal('explainAgain'), run: Id }),
  v.object({ type: v.literal('ask'), run: Id, question: Text, step: v.optional(StepNumber) }),
  v.object({ type: v.literal('showRun'), run: Id }),
  v.object({ type: v.literal('showEarlierRuns') }),
  /** Light the lines of a step in the editor; without a step, put the light out. `reveal` scrolls there. */
  v.object({
    type: v.literal('showLines'),
    run: Id,
    step: v.optional(StepNumber),
    reveal: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal('saveStep'), run: Id, step: StepNumber }),
  // endpoints
  v.object({ type: v.literal('tryAgain') }),
  v.object({ type: v.literal('enterAddress') }),
  v.object({ type: v.literal('enterKey') }),
  v.object({ type: v.literal('selectModel') }),
  v.object({ type: v.literal('setUpModel') }),
  v.object({ type: v.literal('stopSetUp') }),
  v.object({ type: v.literal('showLog') }),
  v.object({ type: v.literal('copyDiagnostics') }),
  // review
  v.object({ type: v.literal('rateCard'), card: Id, rating: Rating }),
  v.object({ type: v.literal('undoRating') }),
  v.object({ type: v.literal('openTarget'), annotation: Id }),
  /** Something went wrong in the panel itself. */
  v.object({ type: v.literal('panelFailed'), detail: Text }),
]);
export type Wish = v.InferOutput<typeof Wish>;

const ProblemSchema = v.custom<Problem>(
  value => typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string',
);

export const RunSummary = v.object({
  id: Id,
  startedAt: v.number(),
  name: v.string(),
  model: v.optional(v.string()),
  steps: v.number(),
  state: v.string(),
});
export type RunSummary = v.InferOutput<typeof RunSummary>;

export const SetUp = v.object({
  state: v.picklist(['idle', 'running', 'failed', 'installed']),
  what: v.optional(v.string()),
  doneBytes: v.optional(v.number()),
  totalBytes: v.optional(v.number()),
  problem: v.optional(v.string()),
});
export type SetUp = v.InferOutput<typeof SetUp>;

/** All that the panel shows, in one piece: it can be thrown away at any moment and rebuilt from this. */
export const Snapshot = v.object({
  place: Place,
  /** Passages that the reader has read. */
  read: v.array(Id),
  chapter: v.custom<Chapter>(value => typeof value === 'object' && value !== null && 'concepts' in value),
  /** Editorial ones and the reader's own. */
  editorial: v.array(Annotation),
  own: v.array(Annotation),
  /** Ids of editorial annotations that the reader keeps as cards. */
  kept: v.array(Id),
  review: Review,
  run: v.optional(Run),
  /** Lines of the run's code that changed since; empty: none. `undefined`: not known. */
  staleLines: v.optional(v.array(v.number())),
  runs: v.array(RunSummary),
  /** What is wrong outside a run: a broken chapter, damaged notes. */
  problems: v.array(ProblemSchema),
  setUp: SetUp,
  /** Single-letter keys in the panel. */
  singleKeys: v.boolean(),
});
export type Snapshot = v.InferOutput<typeof Snapshot>;

const Sequence = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the host tells. Every fact but `snapshot` bears the next number; after a gap the panel asks again. */
export const Fact = v.variant('type', [
  v.object({ type: v.literal('snapshot'), sequence: Sequence, snapshot: Snapshot }),
  v.object({
    type: v.literal('runAdvanced'),
    sequence: Sequence,
    run: Id,
    events: v.array(
      v.custom<TimedEvent>(value => typeof value === 'object' && value !== null && 'event' in value),
    ),
  }),
  v.object({
    type: v.literal('runShown'),
    sequence: Sequence,
    run: v.optional(Run),
    runs: v.array(RunSummary),
  }),
  v.object({ type: v.literal('codeChanged'), sequence: Sequence, run: Id, staleLines: v.array(v.number()) }),
  v.object({
    type: v.literal('annotationsChanged'),
    sequence: Sequence,
    own: v.array(Annotation),
    kept: v.array(Id),
    review: Review,
  }),
  v.object({ type: v.literal('problemsChanged'), sequence: Sequence, problems: v.array(ProblemSchema) }),
  v.object({ type: v.literal('setUpChanged'), sequence: Sequence, setUp: SetUp }),
  /** Go there: a command or a CodeLens asked for it. */
  v.object({ type: v.literal('goTo'), sequence: Sequence, place: v.partial(Place) }),
  /** The caret stands in these lines of the code that the run is about: the step there may light up. */
  v.object({ type: v.literal('caretMoved'), sequence: Sequence, run: Id, line: v.number() }),
]);
export type Fact = v.InferOutput<typeof Fact>;
