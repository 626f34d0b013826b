// What the panel is told: everything in one piece when it opens, and after that each change as it happens.
import * as vscode from 'vscode';
import type { Problem } from '../core/base/problem';
import { Store } from '../core/base/store';
import type { Log } from '../core/ports';
import type { RunSummary, Snapshot } from '../core/protocol';
import type { RunHistory } from '../core/reasoning/history';
import type { Run } from '../core/reasoning/run';
import type { Bookmark } from './bookmark';
import type { Chapters } from './chapters';
import type { Explainer, RunNews } from './explain';
import type { Notebook } from './notebook';
import type { News } from './panel';
import type { RunInEditor } from './runInEditor';
import type { SetUp } from './setUp';

export interface BulletinParts {
  readonly log: Log;
  readonly bookmark: Bookmark;
  readonly chapters: Chapters;
  readonly notebook: Notebook;
  readonly explainer: Explainer;
  readonly history: RunHistory;
  readonly inEditor: RunInEditor;
  readonly setUp: SetUp;
}

export class Bulletin implements vscode.Disposable {
  readonly #parts: BulletinParts;
  readonly #owned = new Store();
  #tell: (news: News) => void = () => {};
  #runs: readonly RunSummary[] = [];
  /** What went wrong outside a run, beside what the chapter and the notebook say of themselves. */
  #passing: readonly Problem[] = [];

  constructor(parts: BulletinParts) {
    this.#parts = parts;
    this.#owned.add(parts.explainer.onNews(news => this.#tellRun(news)));
    this.#owned.add(parts.notebook.onChange(() => this.tellNotes()));
    this.#owned.add(parts.setUp.onChange(setUp => this.#tell({ type: 'setUpChanged', setUp })));
    this.#owned.add(parts.inEditor.onEdit(lines => this.#tellEdit(lines)));
    this.#owned.add(parts.inEditor.onCaret(line => this.#tellCaret(line)));
  }

  /** From now on news go there. */
  sendTo(tell: (news: News) => void): void {
    this.#tell = tell;
  }

  /** Loads what is not in memory yet, so that `snapshot` can take the picture at one instant. */
  async prepare(): Promise<void> {
    const { bookmark, chapters, explainer, log, notebook } = this.#parts;
    await Promise.all([chapters.load(), notebook.open()]);
    const runs = this.refreshRuns();
    if (bookmark.place.view === 'reasoning') {
      await runs;
      const last = this.#runs[0];
      if (last) await explainer.recall(last.id);
      return;
    }
    // Fifty documents are no reason for the chapter to wait.
    runs.then(
      () => this.tellRuns(),
      error => log.warn(`earlier runs could not be listed: ${error}`),
    );
  }

  /** Throws when nothing was prepared. */
  snapshot(): Snapshot {
    const { bookmark, chapters, notebook, explainer, inEditor, setUp } = this.#parts;
    const loaded = chapters.current;
    if (!loaded) throw new Error('a snapshot was asked for before the chapter was loaded');
    const stale = inEditor.staleLines;
    return {
      place: bookmark.place,
      read: [...bookmark.readIn(loaded.chapter.key, loaded.chapter.formerKey)],
      chapter: loaded.chapter,
      editorial: [...loaded.editorial],
      own: [...notebook.own],
      kept: [...notebook.kept],
      review: notebook.review,
      ...(explainer.shown ? { run: explainer.shown } : {}),
      ...(stale ? { staleLines: [...stale] } : {}),
      runs: [...this.#runs],
      problems: this.#problems(),
      setUp: setUp.state,
      singleKeys: vscode.workspace.getConfiguration('marginalia').get('panel.singleKeys', true),
    };
  }

  /** A later problem of the same kind takes the place of the earlier one. */
  tellProblem(problem: Problem): void {
    this.#passing = [...this.#passing.filter(one => one.code !== problem.code), problem];
    this.#tell({ type: 'problemsChanged', problems: this.#problems() });
  }

  tellNotes(): void {
    const { own, kept, review } = this.#parts.notebook;
    this.#tell({ type: 'annotationsChanged', own: [...own], kept: [...kept], review });
  }

  tellRuns(): void {
    const run = this.#parts.explainer.shown;
    this.#tell({ type: 'runShown', ...(run ? { run } : {}), runs: [...this.#runs] });
  }

  async refreshRuns(): Promise<void> {
    this.#runs = (await this.#parts.history.list()).map(summaryOf);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #problems(): Problem[] {
    const chapter = this.#parts.chapters.current?.chapter.problems ?? [];
    return [...chapter, ...this.#parts.notebook.problems, ...this.#passing];
  }

  #tellRun(news: RunNews): void {
    const { shown } = this.#parts.explainer;
    if (shown) this.#note(shown);
    if (news.type === 'shown') this.tellRuns();
    else this.#tell({ type: 'runAdvanced', run: news.run, events: [...news.events] });
  }

  /** Keeps the list of runs up to date without reading it again. */
  #note(run: Run): void {
    if (run.excerpt.uri === '') return;
    this.#runs = [summaryOf(run), ...this.#runs.filter(({ id }) => id !== run.id)];
  }

  #tellEdit(staleLines: readonly number[]): void {
    const run = this.#parts.explainer.shown;
    if (run) this.#tell({ type: 'codeChanged', run: run.id, staleLines: [...staleLines] });
  }

  #tellCaret(line: number): void {
    const run = this.#parts.explainer.shown;
    if (run) this.#tell({ type: 'caretMoved', run: run.id, line });
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
