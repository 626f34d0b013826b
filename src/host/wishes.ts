// What the panel may wish, one row each. A wish changes something on the desk; the change comes back as a fact.
import * as vscode from 'vscode';
import { withNote } from '../core/annotation/create';
import type { LineSpan } from '../core/base/lines';
import type { Wish } from '../core/protocol';
import type { RunHistory } from '../core/reasoning/history';
import type { Run } from '../core/reasoning/run';
import { noteOfStep, noteOnPassage } from './annotate';
import type { Desk, DeskParts } from './desk';
import { openTarget } from './openTarget';
import type { RunInEditor } from './runInEditor';
import type { SetUp } from './setUp';

export interface WishParts extends DeskParts {
  readonly desk: Desk;
  readonly history: RunHistory;
  readonly inEditor: RunInEditor;
  readonly setUp: SetUp;
}

type Rows = { readonly [Type in Wish['type']]: (wish: Extract<Wish, { type: Type }>) => unknown };

/** What grants a wish. It may return a promise, and may throw: the caller reports it. */
export function granting(parts: WishParts): (wish: Wish) => unknown {
  const { desk, bulletin, bookmark, chapters, notebook, explainer, history, endpoints, inEditor, setUp } =
    parts;

  /** The run that a wish names: the one that is shown, or an earlier one. */
  const runOf = async (id: string): Promise<Run | undefined> =>
    explainer.shown?.id === id ? explainer.shown : history.get(id);

  const rows: Rows = {
    ready: () => parts.panel.refresh(),
    // The panel may still show the chapter before: its place and its marks mean nothing in this one.
    placeChanged: async ({ place, chapter, read }) => {
      if (chapter !== chapters.current?.chapter.key) return;
      await bookmark.stand(place);
      await bookmark.markRead(chapter, read);
    },
    openCode: ({ region }) => desk.openCode(region),
    openLink: ({ url }) => vscode.env.openExternal(vscode.Uri.parse(url, true)),

    annotatePassage: async wish => {
      const { chapter } = await chapters.load();
      const annotation = noteOnPassage(chapter, wish, wish.note);
      if (!annotation) return bulletin.tellProblem({ code: 'unknown-passage', passage: wish.passage });
      return desk.write(store => store.put(annotation));
    },
    editNote: ({ annotation, note }) =>
      desk.write(async store => {
        const before = store.get(annotation);
        if (before) await store.put(withNote(before, note, Date.now()));
      }),
    removeAnnotation: ({ annotation }) => desk.write(store => store.remove(annotation)),
    keepNote: ({ annotation }) =>
      desk.write(store =>
        notebook.kept.includes(annotation) ? store.unkeep(annotation) : store.keep(annotation),
      ),

    stopRun: () => explainer.stop(),
    explainAgain: async ({ run }) => {
      const before = await runOf(run);
      if (before) await desk.explainAgain(before);
    },
    ask: async ({ run, question, step }) => {
      const before = await runOf(run);
      if (before) await explainer.ask(before, question, linesOfStep(before, step));
    },
    showRun: ({ run }) => explainer.showEarlier(run),
    showEarlierRuns: async () => {
      await bulletin.refreshRuns();
      bulletin.tellRuns();
    },
    showLines: async ({ run, step, reveal }) => {
      const shown = await runOf(run);
      if (shown) await inEditor.light(shown, step, reveal ?? false);
    },
    saveStep: async ({ run, step }) => {
      const shown = await runOf(run);
      const annotation = shown && (await noteOfStep(shown, step));
      if (annotation) await desk.write(store => store.put(annotation));
    },

    tryAgain: async () => {
      const run = explainer.shown;
      if (run?.excerpt.uri) await explainer.explain(run.excerpt);
      else await desk.explainHere();
    },
    enterAddress: async () => {
      if (await endpoints.enterAddress()) await rows.tryAgain({ type: 'tryAgain' });
    },
    selectModel: async () => {
      if (await desk.selectModel()) await rows.tryAgain({ type: 'tryAgain' });
    },
    enterKey: async () => {
      if (await endpoints.enterKey()) await rows.tryAgain({ type: 'tryAgain' });
    },
    setUpModel: () => desk.setUpModel(),
    stopSetUp: () => setUp.stop(),
    copyDiagnostics: () => vscode.commands.executeCommand('marginalia.copyDiagnostics'),
    showLog: () => vscode.commands.executeCommand('marginalia.showLog'),

    rateCard: ({ card, rating }) => desk.write(store => store.rate(card, rating)),
    undoRating: () => notebook.undoLastRating(),
    openTarget: async ({ annotation }) => {
      const all = [...notebook.own, ...(chapters.current?.editorial ?? [])];
      const found = all.find(({ id }) => id === annotation);
      if (found) await openTarget(found, ({ chapter, passage }) => desk.open({ chapter, passage }));
    },
    panelFailed: ({ detail }) => parts.log.error(`panel: ${detail}`),
  };

  // Each row takes exactly the wishes of its own type; the table's type says so, the index cannot.
  return wish => (rows[wish.type] as (wish: Wish) => unknown)(wish);
}

function linesOfStep(run: Run, number: number | undefined): LineSpan | undefined {
  return run.steps.find(one => one.number === number)?.lines;
}
