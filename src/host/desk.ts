// The reader's desk: what the commands do, with the panel on one side and the code on the other.
import * as vscode from 'vscode';
import { Store } from '../core/base/store';
import { type Chapter, inLanguage, type Language } from '../core/chapter/chapter';
import type { Log } from '../core/ports';
import type { Place } from '../core/protocol';
import { type Excerpt, isFinished, type Run } from '../core/reasoning/run';
import { compareCode } from '../core/reasoning/staleness';
import { noteOnSelection } from './annotate';
import type { Bookmark } from './bookmark';
import type { Bulletin } from './bulletin';
import type { Chapters } from './chapters';
import { columnFor } from './columns';
import { openRegion } from './companion';
import type { Endpoints } from './endpoints';
import { boundsOf, type Explainer } from './explain';
import { type Highlights, toRange } from './highlights';
import type { Notebook } from './notebook';
import type { ConceptPanel } from './panel';
import { codeUnderCaret, excerptToExplain } from './selection';
import { ServerWatch } from './serverWatch';

export interface DeskParts {
  readonly log: Log;
  readonly bookmark: Bookmark;
  readonly bulletin: Bulletin;
  readonly chapters: Chapters;
  readonly notebook: Notebook;
  readonly explainer: Explainer;
  readonly highlights: Highlights;
  readonly endpoints: Endpoints;
  readonly panel: ConceptPanel;
}

export class Desk implements vscode.Disposable {
  readonly #parts: DeskParts;
  readonly #owned = new Store();
  readonly #watch: ServerWatch;
  /** The run that found no server, of those of this session. */
  #awaiting: string | undefined;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#watch = this.#owned.add(new ServerWatch(() => parts.endpoints.isReady()));
    this.#owned.add(parts.panel.onOpen(isOpen => !isOpen && this.#clear()));
    this.#owned.add(parts.explainer.onNews(({ type }) => this.#onRun(type === 'shown')));
    this.#owned.add(parts.explainer.onRunning(tellRunning));
    this.#owned.add(parts.chapters.onChange(() => this.attempt('chapter', () => parts.panel.refresh())));
  }

  /** Opens the panel where the reader was, or at the place that a CodeLens or the side bar names. */
  async open(where?: unknown): Promise<void> {
    const { chapter, ...place } = placeIn(where);
    const isThere = chapter === undefined || (await this.#turnTo(chapter));
    await this.#goTo({ view: 'chapter', ...(isThere ? place : {}) }, false);
    if (!isThere) this.#parts.bulletin.tellProblem({ code: 'unknown-chapter', chapter });
  }

  async review(): Promise<void> {
    await this.#goTo({ view: 'review' }, false);
  }

  openFromSideBar(): void {
    if (!this.#parts.panel.isOpen) this.attempt('side bar', () => this.#goTo({}, true));
  }

  /** Explains what is selected in the editor, or the function around the caret. */
  async explainHere(): Promise<Run> {
    const found = await codeUnderCaret();
    if (!('code' in found)) return this.explain(found.document, found.selection);
    await this.#goTo({ view: 'reasoning' }, true);
    return this.#parts.explainer.refuse(found);
  }

  async explain(document: vscode.TextDocument, range: vscode.Range): Promise<Run> {
    const excerpt = await excerptToExplain(document, range);
    await this.#showBesidePanel(document);
    await this.#goTo({ view: 'reasoning' }, true);
    if ('code' in excerpt) return this.#parts.explainer.refuse(excerpt);
    return this.#parts.explainer.explain(excerpt);
  }

  /** The code of an earlier run as it stands in its file now; as it was, where the file cannot be read. */
  async explainAgain({ excerpt }: Run): Promise<Run> {
    return this.#parts.explainer.explain(await codeNow(excerpt));
  }

  async annotateHere(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.selection.isEmpty) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Select the words or the lines to annotate first.'),
      );
      return;
    }
    const annotation = await noteOnSelection(editor);
    if (annotation) await this.write(store => store.put(annotation));
  }

  /** `true` when a run may now find another model. Setting one up is on its own way, and begins the run itself. */
  async selectModel(): Promise<boolean> {
    const picked = await this.#parts.endpoints.pick();
    if (picked === 'set-up') await this.setUpModel();
    return picked === 'changed';
  }

  /** The panel shows how far it is; a run that failed, and is still shown, begins anew when there is a model. */
  async setUpModel(): Promise<void> {
    const { explainer, endpoints } = this.#parts;
    const failed = explainer.shown?.problem ? explainer.shown : undefined;
    await this.#goTo({ view: 'reasoning' }, true);
    if (!(await endpoints.setUp())) return;
    const isStillShown = failed !== undefined && explainer.shown?.id === failed.id;
    if (isStillShown && failed.excerpt.uri !== '') await explainer.explain(failed.excerpt);
  }

  /** Offers the built-in chapter and those of the workspace's `.marginalia/` folder. */
  async chooseChapter(): Promise<void> {
    const { bookmark, chapters } = this.#parts;
    const items = chapters.list().then(places =>
      Promise.all(
        places.map(async place => ({
          label: await chapters.titleOf(place, bookmark.place.language),
          description: place.isBuiltIn ? vscode.l10n.t('comes with Marginalia') : place.where,
          place,
        })),
      ),
    );
    const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose Chapter') });
    if (!chosen) return;
    await this.open({ chapter: chosen.place.key });
  }

  /** Opens a region by its id, or offers the chapter's regions. */
  async openCode(regionId?: unknown): Promise<void> {
    const { chapter } = await this.#parts.chapters.load();
    const id =
      typeof regionId === 'string'
        ? regionId
        : await pickRegion(chapter, this.#parts.bookmark.place.language);
    if (id === undefined) return;
    const editor = await openRegion(chapter, id);
    const file = chapter.regions.find(region => region.id === id)?.file ?? id;
    if (!editor) this.#parts.bulletin.tellProblem({ code: 'missing-code', file });
  }

  /** Changes the notebook. What the disk refuses is told in the panel; nothing is lost in memory. */
  async write(change: (store: Awaited<ReturnType<Notebook['open']>>) => Promise<unknown>): Promise<void> {
    const store = await this.#parts.notebook.open();
    try {
      await change(store);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#parts.log.error(`a note was not written: ${detail}`);
      this.#parts.bulletin.tellProblem({ code: 'not-written', detail });
    }
  }

  /** Work that nobody waits for: what goes wrong in it is logged and told in the panel. */
  attempt(what: string, work: () => unknown): void {
    Promise.resolve()
      .then(work)
      .catch(error => {
        this.#parts.log.error(`${what}: ${error instanceof Error ? error.stack : error}`);
        const detail = error instanceof Error ? error.message : String(error);
        this.#parts.bulletin.tellProblem({ code: 'internal', detail });
      });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Code in the panel's own group would be covered by what explains it. */
  async #showBesidePanel(document: vscode.TextDocument): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document !== document || editor.viewColumn !== this.#parts.panel.viewColumn) return;
    const { selection } = editor;
    await vscode.window.showTextDocument(document, { viewColumn: columnFor(document.uri), selection });
  }

  /** `false` where there is no such chapter. */
  async #turnTo(name: string): Promise<boolean> {
    const { bookmark, chapters } = this.#parts;
    const { chapter } = await chapters.load();
    const key = (await chapters.placeOf(name))?.key;
    if (key === undefined) return false;
    if (key === chapter.key) return true;
    await chapters.open(key);
    // At once: a place that the panel tells in between would be one in the chapter before.
    await Promise.all([bookmark.turn(chapter.key, key), chapters.choose(key)]);
    return true;
  }

  async #goTo(place: Partial<Place>, preserveFocus: boolean): Promise<void> {
    const { bookmark, panel } = this.#parts;
    await bookmark.move(place);
    const wasOpen = panel.isOpen;
    panel.show(preserveFocus);
    if (wasOpen) panel.tell({ type: 'goTo', place });
  }

  #onRun(isAnother: boolean): void {
    const { explainer, highlights } = this.#parts;
    const { shown } = explainer;
    if (isAnother) {
      highlights.show(undefined);
      this.#watch.stop();
      // Back from an earlier run: the page says that it waits, so it does.
      if (shown && shown.id === this.#awaiting) this.#awaitServer(shown);
    } else if (shown && isFinished(shown)) this.#awaitServer(shown);
  }

  /** A reader who asked and found no server asks no second time: the run begins when one is there. */
  #awaitServer(run: Run): void {
    if (!isServerMissing(run) || run.excerpt.uri === '') return;
    const { explainer, panel } = this.#parts;
    this.#awaiting = run.id;
    this.#watch.start(() => {
      const isStillShown = explainer.shown?.id === run.id && panel.isOpen;
      if (isStillShown) this.attempt('a server appeared', () => explainer.explain(run.excerpt));
    });
  }

  #clear(): void {
    this.#parts.highlights.show(undefined);
    this.#watch.stop();
  }
}

