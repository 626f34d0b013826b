// What every view draws from: what the host told, what the reader has opened in this panel, and what a view
// may do. The panel owns it; views are functions from a scene to a template.
import type { Language } from '../core/chapter/chapter';
import type { SearchHit } from '../core/chapter/search';
import type { Wish } from '../core/protocol';
import type { PlaceChange, Shown } from './state';
import type { Words } from './words';

/** State of this panel alone; all of it may be lost. */
export interface Ui {
  readonly query: string;
  readonly hits: readonly SearchHit[];
  /** The list of all concepts is open. */
  readonly isListOpen: boolean;
  /** Words chosen in a passage, for which marking is offered. */
  readonly selection?: Selected;
  /** A note being written: on chosen words, or an annotation of the reader's own. */
  readonly draft?: Draft;
  /** Number of the step that the reader is at. */
  readonly step?: number;
  /** Number of the step under the pointer. */
  readonly hovered?: number;
  readonly isPlaying: boolean;
  readonly areRunsOpen: boolean;
  /** A passage with very many notes, and how many of them were asked for. */
  readonly margin?: { readonly passage: string; readonly notes: number };
  readonly question: string;
  /** Steps whose saving was asked for, by number, in the run that is shown. */
  readonly saving: ReadonlySet<number>;
  /** The card whose answer is shown. */
  readonly revealed?: string;
  /** A card that was rated, until the host tells what is due now. */
  readonly rated?: string;
  /** The reader is at the end of a page that grows. */
  readonly isAtEnd: boolean;
}

export interface Selected {
  readonly passage: string;
  readonly start: number;
  readonly end: number;
  /** Where the offer stands, in pixels of the page. */
  readonly left: number;
  readonly top: number;
}

export type Draft =
  | { readonly kind: 'new'; readonly passage: string; readonly start: number; readonly end: number }
  | { readonly kind: 'edit'; readonly annotation: string };

export const firstUi: Ui = {
  query: '',
  hits: [],
  isListOpen: false,
  isPlaying: false,
  areRunsOpen: false,
  question: '',
  saving: new Set(),
  isAtEnd: true,
};

export type UiChange = { readonly [Key in keyof Ui]?: Ui[Key] | undefined };

export interface Scene {
  readonly shown: Shown;
  readonly ui: Ui;
  readonly language: Language;
  readonly words: Words;
  /** When this was drawn. */
  readonly nowAt: number;
  wish(wish: Wish): void;
  change(change: UiChange): void;
  /** To another view, concept, passage or language. */
  go(place: PlaceChange): void;
  /** To a screen reader, politely. */
  say(sentence: string): void;
}
