// Explaining code: from the selection to a run, the run as it grows, and its lines in the editor.
import * as vscode from 'vscode';
import type { Listen } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import { type Disposable, Store } from '../../core/base/store';
import type { SyntaxParser } from '../../core/ports';
import { openingPiece } from '../../core/reasoning/opening';
import type { RunPool } from '../../core/reasoning/pool';
import { advance, type Excerpt, isFinished, type Run } from '../../core/reasoning/run';
import { headerOf } from '../../core/reasoning/runHeader';
import type { PlaceChange } from '../../core/wire/place';
import { type Looks, type LooksPatch, looksAfter, type RunList, runsAfter } from '../../core/wire/reasoning';
import { columnFor } from '../shell/columns';
import type { Feature } from '../shell/feature';
import { openTopic } from '../shell/topic';
import { chooseDepth } from './depthSetting';
import { type Begun, isLookAt, isWhole, type ReaderRuns } from './readerRuns';
import { runInEditor } from './runInEditor';
import { codeUnderCaret, excerptAsItStands, excerptToExplain } from './selection';
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
  readonly runs: ReaderRuns;
  readonly pool: RunPool;
  readonly light: StepLight;
  readonly steps: StepNotes;
  /** Missing where code is read without grammars. */
  readonly syntax: SyntaxParser | undefined;
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
  const { runs, pool, light, steps, goTo } = parts;
  const owned = new Store();
  owned.add(runs.onRunning(isRunning => tellRunning(isRunning, runs.last)));

  /** Shows the run as soon as it has begun; `over` resolves when it has ended. */
  const show = async ({ run, over }: Begun): Promise<{ readonly over: Promise<Run> }> => {
    await goTo({ view: 'reasoning', run: run.id }, true);
    return { over };
  };

  const explainExcerpt = async (excerpt: Excerpt | Problem) =>
    show('code' in excerpt ? runs.refuse(excerpt) : await runs.explain(excerpt));

  const explainBegun = async (document: vscode.TextDocument, range: vscode.Range) => {
    // Begins at once, so that it is the code that the reader saw when asking; the panel need not wait for its end.
    const cutting = excerptToExplain(document, range, parts.syntax);
    await showBeside(document, parts.panelColumn());
    await goTo({ view: 'reasoning' }, true);
    return explainExcerpt(await cutting);
  };

  const explainHere = async () => {
    const found = codeUnderCaret();
    return 'code' in found ? explainExcerpt(found) : explainBegun(found.document, found.selection);
  };

  const explainAgain = async (before: Run | undefined) => {
    if (!before || before.excerpt.uri === '') await explainHere();
    else await explainExcerpt(await excerptAsItStands(before.excerpt));
  };

  const again = async (id: string | undefined) => {
    const before = id === undefined ? undefined : await runs.get(id);
    const asked = before && (await runs.askAgain(before));
    if (asked) await show(asked);
    else await explainAgain(before);
  };

  /** `no-endpoint` has a page that says that it notices; the others are awaited by whoever has just asked. */
  const awaitsServer = ({ id, problem, excerpt }: Run) => {
    if (excerpt.uri === '') return false;
    const isMissing = problem?.code === 'no-model' || problem?.code === 'refused';
    return problem?.code === 'no-endpoint' || (isMissing && runs.last?.id === id);
  };

  const explainCommand = async () => (await explainHere()).over;

  return {
    explain: async (document, range) => (await explainBegun(document, range)).over,
    again,
    commands: {
      'marginalia.explainReasoning': explainCommand,
      'marginalia.explainWithMarginalia': explainCommand,
      'marginalia.stopReasoning': () => runs.stop(),
    },
    wishes: {
      stopRun: ({ run }) => {
        runs.stop(run);
        return undefined;
      },
      explainHere: async () => {
        await explainHere();
        return undefined;
      },
      chooseDepth: async ({ depth }) => {
        await chooseDepth(depth);
        return undefined;
      },
      explainAgain: async ({ run }) => {
        await explainAgain(await runs.get(run));
        return undefined;
      },
      ask: async ({ run, question, step }) => {
        const before = await runs.get(run);
        if (!before) return { code: 'run-gone' };
        const lines = before.steps.find(one => one.number === step)?.lines;
        await show(await runs.ask(before, question, lines));
        return undefined;
      },
      lookCloser: async ({ run, step }) => {
        const before = await runs.get(run);
        if (!before) return { code: 'run-gone' };
        const piece = openingPiece(
          before,
          before.steps.find(({ number }) => number === step),
        );
        if (piece) await runs.closer(before, piece.lines);
        return undefined;
      },
      showLines: async ({ run: id, step, line, reveal = false }) => {
        await light.show(runs.get(id), step, reveal, line);
        return undefined;
      },
      saveStep: async ({ run: id, step }) => {
        const run = await runs.get(id);
        return run ? steps.save(run, step) : { code: 'run-gone' };
      },
    },
    topics: {
      run: async ([id = ''], tell) => {
        let run = runs.atHand(id) ?? (await runs.read(id)) ?? null;
        const opened = new Store();
        /** The page says that it notices a server that appears: it does so as long as it is shown. */
        const watch = () => {
          if (run && isFinished(run) && awaitsServer(run)) opened.add(parts.whenServer(() => void again(id)));
        };
        opened.add(
          pool.onNews(news => {
            if (news.type !== 'advanced' || news.run !== id) return;
            run = run && news.events.reduce(advance, run);
            tell.patch({ events: news.events });
            watch();
          }),
        );
        // Whoever leaves the run looks at its lines no more.
        opened.add({ dispose: () => light.putOut() });
        watch();
        return openTopic(() => run, opened);
      },
      looks: async ([id = ''], tell) => {
        // Before the disk is read: what begins meanwhile is newer than what stands there.
        let looks: Looks = [];
        const put = (patch: LooksPatch) => {
          looks = looksAfter(looks, patch);
          tell.patch(patch);
        };
        const listening = pool.onNews(news => {
          if (news.type === 'began' && isLookAt(id)(news.run)) put({ began: news.run });
          if (news.type === 'advanced' && looks.some(look => look.id === news.run)) put(news);
        });
        const kept = await runs.closerLooks(id);
        looks = looks.reduce((all, began) => looksAfter(all, { began }), kept);
        return openTopic(() => looks, listening);
      },
      runs: async ([count = ''], tell) => {
        const wanted = Math.min(mostListed, Number.parseInt(count, 10) || 0);
        // Before the disk is read: what begins or ends meanwhile is newer than what stands there.
        let list: RunList = { runs: [], hasMore: false };
        const listening = pool.onNews(news => {
          if (news.type === 'advanced' || !isWhole(news.run)) return;
          const patch = { put: [summaryOf(headerOf(news.run))] };
          list = runsAfter(list, patch);
          tell.patch(patch);
        });
        try {
          const listed = (await runs.list(wanted + 1)).map(summaryOf);
          const kept = { runs: listed.slice(0, wanted), hasMore: listed.length > wanted };
          list = runsAfter(kept, { put: list.runs });
        } catch (error) {
          listening.dispose();
          throw error;
        }
        return openTopic(() => list, listening);
      },
      editor: async ([id = ''], tell) => {
        const run = await runs.read(id);
        if (!run) return openTopic(() => ({ saved: [] }));
        return runInEditor({ run, saved: () => steps.savedOf(run), onSaved: steps.onChange }, tell);
      },
    },
    dispose: () => owned.dispose(),
  };
}

/** A list of more than this is not read by anybody. */
const mostListed = 5_000;

/** For the palette, where stopping is offered while something runs, and for the walkthrough, which waits for a step. */
function tellRunning(isRunning: boolean, last: Run | undefined): void {
  void vscode.commands.executeCommand('setContext', 'marginalia.isRunning', isRunning);
  if (!last || last.steps.length === 0) return;
  void vscode.commands.executeCommand('setContext', 'marginalia.hasExplained', true);
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
