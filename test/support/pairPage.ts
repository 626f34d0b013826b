// The panel's end of a pair: the real link, the real reading of what is shown, and the real acts on a draft and a card,
// as panel.ts puts them together, without a document to draw into.
import type { Problem } from '../../src/core/base/problem';
import { type Held, heldValue } from '../../src/core/wire/held';
import { type Place, type PlaceChange, placeAfter } from '../../src/core/wire/place';
import { chaptersOf, conceptAt, topicsOf } from '../../src/core/wire/shown';
import type { Wish } from '../../src/core/wire/wish';
import { Link } from '../../src/panel/link';
import { startPlace, stored } from '../../src/panel/panelState';
import { firstUi, type Outcome, queryOf, type Scene, type Ui, type UiChange } from '../../src/panel/scene';
import { type Shown, shownAt } from '../../src/panel/shown';
import { newAnnotationId, saveDraft } from '../../src/panel/views/chapter/draft';
import { rate, undoRating } from '../../src/panel/views/review/reviewActs';
import { wordsIn } from '../../src/panel/words';
import type { PageEnd } from './editor/webviewPanel';

/** What the editor keeps for a page that is thrown away. */
export interface PageState {
  value: unknown;
}

/** Longer than a topic takes to be told, on the slowest disk and wire that a test has. */
const steadyMs = 2_500;

export class PairPage implements PageEnd {
  readonly link: Link;
  readonly #state: PageState;
  #place: Place | undefined;
  #asked = 0;
  #ui: Ui = firstUi;
  /** When it turned last to other topics, or came back. */
  #turnedAt = Date.now();
  /** Topics beside those that its place needs. */
  more: readonly string[] = [];
  /**
   * Hears of each wish what became of it, when the page has taken that in. `isSteady`: it has shown the same since well
   * before the wish, so that nothing that it holds is from before a topic was opened anew, or still to be told.
   */
  onSettled: (wish: Wish, problem: Problem | undefined, isSteady: boolean) => void = () => undefined;
  /** What it shows now. */
  topics: readonly string[] = [];

