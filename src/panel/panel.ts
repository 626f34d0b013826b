// The panel: owns what is shown, draws it at most once a frame, and keeps the reader's place over every change.
import { html, render, type TemplateResult } from 'lit-html';
import type { Language } from '../core/chapter/chapter';
import type { Fact, Place, Wish } from '../core/protocol';
import { isFinished } from '../core/reasoning/run';
import { Announcer } from './announcer';
import { chapterView } from './chapterView';
import { openConcept } from './concept';
import { head } from './head';
import { labsView } from './labsView';
import { LinesLight } from './linesLight';
import type { EditorApi, Link } from './link';
import { alignNotes } from './notes';
import { listenToPage } from './pageEvents';
import { startPlace, storedPlace, storePlace } from './panelState';
import { isAtEnd, passageAtTop, scrollToPlace } from './place';
import { plainOf } from './plainOf';
import { Player } from './play';
import { ReadingWatch } from './readingWatch';
import { reasoningView } from './reasoningView';
import { reviewView } from './reviewView';
import { silence, speak } from './runSpeech';
import { firstUi, type Scene, type Ui, type UiChange } from './scene';
import { findPassages } from './search';
import { type PlaceChange, placeAfter, reduce, type Shown } from './state';
import { wordsIn } from './words';

/** After scrolling has paused for this long, the place is worth telling. */
const placeDelayMs = 120;
const clockMs = 1000;

