// The chapter as a view: its page, its keys, and what follows a drawing of it.
import type { TemplateResult } from 'lit-html';
import type { MapPlan } from '../../../core/chapter/map/drawing';
import type { Command } from '../../keys';
import type { Scene } from '../../scene';
import { chapterKey } from '../../scene';
import type { PanelView } from '../../view';
import { alignNotes } from './alignNotes';
import { chapterView } from './chapterView';
import { setRailway } from './map/railway';
import { stationAfter } from './map/walkMap';
import { Training } from './miniature/training';
import { ReadingWatch } from './readingWatch';
import { currentSelection, writeNote } from './selectionBar';
import { selectWords } from './selectWords';
import { clickOpenCode, walkPassages } from './walkPassages';

export class ChapterView implements PanelView {
  readonly #reading = new ReadingWatch(passage => this.#markRead(passage));
  readonly #training = new Training(() => this.#scene);
  #scene: Scene | undefined;
  #wasWriting = false;
  /** Missing while the map is not on the page, or an outline. */
  #map: MapPlan | undefined;

  draw(scene: Scene): TemplateResult {
    this.#scene = scene;
    return chapterView(scene, this.#training, event => this.#walkMap(event));
  }

  beforeDrawing(_scene: Scene, page: HTMLElement): void {
    this.#wasWriting = isWriting(page);
  }

  /** A new note's field takes the focus. */
  afterDrawing(scene: Scene, page: HTMLElement): string | undefined {
    alignNotes(page);
    this.#map = setRailway(page, scene.shown.chapter.concepts);
    if (!page.querySelector('[data-lab]')) this.#training.stop();
    this.#reading.watch([...page.querySelectorAll('[data-end]')]);
    return !this.#wasWriting && isWriting(page) ? '.note.writing textarea' : undefined;
  }

  left(): void {
    this.#reading.watch([]);
    this.#training.stop();
    this.#wasWriting = false;
  }

  resized(page: HTMLElement): void {
    alignNotes(page);
    if (this.#scene) this.#map = setRailway(page, this.#scene.shown.chapter.concepts);
  }

  selected(scene: Scene, page: HTMLElement): void {
    const selection = currentSelection(page);
    if (selection !== undefined || scene.ui.selection !== undefined) scene.change({ selection });
  }

  perform(scene: Scene, command: Command): boolean {
    switch (command.do) {
      case 'walk':
        walkPassages(command.by);
        return true;
      case 'openCode':
        return clickOpenCode();
      case 'annotate':
        annotateSelected(scene);
        return true;
      case 'select':
        return selectWords(command.by, command.isMove);
      default:
        return false;
    }
  }

  close({ ui, change }: Scene): boolean {
    const aside = document.activeElement?.closest<HTMLElement>('aside[data-annotation]');
    const words =
      aside &&
      document.querySelector<HTMLElement>(`a.said[data-for="${CSS.escape(aside.dataset.annotation ?? '')}"]`);
    if (ui.selection) {
      document.getSelection()?.removeAllRanges();
      change({ selection: undefined });
    } else if (ui.draft && document.querySelector('.note.writing')) change({ draft: undefined });
    else if (words) words.focus();
    else if (ui.isListOpen) change({ isListOpen: false });
    else return false;
    return true;
  }

  /** The focus goes on, and with it what is chosen. */
  #walkMap(event: KeyboardEvent): void {
    if (!this.#map || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const links = [...document.querySelectorAll<HTMLElement>('[data-map] > li > a')];
    const at = links.findIndex(link => link === event.target);
    const next = at < 0 ? undefined : stationAfter(this.#map, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    links[next]?.focus();
  }

  #markRead(passage: string): void {
    const scene = this.#scene;
    if (!scene || scene.shown.read.includes(passage)) return;
    scene.wish({ type: 'markRead', chapter: chapterKey(scene), passages: [passage] });
  }
}

function isWriting(page: HTMLElement): boolean {
  return page.querySelector('.note.writing') !== null;
}

/** What was selected a moment ago counts, whether or not it was offered yet. */
function annotateSelected(scene: Scene): void {
  const page = document.querySelector('main');
  const selection = scene.ui.selection ?? (page ? currentSelection(page) : undefined);
  if (selection) writeNote({ ...scene, ui: { ...scene.ui, selection } });
  else {
    scene.change({ hint: scene.words.selectFirst });
    scene.say(scene.words.selectFirst);
  }
}