  constructor(post: (message: unknown) => void, state: PageState) {
    this.#state = state;
    const api = { postMessage: post };
    this.link = new Link({ api, page: crypto.randomUUID(), changed: () => this.#changed() });
    const { draft } = stored({ getState: () => state.value });
    if (draft) this.#ui = { ...this.#ui, draft };
    this.#watch();
  }

  receive(message: unknown): void {
    this.link.receive(message);
  }

  get held(): Held {
    return this.link.held;
  }

  get place(): Place | undefined {
    return this.#place;
  }

  get ui(): Ui {
    return this.#ui;
  }

  /** `undefined` until there is something to show. */
  get shown(): Shown | undefined {
    const { listedRuns: runs, runQuery } = this.#ui;
    return this.#place && shownAt(this.#place, this.held, { runs, runQuery: queryOf(runQuery) });
  }

  wish(wish: Wish, { granted, refused }: Outcome = {}): void {
    const isSteady = Date.now() - this.#turnedAt > steadyMs;
    const { topics } = this;
    this.link.wish(wish, problem => {
      const others = this.#ui.refused.filter(one => one.wish !== wish.type);
      if (!problem) {
        this.change({ refused: others });
        granted?.();
      } else if (refused) refused(problem);
      else this.change({ refused: [...others, { wish: wish.type, problem }] });
      this.onSettled(wish, problem, isSteady && topics === this.topics);
    });
  }

  /** Wishes whatever it is given: the page shows hostile text. */
  raw(wish: unknown): void {
    this.link.wish(wish as Wish);
  }

  go(change: PlaceChange): void {
    const before = this.#place;
    if (!before) return;
    this.#place = placeAfter(before, change);
    this.wish({ type: 'placeChanged', place: this.#place, from: before });
    this.#store();
    this.#watch();
  }

  change(change: UiChange): void {
    const all = Object.entries({ ...this.#ui, ...change }).filter(([, value]) => value !== undefined);
    this.#ui = { ...firstUi, ...Object.fromEntries(all) };
    if ('draft' in change) this.#store();
    this.#watch();
  }

  /** Writes a note on words of a passage, and saves it; its id. */
  write(on: NonNullable<NonNullable<Ui['draft']>['on']>, text: string): string {
    const annotation = newAnnotationId();
    this.change({ draft: { annotation, text, on }, draftProblem: undefined });
    this.save();
    return annotation;
  }

  /** Changes a note of the reader's own. */
  rewrite(annotation: string, text: string): void {
    this.change({ draft: { annotation, text }, draftProblem: undefined });
    this.save();
  }

  /** Presses Save, where a note is being written. */
  save(): void {
    if (this.#ui.draft) saveDraft(this.#scene());
  }

  rateCard(rating: Parameters<typeof rate>[1]): string | undefined {
    const scene = this.#scene();
    const underWay = new Set(scene.underWay.flatMap(wish => (wish.type === 'rateCard' ? [wish.card] : [])));
    const card = scene.shown.review?.due.find(({ id }) => !underWay.has(id));
    if (!card) return undefined;
    this.change({ revealed: card.id });
    rate(this.#scene(), rating);
    return card.id;
  }

  undoRating(): void {
    undoRating(this.#scene());
  }

  /** Comes back to a page that was only hidden. */
  comeBack(): void {
    this.#turn([...this.topics]);
    this.link.watchAgain();
  }

  /** What went wrong, as the page shows it. */
  get problems(): readonly Problem[] {
    const { draftProblem, refused } = this.#ui;
    return [...(draftProblem ? [draftProblem] : []), ...refused.map(({ problem }) => problem)];
  }

  #scene(): Scene {
    const { shown } = this;
    if (!shown) throw new Error('nothing is shown yet');
    const { language } = shown.place;
    return {
      shown,
      ui: this.#ui,
      language,
      words: wordsIn(language),
      nowAt: Date.now(),
      underWay: this.link.underWay,
      wish: (wish, outcome) => this.wish(wish, outcome),
      change: change => this.change(change),
      go: place => this.go(place),
      say: () => undefined,
    };
  }

  #changed(): void {
    const told = heldValue(this.held, 'place');
    if (told && !this.#place)
      this.#place = startPlace(told.place, stored({ getState: () => this.#state.value }).place);
    else if (told && told.asked !== this.#asked) this.#place = told.place;
    if (told) this.#asked = told.asked;
    this.#watch();
  }

  #watch(): void {
    const kept = stored({ getState: () => this.#state.value }).place;
    const place = this.#place ?? kept ?? { view: 'chapter', language: 'en' };
    const chapter = place.chapter === undefined ? undefined : heldValue(this.held, 'chapter', place.chapter);
    const concept = chapter ? conceptAt(place, chapter)?.id : place.concept;
    const { isSearching, isListOpen: isMapOpen, listedRuns: runs, runQuery: query } = this.#ui;
    const runQuery = queryOf(query);
    const isReplaying = this.#ui.replay !== undefined;
    const cards = heldValue(this.held, 'review')?.due.slice(0, 5) ?? [];
    const chapters = chaptersOf(cards.map(({ annotation }) => annotation));
    const topics = [
      ...topicsOf(place, concept, { isSearching, isMapOpen, runs, runQuery, isReplaying, chapters }),
      ...this.more,
    ];
    if (`${topics}` !== `${this.topics}`) this.#turn(topics);
    this.link.watch(topics);
  }

  #turn(topics: readonly string[]): void {
    this.topics = topics;
    this.#turnedAt = Date.now();
  }

  #store(): void {
    const { draft } = this.#ui;
    const value = { ...(this.#place ? { place: this.#place } : {}), ...(draft ? { draft } : {}) };
    this.#state.value = JSON.parse(JSON.stringify(value));
  }
}