export class Panel {
  readonly #api: EditorApi;
  readonly #link: Link;
  readonly #root: HTMLElement;
  readonly #announcer = new Announcer();
  readonly #reading = new ReadingWatch(passage => this.#markRead(passage));
  readonly #player = new Player(
    step => this.change({ step, hovered: undefined }),
    () => this.change({ isPlaying: false }),
  );
  readonly #light: LinesLight;
  #shown: Shown | undefined;
  #ui: Ui = firstUi;
  #speech = silence;
  #isDrawing = false;
  /** The run that stands in the page; one that is not yet there begins at its top. */
  #drawnRun: string | undefined;
  /** The place to scroll to after the next drawing. */
  #target: Pick<Place, 'passage' | 'offset'> | undefined;
  /** What takes the focus after the next drawing. */
  #focus: string | undefined;
  #width = 0;
  #placeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: EditorApi, link: Link, root: HTMLElement) {
    this.#api = api;
    this.#link = link;
    this.#root = root;
    this.#light = new LinesLight(wish => link.wish(wish));
    root.after(this.#announcer.element);
    listenToPage({
      scene: () => this.scene(),
      page: root,
      scrolled: () => this.#scrolled(),
      resized: () => this.#resized(),
    });
    setInterval(() => this.#tick(), clockMs);
  }

  receive(fact: Fact): void {
    const before = this.#shown;
    this.#shown = reduce(before, fact);
    if (this.#shown && !before) {
      const place = startPlace(this.#shown.place, storedPlace(this.#api));
      this.#shown = { ...this.#shown, place };
      this.#target = place;
    }
    if (fact.type === 'snapshot' || fact.type === 'annotationsChanged') {
      this.#change({ rated: undefined, saving: new Set() });
    }
    if (before?.run?.id !== this.#shown?.run?.id) {
      this.#change({
        step: undefined,
        hovered: undefined,
        isPlaying: false,
        saving: new Set(),
        isAtEnd: true,
      });
    }
    if (fact.type === 'goTo') this.#arrive(fact.place, before?.place);
    this.#invalidate();
  }

  scene(): Scene | undefined {
    const shown = this.#shown;
    if (!shown) return undefined;
    const { language } = shown.place;
    return {
      shown,
      ui: this.#ui,
      language,
      words: wordsIn(language),
      nowAt: Date.now(),
      wish: (wish: Wish) => this.#link.wish(wish),
      change: change => this.change(change),
      go: place => this.#go(place),
      say: sentence => this.#announcer.say(sentence),
    };
  }

  change(change: UiChange): void {
    if (change.isListOpen !== undefined && change.isListOpen !== this.#ui.isListOpen) {
      this.#target = change.isListOpen ? {} : this.#shown?.place;
      this.#focus = '#title';
    }
    this.#change(change);
    this.#invalidate();
  }

  /** Writes the place down at once, for the page may go away. */
  flush(): void {
    if (this.#placeTimer !== undefined) this.#tellPlace();
  }

  #change(change: UiChange): void {
    const all = Object.entries({ ...this.#ui, ...change }).filter(([, value]) => value !== undefined);
    this.#ui = { ...firstUi, ...Object.fromEntries(all) };
  }

  #go(change: PlaceChange): void {
    const shown = this.#shown;
    if (!shown) return;
    // The passage that is at the top now stays there, whatever changes above it.
    const before = this.#measuredPlace(shown);
    this.#shown = { ...shown, place: placeAfter(before, change) };
    this.#arrive(change, before);
    // What was pressed may be gone or mean something else now; reading goes on at the title or the passage.
    if (change.passage !== undefined) this.#focus = `[data-passage="${CSS.escape(change.passage)}"]`;
    else if (change.concept !== undefined || isLeft(this.#root, before, change)) this.#focus = '#title';
    this.#tellPlace();
    this.#invalidate();
  }

  /** What has to follow a new place: where to scroll, what to close, where the focus goes. */
  #arrive(change: PlaceChange, before: Place | undefined): void {
    const place = this.#shown?.place;
    if (!place) return;
    this.#change({ selection: undefined });
    const opens = change.passage ?? change.concept ?? (change.view === 'chapter' ? change.view : undefined);
    if (opens !== undefined) this.#change({ isListOpen: false });
    const isElsewhere = place.view !== before?.view || place.concept !== before?.concept;
    if (place.view === 'chapter') this.#target = place;
    else if (isElsewhere) this.#target = {};
    if (place.language !== before?.language && this.#ui.query !== '') {
      const scene = this.scene();
      if (scene) this.#change({ hits: findPassages(scene, this.#ui.query) });
    }
  }

  #invalidate(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const scene = this.scene();
    if (!scene) return;
    const { shown, language } = scene;
    const { view } = shown.place;
    const isFollowing =
      shown.run !== undefined && this.#drawnRun === shown.run.id && !isFinished(shown.run) && isAtEnd();
    const wasRevealed = this.#root.querySelector('.card .a') !== null;
    const wasWriting = this.#root.querySelector('.note.writing') !== null;
    this.#speakIn(language);
    render(html`${head(scene)}${viewOf(scene)}`, this.#root);
    if (view === 'chapter') this.#align();
    this.#reading.watch([...this.#root.querySelectorAll('[data-end]')]);
    this.#restorePlace();
    if (isFollowing && this.#ui.step === undefined)
      window.scrollTo({ top: document.documentElement.scrollHeight });
    this.#drawnRun = view === 'reasoning' ? shown.run?.id : undefined;
    this.#focusWhatOpened(wasRevealed, wasWriting);
    this.#light.show(view === 'reasoning' ? shown.run?.id : undefined, this.#ui.hovered ?? this.#ui.step);
    this.#player.follow(shown.run, this.#ui, language);
    this.#speak(scene);
  }

  /** Set only when it differs: the attribute styles the whole page anew. */
  #speakIn(language: Language): void {
    if (this.#root.lang === language) return;
    this.#root.lang = language;
    document.documentElement.lang = language;
  }

  #align(): void {
    alignNotes(this.#root);
  }

  /** Another width breaks the lines anew; the passage that was at the top is put back there. */
  #resized(): void {
    this.#align();
    const width = this.#root.clientWidth;
    const place = this.#shown?.place;
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
    if (!target) return;
    this.#target = undefined;
    scrollToPlace(target.passage, target.offset);
  }

  /** Reveal moves the focus to the answer, a new note's field takes it; else it stays where the reader is. */
  #focusWhatOpened(wasRevealed: boolean, wasWriting: boolean): void {
    const isRevealed = this.#root.querySelector('.card .a') !== null;
    if (isRevealed && !wasRevealed) this.#focus = '.card .a';
    if (wasRevealed && !isRevealed) this.#focus = '.card .q, #title';
    if (!wasWriting && this.#root.querySelector('.note.writing')) this.#focus = '.note.writing textarea';
    if (this.#focus === undefined) return;
    this.#root.querySelector<HTMLElement>(this.#focus)?.focus({ preventScroll: true });
    this.#focus = undefined;
  }

  #speak(scene: Scene): void {
    const { run, place } = scene.shown;
    if (!run || place.view !== 'reasoning') return;
    const { speech, sentences } = speak(this.#speech, run, scene.nowAt, scene.words, plainOf);
    this.#speech = speech;
    for (const sentence of sentences) this.#announcer.say(sentence);
  }

  #tick(): void {
    const run = this.#shown?.run;
    if (run && !isFinished(run) && this.#shown?.place.view === 'reasoning') this.#invalidate();
  }

  #scrolled(): void {
    const atEnd = isAtEnd();
    if (atEnd !== this.#ui.isAtEnd) this.change({ isAtEnd: atEnd });
    if (this.#shown?.place.view !== 'chapter' || this.#ui.isListOpen) return;
    clearTimeout(this.#placeTimer);
    this.#placeTimer = setTimeout(() => this.#tellPlace(), placeDelayMs);
  }

  #tellPlace(): void {
    clearTimeout(this.#placeTimer);
    this.#placeTimer = undefined;
    const shown = this.#shown;
    if (!shown) return;
    const place = this.#measuredPlace(shown);
    this.#shown = { ...shown, place };
    storePlace(this.#api, place);
    this.#link.wish({ type: 'placeChanged', place, chapter: shown.chapter.key, read: [...shown.read] });
  }

  /** The place as the page stands; while a drawing is due, the page still shows the old one. */
  #measuredPlace(shown: Shown): Place {
    if (shown.place.view !== 'chapter' || this.#ui.isListOpen || this.#target) return shown.place;
    const atTop = passageAtTop();
    const { passage: _passage, offset: _offset, ...place } = shown.place;
    const concept = openConcept({ shown })?.id;
    return {
      ...place,
      ...(concept === undefined ? {} : { concept }),
      ...(atTop ? { passage: atTop.passage, offset: atTop.offset } : {}),
    };
  }

  #markRead(passage: string): void {
    const shown = this.#shown;
    if (!shown || shown.read.includes(passage)) return;
    this.#shown = { ...shown, read: [...shown.read, passage] };
    this.#tellPlace();
    this.#invalidate();
  }
}

/** Whether what has the focus is about to go with its view; the running head stays. */
function isLeft(root: HTMLElement, { view }: Place, change: PlaceChange): boolean {
  if (change.view === undefined || change.view === view) return false;
  return root.querySelector('.head :focus') === null;
}

function viewOf(scene: Scene): TemplateResult {
  switch (scene.shown.place.view) {
    case 'chapter':
      return chapterView(scene);
    case 'reasoning':
      return reasoningView(scene);
    case 'review':
      return reviewView(scene);
    case 'labs':
      return labsView(scene);
  }
}
