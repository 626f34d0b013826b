// The reader's desk: panel, code, notes and runs side by side. Commands come here, and what changed on the desk
// goes to the panel.
import * as vscode from 'vscode';
import type { Problem } from '../core/base/problem';
import { Store } from '../core/base/store';
import type { Log } from '../core/ports';
import type { Place, RunSummary, Snapshot } from '../core/protocol';
import type { RunHistory } from '../core/reasoning/history';
import { type Excerpt, isFinished, type Run } from '../core/reasoning/run';
import { compareCode } from '../core/reasoning/staleness';
import { noteOnSelection } from './annotate';
import type { Bookmark } from './bookmark';
import type { Chapters } from './chapters';
import { openRegion } from './companion';
import type { Endpoints } from './endpoints';
import { boundsOf, type Explainer, type RunNews } from './explain';
import { type Highlights, toRange } from './highlights';
import type { Notebook } from './notebook';
import { ConceptPanel } from './panel';
import { RunInEditor } from './runInEditor';
import { codeUnderCaret, excerptToExplain } from './selection';
import { ServerWatch } from './serverWatch';
import type { SetUp } from './setUp';
import { granting, type WishTable } from './wishes';

export interface DeskParts {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  readonly bookmark: Bookmark;
  readonly chapters: Chapters;
  readonly notebook: Notebook;
  readonly explainer: Explainer;
  readonly history: RunHistory;
  readonly highlights: Highlights;
  readonly endpoints: Endpoints;
  readonly setUp: SetUp;
}

