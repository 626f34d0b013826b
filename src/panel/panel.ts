// The panel: owns what is shown, draws it at most once a frame, and keeps the reader's place over every change.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Language } from '../core/chapter/chapter';
import { heldValue } from '../core/wire/held';
import { type Place, type PlaceChange, placeAfter, type View } from '../core/wire/place';
import { chaptersOf, conceptAt, topicsOf } from '../core/wire/shown';
import type { Wish } from '../core/wire/wish';
import { Announcer } from './announcer';
import { orFailed } from './failedView';
import { head } from './head';
import { hint } from './hint';
import { keyList } from './keyList';
import type { EditorApi, Link } from './link';
import { listenToPage } from './pageEvents';
import { startPlace, store, stored } from './panelState';
import { isAtEnd, passageAtTop, scrollToPlace } from './place';
import { firstUi, type Outcome, queryOf, type Scene, type Ui, type UiChange } from './scene';
import { type Shown, shownAt } from './shown';
import type { PanelView } from './view';
import { wordsIn } from './words';

/** After scrolling has paused for this long, the place is worth telling. */
const placeDelayMs = 120;
const clockMs = 1000;
/** The chapters of the card that is asked, and of the next ones, are at hand. */
const cardsAhead = 5;

export interface PanelParts {
  readonly api: EditorApi;
  readonly link: Link;
  readonly root: HTMLElement;
  readonly views: Readonly<Record<View, PanelView>>;
  /** Called when there is something to show. */
  readonly opened: () => void;
}

