// Explaining code: from the selection to a run, the run as it grows, and its lines in the editor.
import * as vscode from 'vscode';
import type { Listen } from '../../core/base/emitter';
import { linesOf } from '../../core/base/lines';
import type { Problem } from '../../core/base/problem';
import { type Disposable, Store } from '../../core/base/store';
import type { Language } from '../../core/chapter/chapter';
import type { ModelInUse } from '../../core/endpoint/whereabouts/whereabouts';
import type { Clock, Log, SyntaxParser, Tracer } from '../../core/ports';
import { advance } from '../../core/reasoning/advance';
import type { RunHistory } from '../../core/reasoning/history';
import { openingPiece } from '../../core/reasoning/opening';
import type { RunPool } from '../../core/reasoning/pool';
import {
  type Excerpt,
  isAsked,
  isFinished,
  type Run,
  type RunId,
  threadOf,
  type Variation,
} from '../../core/reasoning/run';
import { seenInWords } from '../../core/trace/seenInWords';
import type { PlaceChange } from '../../core/wire/place';
import {
  type Looks,
  type LooksPatch,
  looksAfter,
  type Thread,
  type ThreadPatch,
  threadAfter,
} from '../../core/wire/reasoning';
import { columnFor } from '../shell/columns';
import type { Feature } from '../shell/feature';
import { openTopic } from '../shell/topic';
import { codeUnderCaret } from './codeUnderCaret';
import type { Coverage } from './coverage';
import { chooseDepth } from './depthSetting';
import { ExplainLenses } from './explainLenses';
import { exportRun } from './exportRun';
import { ModelScores } from './modelScores';
import { asksFirst } from './predictFirst';
import { type MissCards, Predicting } from './predictions';
import { type Begun, isLookAt, type ReaderRuns } from './readerRuns';
import { runInEditor } from './runInEditor';
import type { RunLister } from './runList';
import type { SeenRuns } from './seenRuns';
import { excerptAsItStands, excerptToExplain } from './selection';
import { stepHovers } from './stepHover';
import type { StepLight } from './stepLight';
import { TraceCode } from './traceCode';
import { Walk } from './walk';

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
  readonly coverage: Coverage;
  readonly steps: StepNotes;
  readonly misses: MissCards;
  /** Resolves once notes can be read, or not before long. */
  readonly notesReady: () => Promise<void>;
  readonly lister: RunLister;
  readonly history: RunHistory;
  readonly clock: Clock;
  readonly log: Log;
  readonly seen: SeenRuns;
  /** Missing where no code can be run. */
  readonly tracer: Tracer | undefined;
  readonly language: () => Language;
  /** Missing where code is read without grammars. */
  readonly syntax: SyntaxParser | undefined;
  /** The group that the panel stands in. */
  readonly panelColumn: () => vscode.ViewColumn | undefined;
  /** A model for one run; `undefined` where the reader thought better of it. */
  readonly chooseModel: () => Promise<ModelInUse | undefined>;
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
  const { runs, pool, light, coverage, steps, lister, goTo } = parts;
  const owned = new Store();
  owned.add(runs.onRunning(isRunning => tellRunning(isRunning, runs.last)));
  const walk = new Walk({ runs, pool });
  const runOn = (uri: string) =>
    walk.shown?.excerpt.uri === uri ? walk.shown : runs.lastOn(uri, id => lister.isDeleted(id));
  owned.add(vscode.languages.registerHoverProvider('*', stepHovers(runOn)));
  const { seen, tracer, clock, language, syntax } = parts;
  const predicting = owned.add(
    new Predicting({
      history: parts.history,
      log: parts.log,
      cards: parts.misses,
      ready: parts.notesReady,
      seenOf: id => seen.of(id),
      asksFirst,
    }),
  );
  const scores = new ModelScores({
    history: parts.history,
    log: parts.log,
    run: id => runs.get(id),
    seenOf: id => seen.of(id),
    isDeleted: id => lister.isDeleted(id),
    onChange: [seen.onKept, runs.onRunning],
  });
  const tracing = owned.add(
    new TraceCode({
      tracer,
      seen,
      clock,
      language,
      syntax,
      runOn,
      unasked: excerpt => runs.unasked(excerpt),
      ran: (run, what) => predicting.ran(run, what),
      show: async run => goTo({ view: 'reasoning', ...(await pageOf(run)) }, true),
    }),
  );
  if (parts.syntax) {
    const lenses = owned.add(new ExplainLenses(parts.syntax));
    owned.add(vscode.languages.registerCodeLensProvider(lensed, lenses));
  }

  /** Shows the run as soon as it has begun, in its page or in another's; `over` resolves when it has ended. */
  const show = async (
    { run, over }: Begun,
    page: Pick<PlaceChange, 'run' | 'beside'> = { run: run.id },
  ): Promise<{ readonly over: Promise<Run> }> => {
    await goTo({ view: 'reasoning', ...page }, true);
    return { over };
  };

  /** A question stands in the thread of its explanation; where that is gone, on a page of its own. */
  const pageOf = async (run: Run): Promise<{ readonly run: RunId }> => {
    const thread = run.question === undefined ? undefined : threadOf(run);
    return { run: thread !== undefined && (await runs.get(thread)) ? thread : run.id };
  };

  const explainExcerpt = async (excerpt: Excerpt | Problem, variation?: Variation) =>
    show('code' in excerpt ? runs.refuse(excerpt) : await runs.explain(excerpt, variation));

  const explainBegun = async (
    document: vscode.TextDocument,
    range: vscode.Range | readonly vscode.Range[],
  ) => {
    // Begins at once, so that it is the code that the reader saw when asking; the panel need not wait for its end.
    const cutting = excerptToExplain(document, range, parts.syntax);
    await showBeside(document, parts.panelColumn());
    await goTo({ view: 'reasoning' }, true);
    return explainExcerpt(await cutting);
  };

  const explainHere = async () => {
    const found = codeUnderCaret();
    return 'code' in found ? explainExcerpt(found) : explainBegun(found.document, found.selections);
  };

  /** From a lens: the function that begins at a line, or these lines. */
  const explainAt = async (uri: unknown, first: unknown, last: unknown) => {
    if (typeof uri !== 'string' || typeof first !== 'number') return undefined;
    const isOpen = (document: vscode.TextDocument) => document.uri.toString() === uri;
    const document = vscode.workspace.textDocuments.find(isOpen);
    if (!document) return undefined;
    const { firstNonWhitespaceCharacterIndex: column } = document.lineAt(first - 1);
    const range =
      typeof last === 'number'
        ? new vscode.Range(first - 1, 0, last - 1, Number.MAX_SAFE_INTEGER)
        : new vscode.Range(first - 1, column, first - 1, column);
    return (await explainBegun(document, range)).over;
  };

  /** It stands in the run that it is a look at, and the reader stays there. `undefined`: it is none. */
  const lookAgain = async ({ inside, follows }: Run): Promise<Begun | undefined> => {
    const outer = inside && follows !== undefined ? await runs.get(follows) : undefined;
    return outer && inside && runs.closer(outer, inside);
  };

  /** What was seen stands beside the steps to come, and what is asked of it first. */
  const showWithSeen = async (before: Run, begun: Begun) => {
    await predicting.carry(before, begun.run);
    await seen.carry(before, begun.run);
    await show(begun);
  };

  /** A run of its own about what ran, beside which the same stands: what happened, or what the model expects before it sees any. */
  const askOfRan = async (before: Run, how: 'saw' | 'expects'): Promise<Problem | undefined> => {
    const what = await seen.of(before.id);
    if (!what?.isUnchanged) return { code: 'nothing-seen' };
    const { text, name } = before.excerpt;
    const lines = linesOf(text).length;
    if (how === 'expects' && lines > mostTracedLines) {
      return { code: 'selection-too-large', name, lines, bytes: text.length };
    }
    const { question: _asked, of: _beside, saw: _saw, expects: _expects, ...kept } = before.variation ?? {};
    const ran = { at: what.at, call: what.expression };
    const asked = how === 'saw' ? { saw: { ...ran, text: seenInWords(what) } } : { expects: ran };
    await showWithSeen(before, await runs.explain(before.excerpt, { ...kept, ...asked }));
    return undefined;
  };

  const explainAgain = async (before: Run | undefined) => {
    if (before && (await lookAgain(before))) return;
    // Of the code as it stands now something else may be seen.
    if (before?.variation?.saw && !(await askOfRan(before, 'saw'))) return;
    if (before?.variation?.expects && !(await askOfRan(before, 'expects'))) return;
    if (!before || before.excerpt.uri === '') await explainHere();
    else if (isAsked(before)) {
      const { saw: _saw, expects: _expects, ...variation } = before.variation ?? {};
      await explainExcerpt(
        await excerptAsItStands(before.excerpt, parts.syntax),
        before.variation && variation,
      );
    } else {
      const excerpt = await excerptAsItStands(before.excerpt, parts.syntax);
      await showWithSeen(before, await runs.explain(excerpt));
    }
  };

  const again = async (id: string | undefined) => {
    const before = id === undefined ? undefined : await runs.get(id);
    const asked = before && (await runs.askAgain(before));
    if (asked) await show(asked, await pageOf(asked.run));
    else await explainAgain(before);
  };

  /** `no-endpoint` has a page that says that it notices; the others are awaited by whoever has just asked. */
  const awaitsServer = ({ id, problem, excerpt }: Run) => {
    if (excerpt.uri === '') return false;
    const isMissing = problem?.code === 'no-model' || problem?.code === 'refused';
    return problem?.code === 'no-endpoint' || (isMissing && runs.last?.id === id);
  };

  const ofRun = async (
    id: RunId,
    act: (run: Run) => Promise<Problem | undefined>,
  ): Promise<Problem | undefined> => {
    const run = await runs.get(id);
    return run ? act(run) : { code: 'run-gone' };
  };

  const explainCommand = async () => (await explainHere()).over;

  return {
    explain: async (document, range) => (await explainBegun(document, range)).over,
    again,
    commands: {
      'marginalia.explainReasoning': explainCommand,
      'marginalia.explainWithMarginalia': explainCommand,
      'marginalia.traceReasoning': () => tracing.trace(),
      'marginalia.stopReasoning': () => runs.stop(),
      'marginalia.explainAt': (uri: unknown, first: unknown, last?: unknown) => explainAt(uri, first, last),
      'marginalia.nextStep': () => walk.go('next'),
      'marginalia.previousStep': () => walk.go('previous'),
      'marginalia.playSteps': () => walk.go('play'),
      'marginalia.showStep': async (run: unknown, step: unknown) => {
        if (typeof run !== 'string' || typeof step !== 'number') return;
        walk.lead(run, step);
        await goTo({ view: 'reasoning', run }, true);
      },
    },
    wishes: {
      stopRun: ({ run }) => {
        runs.stop(run);
        return undefined;
      },
      skipThoughts: async ({ run }) =>
        (await runs.skipThoughts(run)) ? undefined : { code: 'thoughts-go-on' },
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
      explainOtherwise: async ({ run, language, question, choosesModel }) => {
        const before = await runs.get(run);
        if (!before || before.excerpt.uri === '') return { code: 'run-gone' };
        const model = choosesModel ? await parts.chooseModel() : undefined;
        // The reader thought better of it.
        if (choosesModel && !model) return undefined;
        const how = {
          ...(language ? { language } : {}),
          ...(question || question === null ? { question } : {}),
          ...(model ? { model } : {}),
        };
        const asked = await runs.vary(before, how);
        await show(asked, { run: before.id, beside: asked.run.id });
        return undefined;
      },
      ask: async ({ run, question, step }) => {
        const about = await runs.get(run);
        if (!about) return { code: 'run-gone' };
        const asked = await runs.ask(about, question, step);
        await show(asked, await pageOf(asked.run));
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
      showLines: async ({ run: id, ...wanted }) => {
        await light.show(runs.get(id), wanted);
        return undefined;
      },
      traceRun: ({ run }) =>
        ofRun(run, async one => {
          await tracing.trace(one);
          return undefined;
        }),
      beginPredicting: ({ run }) => ofRun(run, one => predicting.begin(one)),
      endPredicting: ({ run }) => ofRun(run, one => predicting.end(one)),
      predict: ({ run, question, said }) => ofRun(run, one => predicting.answer(one, question, said)),
      keepMiss: ({ run, question, keep }) => ofRun(run, one => predicting.keepMiss(one, question, keep)),
      explainRan: ({ run }) => ofRun(run, one => askOfRan(one, 'saw')),
      expectRan: ({ run }) => ofRun(run, one => askOfRan(one, 'expects')),
      saveStep: ({ run, step }) => ofRun(run, one => steps.save(one, step)),
      nameRun: ({ run, name }) => lister.name(run, name),
      pinRun: ({ run, isPinned }) => lister.say(run, { isPinned }),
      deleteRun: async ({ run }) => {
        runs.stop(run);
        return lister.say(run, { isDeleted: true });
      },
      exportRun: ({ run: id, format }) =>
        ofRun(id, async run => {
          const [events, label] = await Promise.all([parts.history.events(id), lister.labelOf(id)]);
          return exportRun({ run, events, label }, format, parts.language());
        }),
      restoreRun: ({ run }) => lister.say(run, { isDeleted: false }),
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
            if (run) coverage.show(run);
            watch();
          }),
        );
        // Whoever leaves the run looks at its lines no more.
        opened.add({ dispose: () => light.putOut() });
        if (run) coverage.show(run);
        opened.add({ dispose: () => coverage.leave(id) });
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
      thread: async ([id = ''], tell) => {
        // Before the disk is read: a question that is asked meanwhile is newer than what stands there.
        let thread: Thread = [];
        const take = (patch: ThreadPatch) => {
          thread = threadAfter(thread, patch);
          tell.patch(patch);
        };
        const listening = pool.onNews(news => {
          if (news.type === 'began') {
            const isOurs = news.run.question !== undefined && threadOf(news.run) === id;
            if (isOurs) take({ put: news.run });
          } else if (news.type === 'advanced' && thread.some(one => one.id === news.run)) {
            take({ run: news.run, events: news.events });
          }
        });
        try {
          const kept = await runs.thread(id);
          const begun = thread;
          thread = [...kept.filter(one => !begun.some(other => other.id === one.id)), ...begun];
        } catch (error) {
          listening.dispose();
          throw error;
        }
        return openTopic(() => thread, listening);
      },
      runs: ([count = ''], tell) => lister.list(Number.parseInt(count, 10) || 0, tell),
      replay: async ([id = '']) => {
        const log = (await parts.history.log(id)) ?? null;
        return openTopic(() => log);
      },
      trace: ([id = ''], tell) => seen.open(id, tell),
      predicted: async ([id = ''], tell) => predicting.open(await runs.get(id), tell),
      score: ([id = ''], tell) => scores.open(id, tell),
      walk: ([id = ''], tell) => walk.open(id, tell),
      'runs-found': ([query = ''], tell) => lister.find(query, tell),
      editor: async ([id = ''], tell) => {
        const run = await runs.read(id);
        if (!run) return openTopic(() => ({ saved: [] }));
        return runInEditor({ run, saved: () => steps.savedOf(run), onSaved: steps.onChange }, tell);
      },
    },
    dispose: () => owned.dispose(),
  };
}

/** A model that is to trace all of it in its head reads all of it at once. */
const mostTracedLines = 80;

/** Companion code has lenses of its own, above its regions. */
const lensed = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'].map(scheme => ({ scheme }));

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
  // One side of a diff has no group of its own.
  if (panelColumn === undefined || editor?.document !== document || editor.viewColumn !== panelColumn) return;
  const { selection } = editor;
  await vscode.window.showTextDocument(document, { viewColumn: columnFor(document.uri), selection });
}