export class Desk implements vscode.Disposable {
  readonly parts: DeskParts;
  readonly panel: ConceptPanel;
  readonly inEditor: RunInEditor;
  readonly #owned = new Store();
  readonly #wishes: WishTable;
  readonly #watch: ServerWatch;
  #runs: readonly RunSummary[] = [];
  #isRunning = false;
  /** What went wrong outside a run, beside what the chapter and the notebook say of themselves. */
  #passing: readonly Problem[] = [];

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.panel = this.#owned.add(
      new ConceptPanel({
        extensionUri: parts.extensionUri,
        log: parts.log,
        prepare: () => this.#prepare(),
        snapshot: () => this.#snapshot(),
      }),
    );
    this.inEditor = this.#owned.add(new RunInEditor(parts.explainer, parts.highlights));
    this.#wishes = granting(this);
    this.#owned.add(this.panel.onWish(wish => this.#grant(wish.type, () => this.#wishes(wish))));
    this.#owned.add(this.panel.onOpen(isOpen => this.#onOpen(isOpen)));
    this.#watch = this.#owned.add(new ServerWatch(() => parts.endpoints.isAnyThere()));
    this.#owned.add(parts.explainer.onNews(news => this.#tellRun(news)));
    this.#owned.add(parts.notebook.onChange(() => this.tellNotes()));
    this.#owned.add(parts.chapters.onChange(() => this.#grant('chapter', () => this.panel.refresh())));
    this.#owned.add(parts.setUp.onChange(setUp => this.panel.tell({ type: 'setUpChanged', setUp })));
    this.#owned.add(this.inEditor.onEdit(lines => this.#tellEdit(lines)));
    this.#owned.add(this.inEditor.onCaret(line => this.#tellCaret(line)));
  }

  /** Opens the panel where the reader was, or at the place that a CodeLens or the side bar names. */
  async open(where?: unknown): Promise<void> {
    await this.#goTo({ view: 'chapter', ...placeIn(where) }, false);
  }

  async review(): Promise<void> {
    await this.#goTo({ view: 'review' }, false);
  }

  openFromSideBar(): void {
    if (!this.panel.isOpen) this.#grant('side bar', () => this.#goTo({}, true));
  }

  adopt(panel: vscode.WebviewPanel): void {
    this.panel.adopt(panel);
  }

  /** Explains what is selected in the editor, or the function around the caret. */
  async explainHere(): Promise<Run> {
    const found = await codeUnderCaret();
    await this.#goTo({ view: 'reasoning' }, true);
    if ('code' in found) return this.parts.explainer.refuse(found);
    return this.explain(found.document, found.selection);
  }

  async explain(document: vscode.TextDocument, range: vscode.Range): Promise<Run> {
    const excerpt = await excerptToExplain(document, range);
    await this.#goTo({ view: 'reasoning' }, true);
    if ('code' in excerpt) return this.parts.explainer.refuse(excerpt);
    return this.parts.explainer.explain(excerpt);
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

  /** The panel shows how far it is. */
  async setUpModel(): Promise<void> {
    await this.#goTo({ view: 'reasoning' }, true);
    await this.parts.setUp.offer();
  }

  /** Opens a region by its id, or offers the chapter's regions. */
  async openCode(regionId?: unknown): Promise<void> {
    const { chapter } = await this.parts.chapters.load();
    const id = typeof regionId === 'string' ? regionId : await pickRegion(chapter.regions);
    if (id === undefined) return;
    const region = chapter.regions.find(one => one.id === id);
    const editor = await openRegion(chapter, id);
    if (!editor) this.tellProblem({ code: 'missing-code', file: region?.file ?? id });
  }

  /** Changes the notebook. What the disk refuses is told in the panel; nothing is lost in memory. */
  async write(change: (store: Awaited<ReturnType<Notebook['open']>>) => Promise<unknown>): Promise<void> {
    const store = await this.parts.notebook.open();
    try {
      await change(store);
    } catch (error) {
      this.parts.log.error(`a note was not written: ${error}`);
      this.tellProblem({
        code: 'not-written',
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  }

  tellProblem(problem: Problem): void {
    this.#passing = [...this.#passing.filter(one => one.code !== problem.code), problem];
    this.panel.tell({ type: 'problemsChanged', problems: this.#problems() });
  }

  tellNotes(): void {
    const { own, kept, review } = this.parts.notebook;
    this.panel.tell({ type: 'annotationsChanged', own: [...own], kept: [...kept], review });
  }

  /** The code of an earlier run as it stands in its file now; as it was, where the file cannot be read. */
  async codeNow({ excerpt }: Run): Promise<Excerpt> {
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

  tellRuns(): void {
    const run = this.parts.explainer.shown;
    this.panel.tell({ type: 'runShown', ...(run ? { run } : {}), runs: [...this.#runs] });
  }

  async refreshRuns(): Promise<void> {
    this.#runs = (await this.parts.history.list()).map(summaryOf);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #goTo(place: Partial<Place>, preserveFocus: boolean): Promise<void> {
    await this.parts.bookmark.move(place);
    const wasOpen = this.panel.isOpen;
    this.panel.show(preserveFocus);
    if (wasOpen) this.panel.tell({ type: 'goTo', place });
  }

  async #prepare(): Promise<void> {
    await Promise.all([this.parts.chapters.load(), this.parts.notebook.open(), this.refreshRuns()]);
  }

  #snapshot(): Snapshot {
    const { bookmark, chapters, notebook, explainer } = this.parts;
    const loaded = chapters.current;
    if (!loaded) throw new Error('a snapshot was asked for before the chapter was loaded');
    const stale = this.inEditor.staleLines;
    return {
      place: bookmark.place,
      read: [...bookmark.read],
      chapter: loaded.chapter,
      editorial: [...loaded.editorial],
      own: [...notebook.own],
      kept: [...notebook.kept],
      review: notebook.review,
      ...(explainer.shown ? { run: explainer.shown } : {}),
      ...(stale ? { staleLines: [...stale] } : {}),
      runs: [...this.#runs],
      problems: this.#problems(),
      setUp: this.parts.setUp.state,
      singleKeys: vscode.workspace.getConfiguration('marginalia').get('panel.singleKeys', true),
    };
  }

  #problems(): Problem[] {
    const chapter = this.parts.chapters.current?.chapter.problems ?? [];
    return [...chapter, ...this.parts.notebook.problems, ...this.#passing];
  }

  #tellRun(news: RunNews): void {
    this.#tellRunning(this.parts.explainer.isRunning);
    if (news.type === 'advanced') {
      this.panel.tell({ type: 'runAdvanced', run: news.run, events: [...news.events] });
      const shown = this.parts.explainer.shown;
      if (shown && isFinished(shown)) {
        this.#noteRun(shown);
        this.#awaitServer(shown);
      }
      return;
    }
    this.parts.highlights.show(undefined);
    this.#watch.stop();
    if (news.run) this.#noteRun(news.run);
    this.tellRuns();
  }

  /** For the keybinding and the palette: stopping is offered while something runs. */
  #tellRunning(isRunning: boolean): void {
    if (this.#isRunning === isRunning) return;
    this.#isRunning = isRunning;
    void vscode.commands.executeCommand('setContext', 'marginalia.isRunning', isRunning);
  }

  #noteRun(run: Run): void {
    if (run.excerpt.uri === '') return;
    this.#runs = [summaryOf(run), ...this.#runs.filter(({ id }) => id !== run.id)];
  }

  #onOpen(isOpen: boolean): void {
    if (isOpen) return;
    this.parts.highlights.show(undefined);
    this.#watch.stop();
  }

  /** A reader who asked and found no server asks no second time: the run begins when one is there. */
  #awaitServer(run: Run): void {
    this.#watch.stop();
    if (run.problem?.code !== 'no-endpoint' || run.excerpt.uri === '') return;
    this.#watch.start(() => {
      const isStillShown = this.parts.explainer.shown?.id === run.id && this.panel.isOpen;
      if (isStillShown) this.#grant('a server appeared', () => this.parts.explainer.explain(run.excerpt));
    });
  }

  #tellEdit(staleLines: readonly number[]): void {
    const run = this.parts.explainer.shown;
    if (run) this.panel.tell({ type: 'codeChanged', run: run.id, staleLines: [...staleLines] });
  }

  #tellCaret(line: number): void {
    const run = this.parts.explainer.shown;
    if (run) this.panel.tell({ type: 'caretMoved', run: run.id, line });
  }

  /** A wish has no reply: what goes wrong while it is granted is logged and told as a fact. */
  #grant(what: string, work: () => unknown): void {
    Promise.resolve()
      .then(work)
      .catch(error => {
        this.parts.log.error(`${what}: ${error instanceof Error ? error.stack : error}`);
        this.tellProblem({
          code: 'internal',
          detail: error instanceof Error ? error.message : String(error),
        });
      });
  }
}

function summaryOf(run: Run): RunSummary {
  return {
    id: run.id,
    startedAt: run.startedAt,
    name: run.question ?? run.excerpt.symbol ?? run.excerpt.name,
    ...(run.destination ? { model: run.destination.model } : {}),
    steps: run.steps.length,
    state: run.state,
  };
}

/** Only what a command's caller may name of a place; anything else is ignored. */
function placeIn(where: unknown): Partial<Place> {
  if (typeof where !== 'object' || where === null) return {};
  const passage = 'passage' in where && typeof where.passage === 'string' ? { passage: where.passage } : {};
  const concept = 'concept' in where && typeof where.concept === 'string' ? { concept: where.concept } : {};
  return { ...passage, ...concept };
}

async function pickRegion(
  regions: readonly { readonly id: string; readonly file: string; readonly about: { readonly en: string } }[],
): Promise<string | undefined> {
  const items = regions.map(({ id, file, about }) => ({
    label: id,
    description: file,
    detail: about.en,
    id,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Open Companion Code'),
    matchOnDetail: true,
  });
  return chosen?.id;
}
