// Explaining code: from the selection to a run, the run as it grows, and its lines in the editor.
import * as vscode from 'vscode';
import type { Listen } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import { type Disposable, Store } from '../../core/base/store';
import type { RunHistory } from '../../core/reasoning/history';
import { type Excerpt, isFinished, type Run } from '../../core/reasoning/run';
import type { PlaceChange } from '../../core/wire/place';
import { columnFor } from '../shell/columns';
import type { Feature } from '../shell/feature';
import { openTopic } from '../shell/topic';
import { codeNow, isServerMissing } from './again';
import type { Explainer } from './explain';
import { runInEditor } from './runInEditor';
import { codeUnderCaret, excerptToExplain } from './selection';
import type { StepLight } from './stepLight';
import { summaryOf } from './summary';

/** The reader's saved steps. */
export interface StepNotes {
  /** Numbers of the steps of a run that are kept, now. */
  savedOf(run: Run): readonly number[];
  save(run: Run, step: number): Promise<Problem | undefined>;
  readonly onChange: Listen<unknown>;
}

export interface ReasoningParts {
  readonly explainer: Explainer;
  readonly history: RunHistory;
  readonly light: StepLight;
  readonly steps: StepNotes;
  /** The group that the panel stands in. */
  readonly panelColumn: () => vscode.ViewColumn | undefined;
  readonly goTo: (place: PlaceChange, preserveFocus: boolean) => Promise<void>;
  /** Calls back once a model server answers; until it is disposed. */
  readonly whenServer: (found: () => void) => Disposable;
}

export interface Reasoning extends Feature, Disposable {
  /** Explains a range, or the function around an empty one; resolves with the finished run. */
  explain(document: vscode.TextDocument, range: vscode.Range): Promise<Run>;
  /** The question of a run once more, to whichever model is chosen now. `undefined`: what is selected in the editor. */
  again(run: string | undefined): Promise<void>;
}

export function reasoningFeature(parts: ReasoningParts): Reasoning {
  const { explainer, history, light, steps, goTo } = parts;
  const owned = new Store();
  owned.add(explainer.onRunning(tellRunning));

  const runOf = async (id: string): Promise<Run | undefined> => explainer.get(id) ?? history.get(id);

  /** Shows the run as soon as it has begun; `over` resolves when it has ended. */
  const show = async ({
    run,
    over,
  }: ReturnType<Explainer['explain']>): Promise<{ readonly over: Promise<Run> }> => {
    await goTo({ view: 'reasoning', run: run.id }, true);
    return { over };
  };

  const explainExcerpt = (excerpt: Excerpt | Problem) =>
    show('code' in excerpt ? explainer.refuse(excerpt) : explainer.explain(excerpt));

  const explainBegun = async (document: vscode.TextDocument, range: vscode.Range) => {
    const excerpt = await excerptToExplain(document, range);
    await showBeside(document, parts.panelColumn());
    return explainExcerpt(excerpt);
  };

  const explainHere = async () => {
    const found = await codeUnderCaret();
    return 'code' in found ? explainExcerpt(found) : explainBegun(found.document, found.selection);
  };

  const again = async (id: string | undefined) => {
    const before = id === undefined ? undefined : await runOf(id);
    if (!before || before.excerpt.uri === '') await explainHere();
    else await explainExcerpt(await codeNow(before.excerpt));
  };

  const explainCommand = async () => (await explainHere()).over;

  return {
    explain: async (document, range) => (await explainBegun(document, range)).over,
    again,
    commands: {
      'marginalia.explainReasoning': explainCommand,
      'marginalia.explainWithMarginalia': explainCommand,
      'marginalia.stopReasoning': () => explainer.stop(),
    },
    wishes: {
      stopRun: ({ run }) => {
        explainer.stop(run);
        return undefined;
      },
      explainHere: async () => {
        await explainHere();
        return undefined;
      },
      explainAgain: async ({ run }) => {
        await again(run);
        return undefined;
      },
      ask: async ({ run, question, step }) => {
        const before = await runOf(run);
        if (!before) return { code: 'run-gone' };
        const lines = before.steps.find(one => one.number === step)?.lines;
        await show(explainer.ask(before, question, lines));
        return undefined;
      },
      showLines: async ({ run: id, step, reveal = false }) => {
        const run = await runOf(id);
        if (run) await light.show(run, step, reveal);
        return undefined;
      },
      saveStep: async ({ run: id, step }) => {
        const run = await runOf(id);
        return run ? steps.save(run, step) : { code: 'run-gone' };
      },
    },
    topics: {
      run: async ([id = ''], tell) => {
        const kept = await runOf(id);
        const now = () => explainer.get(id) ?? kept ?? null;
        const opened = new Store();
        /** The page says that it notices a server that appears: it does so as long as it is shown. */
        const watch = () => {
          const run = now();
          if (run && isFinished(run) && isServerMissing(run))
            opened.add(parts.whenServer(() => void again(id)));
        };
        opened.add(
          explainer.onNews(({ run, events }) => {
            if (run !== id) return;
            tell.patch({ events });
            watch();
          }),
        );
        // Whoever leaves the run looks at its lines no more.
        opened.add({ dispose: () => light.putOut() });
        watch();
        return openTopic(now, opened);
      },
      runs: async ([count = ''], tell) => {
        const wanted = Number.parseInt(count, 10) || 0;
        const listed = await history.list();
        const listening = explainer.onNews(({ run: id }) => {
          const run = explainer.get(id);
          if (run && run.excerpt.uri !== '') tell.patch({ put: [summaryOf(run)] });
        });
        return openTopic(
          () => ({ runs: listed.slice(0, wanted).map(summaryOf), hasMore: listed.length > wanted }),
          listening,
        );
      },
      editor: async ([id = ''], tell) => {
        const run = await runOf(id);
        if (!run) return openTopic(() => ({ saved: [] }));
        return runInEditor({ run, saved: () => steps.savedOf(run), onSaved: steps.onChange }, tell);
      },
    },
    dispose: () => owned.dispose(),
  };
}

/** For the palette and the walkthrough: stopping is offered while something runs. */
function tellRunning(isRunning: boolean): void {
  void vscode.commands.executeCommand('setContext', 'marginalia.isRunning', isRunning);
  if (!isRunning) void vscode.commands.executeCommand('setContext', 'marginalia.hasExplained', true);
}

/** Code in the panel's own group would be covered by what explains it. */
async function showBeside(
  document: vscode.TextDocument,
  panelColumn: vscode.ViewColumn | undefined,
): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document || editor.viewColumn !== panelColumn) return;
  const { selection } = editor;
  await vscode.window.showTextDocument(document, { viewColumn: columnFor(document.uri), selection });
}