export class Panel {
  readonly #api: EditorApi;
  readonly #link: Link;
  readonly #root: HTMLElement;
  readonly #views: Readonly<Record<View, PanelView>>;
  readonly #opened: () => void;
  readonly #announcer = new Announcer();
  #place: Place | undefined;
  /** How often the host had asked to go somewhere when it was followed last. */
  #asked = 0;
  /** What was told of the place; while another place is not told yet, the one before it. */
  #shown: Shown | undefined;
  #ui: Ui = firstUi;
  #isDrawing = false;
  /** The view that stands in the page. */
  #drawn: PanelView | undefined;
  /** What was drawn first is seen. */
  #isSeen = false;
  /** The place to scroll to after the next drawing. */
  #target: Pick<Place, 'passage' | 'offset'> | undefined;
  /** The page stands at the target, but not all of it is there. */
  #isSettling = false;
  /** What takes the focus after the next drawing. */
  #focus: string | undefined;
  #width = 0;
  /** What went wrong last, so that the log holds it once and not at every frame. */
  #reported = '';
  #placeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ api, link, root, views, opened }: PanelParts) {
    this.#api = api;
    this.#link = link;
    this.#root = root;
    this.#views = views;
    this.#opened = opened;
    const { draft, guess, miniature } = stored(api);
    this.#ui = {
      ...this.#ui,
      ...(draft ? { draft } : {}),
      ...(guess ? { guess } : {}),
      ...(miniature ? { miniature } : {}),
    };
    root.after(this.#announcer.element);
    listenToPage({
      scene: () => this.scene(),
      view: scene => this.#viewOf(scene),
      page: root,
      scrolled: () => this.#scrolled(),
      resized: () => this.#resized(),
    });
    for (const move of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      window.addEventListener(move, () => this.#letMove(), { passive: true, capture: true });
    }
    setInterval(() => this.#tick(), clockMs);
    this.#watch();
  }

  /** Something was told, or a wish was settled. */
  changed(): void {
    const told = heldValue(this.#link.held, 'place');
    if (told && !this.#place) {
      this.#place = startPlace(told.place, stored(this.#api).place);
      this.#target = this.#place;
    } else if (told && told.asked !== this.#asked) this.#arrive(told.place, this.#place);
    if (told) this.#asked = told.asked;
    this.#follow();
  }

  scene(): Scene | undefined {
    const shown = this.#shown;
    if (!shown) return undefined;
    const { language } = shown.place;
    const uiNow = () => this.#ui;
    const underWayNow = () => this.#link.underWay;
    return {
      shown,
      get ui() {
        return uiNow();
      },
      get underWay() {
        return underWayNow();
      },
      language,
      words: wordsIn(language),
      nowAt: Date.now(),
      wish: (wish, outcome) => this.#wish(wish, outcome),
      change: change => this.change(change),
      go: place => this.#go(place),
      say: sentence => this.#announcer.say(sentence),
    };
  }

  change(change: UiChange): void {
    if (change.isListOpen !== undefined && change.isListOpen !== this.#ui.isListOpen) {
      this.#target = change.isListOpen ? {} : this.#place;
      this.#focus = '#title';
    }
    if (change.isListOpen) this.#change({ chosen: undefined, pointedAt: undefined });
    if (change.areKeysOpen !== undefined) this.#focus = change.areKeysOpen ? '.keylist' : '#title';
    const { miniature } = this.#ui;
    this.#change(change);
    if (change.hint === undefined) this.#change({ hint: undefined });
    // What a page says while it goes away is lost, so each report of the miniature is kept as it comes.
    if ('draft' in change || 'guess' in change || this.#ui.miniature !== miniature) this.#store();
    this.#follow();
  }

  /** Writes the place down at once, for the page may go away. */
  flush(): void {
    if (this.#placeTimer !== undefined) this.#tellPlace();
  }

  #change(change: UiChange): void {
    const all = Object.entries({ ...this.#ui, ...change }).filter(([, value]) => value !== undefined);
    this.#ui = { ...firstUi, ...Object.fromEntries(all) };
  }

  #wish(wish: Wish, { granted, refused }: Outcome = {}): void {
    this.#link.wish(wish, problem => {
      const others = this.#ui.refused.filter(one => one.wish !== wish.type);
      if (!problem) {
        if (others.length < this.#ui.refused.length) this.change({ refused: others });
        granted?.();
      } else if (refused) refused(problem);
      else if (!silent.has(wish.type)) this.change({ refused: [...others, { wish: wish.type, problem }] });
    });
    this.#invalidate();
  }

  #go(change: PlaceChange): void {
    if (!this.#place) return;
    // The passage that is at the top now stays there, whatever changes above it.
    const before = this.#measuredPlace(this.#place);
    const place = placeAfter(before, change);
    this.#arrive(place, before);
    // What was pressed may be gone or mean something else now; reading goes on at the title or the passage.
    if (change.passage !== undefined) this.#focus = `[data-passage="${CSS.escape(change.passage)}"]`;
    else if (change.concept !== undefined || isLeft(this.#root, before, change)) this.#focus = '#title';
    this.#tellPlace(before);
  }

  /** What has to follow a new place: where to scroll, what to close, where the focus goes. */
  #arrive(place: Place, before: Place | undefined): void {
    this.#place = place;
    const isElsewhere =
      place.view !== before?.view || place.concept !== before.concept || place.chapter !== before.chapter;
    const opens = isElsewhere || place.passage !== before?.passage;
    this.#change({ selection: undefined, ...(opens ? { isListOpen: false, refused: [] } : {}) });
    if (place.run !== before?.run || place.beside !== before?.beside) {
      this.#change({
        step: undefined,
        side: undefined,
        hovered: undefined,
        isPlaying: false,
        isAtEnd: true,
        replay: undefined,
      });
    }
    if (place.view === 'chapter') this.#target = place;
    else if (isElsewhere || place.run !== before?.run || place.beside !== before?.beside) this.#target = {};
    this.#follow();
  }

  /** What is watched, shown and drawn follows the place, what is open in it, and what was told. */
  #follow(): void {
    this.#watch();
    this.#takeShown();
    this.#invalidate();
  }

  /** Watches what the place needs, and nothing else. */
  #watch(): void {
    const place = this.#place ?? stored(this.#api).place ?? { view: 'chapter', language: 'en' };
    const chapter =
      place.chapter === undefined ? undefined : heldValue(this.#link.held, 'chapter', place.chapter);
    const concept = chapter ? conceptAt(place, chapter)?.id : place.concept;
    const { isSearching, isListOpen: isMapOpen, listedRuns: runs } = this.#ui;
    const runQuery = queryOf(this.#ui.runQuery);
    const isReplaying = this.#ui.replay !== undefined;
    const cards = heldValue(this.#link.held, 'review')?.due.slice(0, cardsAhead) ?? [];
    const chapters = chaptersOf(cards.map(({ annotation }) => annotation));
    this.#link.watch(
      topicsOf(place, concept, { isSearching, isMapOpen, runs, runQuery, isReplaying, chapters }),
    );
  }

  /** What was told wrong leaves the page as it was: the reader can go elsewhere. */
  #puttingTogether(place: Place): Shown | undefined {
    try {
      const runQuery = queryOf(this.#ui.runQuery);
      return shownAt(place, this.#link.held, { runs: this.#ui.listedRuns, runQuery, isFirst: !this.#isSeen });
    } catch (error) {
      const detail = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
      if (detail !== this.#reported) this.#wish({ type: 'panelFailed', detail });
      this.#reported = detail;
      return undefined;
    }
  }

  #takeShown(): void {
    const shown = this.#place && this.#puttingTogether(this.#place);
    if (shown) this.#shown = shown;
  }

  #invalidate(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  /** A list draws its items only here: one that cannot be drawn fails the view too. */
  #render(scene: Scene, drawn: TemplateResult): void {
    const page = (view: TemplateResult) => html`${head(scene)}${view}${hint(scene)}${keyList(scene)}`;
    try {
      render(page(drawn), this.#root);
    } catch (error) {
      const failed = orFailed(scene, () => {
        throw error;
      });
      // What was drawn in part is not gone on with.
      render(nothing, this.#root);
      render(page(failed), this.#root);
    }
  }

  #draw(): void {
    const scene = this.scene();
    if (!scene) return;
    this.#opened();
    const view = this.#viewOf(scene);
    const isSame = view === this.#drawn;
    if (isSame) view.beforeDrawing?.(scene, this.#root);
    else this.#drawn?.left?.();
    this.#speakIn(scene.language);
    const drawn = orFailed(scene, () => view.draw(scene));
    this.#render(scene, drawn);
    if (!this.#drawn) inFrames(framesToSee, () => this.#see());
    this.#drawn = view;
    this.#focus = view.afterDrawing?.(scene, this.#root) ?? this.#focus;
    this.#restorePlace();
    this.#takeFocus();
  }

  /** The reader has the words; now there is time for what stands beside them. */
  #see(): void {
    this.#isSeen = true;
    this.#follow();
  }

  #viewOf({ shown }: Scene): PanelView {
    return this.#views[shown.place.view];
  }

  /** Set only when it differs: the attribute styles the whole page anew. */
  #speakIn(language: Language): void {
    if (this.#root.lang === language) return;
    this.#root.lang = language;
    document.documentElement.lang = language;
  }

  /** Another width breaks the lines anew; the passage that was at the top is put back there. */
  #resized(): void {
    this.#drawn?.resized?.(this.#root);
    const width = this.#root.clientWidth;
    const place = this.#place;
    if (
      width !== this.#width &&
      this.#width > 0 &&
      place?.view === 'chapter' &&
      place.passage !== undefined
    ) {
      scrollToPlace(place.passage, place.offset);
    }
    this.#width = width;
  }

  #restorePlace(): void {
    const target = this.#target;
    // Where it leads is not there yet: the page still shows the place before.
    if (!target || this.#shown?.place !== this.#place) return;
    scrollToPlace(target.passage, target.offset);
    // Notes that come later may push the passage away; then it is put back, unless the reader has begun to move.
    this.#isSettling = this.#shown?.lacksNotes === true;
    if (!this.#isSettling) this.#target = undefined;
  }

  #letMove(): void {
    if (!this.#isSettling) return;
    this.#isSettling = false;
    this.#target = undefined;
  }

  #takeFocus(): void {
    if (this.#focus === undefined || this.#shown?.place !== this.#place) return;
    this.#root.querySelector<HTMLElement>(this.#focus)?.focus({ preventScroll: true });
    this.#focus = undefined;
  }

  #tick(): void {
    const scene = this.scene();
    if (scene && this.#viewOf(scene).isTicking?.(scene)) this.#invalidate();
  }

  #scrolled(): void {
    const atEnd = isAtEnd();
    if (atEnd !== this.#ui.isAtEnd) this.change({ isAtEnd: atEnd });
    if (this.#shown?.place.view !== 'chapter' || this.#ui.isListOpen) return;
    clearTimeout(this.#placeTimer);
    this.#placeTimer = setTimeout(() => this.#tellPlace(), placeDelayMs);
  }

  /** `from`: where a jump began. */
  #tellPlace(from?: Place): void {
    clearTimeout(this.#placeTimer);
    this.#placeTimer = undefined;
    if (!this.#place) return;
    this.#place = this.#measuredPlace(this.#place);
    this.#takeShown();
    this.#store();
    this.#wish({ type: 'placeChanged', place: this.#place, ...(from ? { from } : {}) });
  }

  #store(): void {
    const { draft, guess, miniature } = this.#ui;
    store(this.#api, { place: this.#place, draft, guess, miniature });
  }

  /** The place as the page stands; while a drawing is due, the page still shows the old one. */
  #measuredPlace(place: Place): Place {
    const shown = this.#shown;
    if (!shown || shown.place !== place || place.view !== 'chapter' || this.#ui.isListOpen || this.#target) {
      return place;
    }
    const atTop = passageAtTop();
    const { passage: _passage, offset: _offset, ...rest } = place;
    const concept = conceptAt(place, shown.chapter)?.id;
    return {
      ...rest,
      ...(concept === undefined ? {} : { concept }),
      ...(atTop ? { passage: atTop.passage, offset: atTop.offset } : {}),
    };
  }
}

/** Nobody asked for these with their own hands, so nobody is told when they are refused. */
const silent: ReadonlySet<Wish['type']> = new Set(['placeChanged', 'markRead', 'panelFailed', 'showLines']);

/** So many frames on, what was drawn is painted, by us and by the window around us, which may share our thread. */
const framesToSee = 3;

function inFrames(count: number, act: () => void): void {
  requestAnimationFrame(() => (count > 1 ? inFrames(count - 1, act) : act()));
}

/** Whether what has the focus is about to go with its view; the running head stays. */
function isLeft(root: HTMLElement, { view }: Place, change: PlaceChange): boolean {
  if (change.view === undefined || change.view === view) return false;
  return root.querySelector('.head :focus') === null;
}
