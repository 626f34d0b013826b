// What every view draws from: what the host told, what the reader has opened in this panel, and what a view
// may do. The panel owns it; views are functions from a scene to a template.
import type { LineSpan } from '../core/base/lines';
import type { Problem } from '../core/base/problem';
import type { Language } from '../core/chapter/chapter';
import type { PlaceChange } from '../core/wire/place';
import type { Wish, WishType } from '../core/wire/wish';
import type { Miniature } from './miniature';
import type { Draft, Guess } from './panelState';
import type { Shown } from './shown';
import type { Words } from './words';

/** State of this panel alone; all of it but the draft, the guess and the miniature may be lost. */
export interface Ui {
  readonly query: string;
  /** The search field has the focus, or something is searched for. */
  readonly isSearching: boolean;
  /** The list of all concepts is open. */
  readonly isListOpen: boolean;
  /** Id of the concept that is chosen on the map, and of the one under the pointer. */
  readonly chosen?: string;
  readonly pointedAt?: string;
  /** The list of keys is open. */
  readonly areKeysOpen: boolean;
  /** Words chosen in a passage, for which marking is offered. */
  readonly selection?: Selected;
  /** A note being written: on chosen words, or an annotation of the reader's own. */
  readonly draft?: Draft;
  /** Why the draft was not kept. */
  readonly draftProblem?: Problem;
  /** How far the miniature has come. */
  readonly miniature?: Miniature;
  /** Number of the step that the reader is at. */
  readonly step?: number;
  /** Of two runs side by side, the step is one of the other. */
  readonly side?: 'beside';
  /** A line that a step speaks of and does not wear, where it is looked at. */
  readonly elsewhere?: { readonly step: number; readonly line: number };
  /** The step that was not saved at the first press, for it bears a mark. */
  readonly doubted?: number;
  /** Closer looks that were folded again, by their ids. */
  readonly closedLooks: readonly string[];
  /** The moment of what ran that the slider stands at, and its line as numbered in the run. */
  readonly moment?: { readonly run: string; readonly at: number; readonly line: number };
  /** What the reader writes to a question about what ran, or to a card of one; once it is answered, what stands there. */
  readonly guess?: Guess;
  /** The question to which something was written that is no value. */
  readonly unread?: string;
  /** Number of the step under the pointer. */
  readonly hovered?: number;
  /** Lines that words under the pointer, or in focus, name. */
  readonly mentioned?: LineSpan;
  /** One sentence that helps on, until the next thing is done. */
  readonly hint?: string;
  readonly isPlaying: boolean;
  readonly areRunsOpen: boolean;
  /** The code that was sent is unfolded. */
  readonly isCodeOpen: boolean;
  /** How many earlier runs are listed. */
  readonly listedRuns: number;
  /** What is searched for in earlier runs. */
  readonly runQuery: string;
  /** The run that is being given a name, and what stands in the field. */
  readonly naming?: { readonly run: string; readonly text: string };
  /** The run that is replayed, where in it, how fast. `atMs`: since it began. */
  readonly replay?: {
    readonly run: string;
    readonly atMs: number;
    readonly isPlaying: boolean;
    readonly speed: number;
  };
  /** The question of a run that is about to be asked otherwise. */
  readonly asking?: { readonly run: string; readonly text: string; readonly language: Language };
  /** What can be done with the run as a whole is shown. */
  readonly isRunMenuOpen: boolean;
  /** The run that was deleted last, as long as that can be undone in one press. */
  readonly lastDeleted?: string;
  /** What takes the focus after the next drawing, once. */
  readonly focusNext?: { readonly selector: string };
  /** The runs that were deleted are listed, too. */
  readonly areDeletedOpen: boolean;
  /** A passage with very many notes, and how many of them were asked for. */
  readonly margin?: { readonly passage: string; readonly notes: number };
  readonly question: string;
  /** The card whose answer is shown. */
  readonly revealed?: string;
  /** Wishes that were refused, the latest of each kind. */
  readonly refused: readonly Refused[];
  /** The reader is at the end of a page that grows. */
  readonly isAtEnd: boolean;
}

export interface Refused {
  readonly wish: WishType;
  readonly problem: Problem;
}

export interface Selected {
  readonly passage: string;
  readonly start: number;
  readonly end: number;
  /** Where the offer stands, in pixels of the page. */
  readonly left: number;
  readonly top: number;
}

export type { Draft, Guess };

export const firstUi: Ui = {
  query: '',
  isSearching: false,
  isListOpen: false,
  areKeysOpen: false,
  isPlaying: false,
  closedLooks: [],
  areRunsOpen: false,
  isCodeOpen: false,
  listedRuns: 50,
  runQuery: '',
  areDeletedOpen: false,
  isRunMenuOpen: false,
  question: '',
  refused: [],
  isAtEnd: true,
};

export type UiChange = { readonly [Key in keyof Ui]?: Ui[Key] | undefined };

export interface Scene {
  readonly shown: Shown;
  /** As it is now, not as it was drawn: between two drawings the reader goes on typing. */
  readonly ui: Ui;
  readonly language: Language;
  readonly words: Words;
  /** When this was drawn. */
  readonly nowAt: number;
  /** What was asked for and is not settled by now. */
  readonly underWay: readonly Wish[];
  /** `granted` is called once it is; a refusal is shown by the panel, unless `refused` takes it. */
  wish(wish: Wish, outcome?: Outcome): void;
  change(change: UiChange): void;
  /** To another view, concept, passage, run or language. */
  go(place: PlaceChange): void;
  /** To a screen reader, politely. */
  say(sentence: string): void;
}

/** Key of the chapter that is shown. */
export function chapterKey({ shown }: Pick<Scene, 'shown'>): string {
  return shown.place.chapter ?? shown.chapter.id;
}

/** A query as it is asked: what is longer than a topic's name carries finds nothing more. */
export function queryOf(text: string): string {
  return text.trim().slice(0, longestQuery);
}

const longestQuery = 200;

export interface Outcome {
  readonly granted?: () => void;
  readonly refused?: (problem: Problem) => void;
}