function isServerMissing({ problem }: Run): boolean {
  return problem?.code === 'no-endpoint' || problem?.code === 'no-model' || problem?.code === 'refused';
}

/** For the keybinding and the palette: stopping is offered while something runs. */
function tellRunning(isRunning: boolean): void {
  void vscode.commands.executeCommand('setContext', 'marginalia.isRunning', isRunning);
}

async function codeNow(excerpt: Excerpt): Promise<Excerpt> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(excerpt.uri, true));
    const { shift } = compareCode(excerpt, document.getText());
    const { first, last } = boundsOf(excerpt);
    const now = await excerptToExplain(document, toRange({ first: first + shift, last: last + shift }));
    return 'code' in now ? excerpt : now;
  } catch {
    return excerpt;
  }
}

/** Only what a command's caller may name of a place; anything else is ignored. */
function placeIn(where: unknown): Partial<Place> & { readonly chapter?: string } {
  if (typeof where !== 'object' || where === null) return {};
  const chapter = 'chapter' in where && typeof where.chapter === 'string' ? { chapter: where.chapter } : {};
  const passage = 'passage' in where && typeof where.passage === 'string' ? { passage: where.passage } : {};
  const concept = 'concept' in where && typeof where.concept === 'string' ? { concept: where.concept } : {};
  return { ...chapter, ...passage, ...concept };
}

async function pickRegion(chapter: Chapter, language: Language): Promise<string | undefined> {
  const items = chapter.regions.map(({ id, file, symbol, about }) => ({
    label: symbol ?? id,
    description: file,
    detail: inLanguage(about, language),
    id,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Open Companion Code'),
    matchOnDetail: true,
  });
  return chosen?.id;
}
