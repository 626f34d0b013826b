// Builds everything once, in the order in which it is seen, and returns. Nothing is read and no request is made
// before it is needed.
import * as vscode from 'vscode';
import { reportListenerErrors } from '../core/base/emitter';
import type { Problem } from '../core/base/problem';
import { Store } from '../core/base/store';
import type { Language } from '../core/chapter/chapter';
import type { Platform } from '../core/ports';
import { RunHistory } from '../core/reasoning/history';
import { RunPool } from '../core/reasoning/pool';
import { RunLabels } from '../core/reasoning/runLabels';
import { Hub } from '../core/wire/hub';
import { topicsOf } from '../core/wire/shown';
import type { MarginaliaApi } from './api';
import { ChapterMarks } from './chapter/chapterMarks';
import { Chapters } from './chapter/chapters';
import { CompanionFiles, PassageLenses } from './chapter/companion';
import { ConceptTree } from './chapter/conceptTree';
import { chapterFeature } from './chapter/feature';
import { Consent } from './models/consent';
import { copyDiagnostics } from './models/diagnostics';
import { Endpoints } from './models/endpoints';
import { modelsFeature } from './models/feature';
import { HeardElsewhere } from './models/heardElsewhere';
import { SetUp } from './models/setUp';
import { UsedModel } from './models/usedModel';
import { notesFeature } from './notes/feature';
import { missCards } from './notes/missCards';
import { Notebook } from './notes/notebook';
import { dueOn } from './notes/notesOn';
import { savedSteps } from './notes/savedSteps';
import { conversation } from './reasoning/conversation';
import { Coverage } from './reasoning/coverage';
import { definitionsUsed } from './reasoning/definitionsUsed';
import { readDepth } from './reasoning/depthSetting';
import { reasoningFeature } from './reasoning/feature';
import { ReaderRuns } from './reasoning/readerRuns';
import { RunLister } from './reasoning/runList';
import { SeenRuns } from './reasoning/seenRuns';
import { StepLight } from './reasoning/stepLight';
import { reviewFeature } from './review/feature';
import { followDue } from './review/followDue';
import { Bookmark } from './shell/bookmark';
import { codeScheme } from './shell/codeScheme';
import { registerCommands } from './shell/commands';
import { join } from './shell/feature';
import { documentsBelow, filesBelow } from './shell/files';
import { copyLink, registerLinks } from './shell/links';
import { Marks } from './shell/marks';
import { Navigator } from './shell/navigator';
import { notice } from './shell/notice';
import { ConceptPanel } from './shell/panel';
import { ProblemBoard } from './shell/problemBoard';
import { shellFeature } from './shell/shellFeature';
import { StatusBar } from './statusBar';
import { systemClock } from './systemClock';

export interface Marginalia {
  readonly api: MarginaliaApi;
  /** Stops what runs; resolves when all that was acknowledged, and all that came of a run, is on disk. */
  close(): Promise<void>;
}

export function activateMarginalia(context: vscode.ExtensionContext, platform: Platform): Marginalia {
  const owned = new Store();
  context.subscriptions.push(owned);
  const log = owned.add(vscode.window.createOutputChannel('Marginalia', { log: true }));
  const inWords = (error: unknown) =>
    error instanceof Error ? (error.stack ?? error.message) : String(error);
  owned.add(reportListenerErrors(error => log.error(inWords(error))));
  const clock = systemClock();
  const below = (folder: string) => vscode.Uri.joinPath(context.globalStorageUri, folder);

  // What is kept, and what is known of the machine.
  const chapters = owned.add(
    new Chapters({ extensionUri: context.extensionUri, claims: context.globalState, log }),
  );
  owned.add(new ChapterMarks(chapters, editorLanguage(), log));
  const bookmark = new Bookmark(context.workspaceState, {
    view: 'chapter',
    language: editorLanguage(),
    chapter: chapters.builtInKey,
  });
  const language = () => bookmark.place.language;
  const notebook = owned.add(
    new Notebook({
      folder: below('annotations'),
      platform,
      writer: writerName(),
      clock,
      log,
      editorial: () => chapters.editorial,
    }),
  );
  const kept = { uri: below('runs').toString(), documents: documentsBelow(below('runs')) };
  const grammars = filesBelow(vscode.Uri.joinPath(context.extensionUri, 'dist', 'syntax'));
  const syntax = platform.syntax?.(grammars, clock, log);
  if (syntax) owned.add(syntax);
  const runFiles = platform.growingFiles(kept);
  const history = new RunHistory(runFiles, log);
  const labels = new RunLabels({ files: runFiles, clock, log, writer: writerName() });
  const consent = new Consent(context.globalState, context.secrets);
  const localModels = platform.localModels?.(below('model').toString(), log);
  const setUp = owned.add(new SetUp({ models: localModels, log, language }));
  const { http, standIns } = platform;
  const used = new UsedModel(context.globalState);
  const heard = new HeardElsewhere(context.globalState);
  const endpoints = new Endpoints({ http, clock, log, standIns, consent, setUp, used, heard });
  const definitionsOf = definitionsUsed;
  const depth = readDepth;
  const reason = conversation({ endpoints, http, clock, log, language, syntax, definitionsOf, depth });
  const pool = owned.add(new RunPool({ clock, log, history, reason }));
  const runs = owned.add(new ReaderRuns({ clock, history, pool }));
  const lister = owned.add(new RunLister({ runs, pool, history, labels, clock, log }));
  owned.add(runs.onRunning(isRunning => isRunning && setUp.dismiss()));

  // The panel, and the way to it.
  const problems = owned.add(new ProblemBoard());
  const marks = owned.add(new Marks());
  const tell = (problem: Problem) => notice(problem, language());
  const navigator = owned.add(
    new Navigator({
      bookmark,
      show: preserveFocus => panel.show(preserveFocus),
      places: {
        chapter: async name => (await chapters.get(name))?.chapter,
        hasRun: async id => (await runs.get(id)) !== undefined,
      },
      tell,
    }),
  );
  const goTo: Navigator['goTo'] = (place, preserveFocus) => navigator.goTo(place, preserveFocus);

  const models = modelsFeature({
    clock,
    endpoints,
    setUp,
    goTo,
    again: run => reasoning.again(run),
    failedRun: async () => {
      const { run: id = '' } = bookmark.place;
      const run = await runs.get(id);
      return run?.problem && run.excerpt.uri !== '' ? id : undefined;
    },
  });
  const reasoning = owned.add(
    reasoningFeature({
      runs,
      pool,
      light: new StepLight(marks),
      coverage: owned.add(new Coverage()),
      steps: savedSteps(notebook),
      misses: missCards(notebook),
      notesReady: () => notebook.ready(),
      lister,
      history,
      clock,
      log,
      seen: owned.add(new SeenRuns({ history, log })),
      tracer: platform.tracer?.(vscode.Uri.joinPath(context.extensionUri, 'dist', 'trace').toString()),
      language,
      chooseModel: () => endpoints.pickOnce(),
      syntax,
      panelColumn: () => panel.viewColumn,
      goTo,
      whenServer: models.whenServer,
    }),
  );
  const features = [
    navigator.feature,
    shellFeature(log, readDepth, () => copyDiagnostics({ context, lastRun: runs.last, endpoints, setUp })),
    { topics: problems.topics },
    { commands: { 'marginalia.copyLink': () => copyLink(bookmark.place, context.extension.id) } },
    owned.add(chapterFeature({ chapters, bookmark, navigator, problems, tell })),
    owned.add(
      notesFeature({
        notebook,
        problems,
        language,
        chapterOf: key => chapters.read(key),
        editorial: id => chapters.editorial.find(one => one.id === id),
        onChapter: chapters.onChange,
        open: place => navigator.open(place),
      }),
    ),
    reasoning,
    models,
    reviewFeature({ cards: notebook, prepare: () => chapters.openAll(), goTo }),
  ];
  const { commands, grant, sources } = join(features, log);
  const panel: ConceptPanel = owned.add(
    new ConceptPanel({
      extensionUri: context.extensionUri,
      log,
      wire: send => new Hub({ sources, grant, send, clock, log, foresee: () => foreseen(bookmark) }),
    }),
  );
  // What the page will ask for is read while it loads.
  owned.add(panel.onOpen(isOpen => isOpen && void prepare(chapters, notebook, bookmark)));
  owned.add(registerCommands(commands, log));
  owned.add(registerLinks(address => navigator.openOrTell(address), log));

  // Ways in from the editor.
  const tree = new ConceptTree({
    load: async () => (await chapters.get(bookmark.place.chapter ?? chapters.builtInKey))?.chapter,
    language,
    readIn: ({ key, formerKey }) => bookmark.readIn(key, formerKey),
    dueIn: ({ key }, { passages }) => {
      const loaded = chapters.at(key);
      return loaded ? dueOn(notebook, loaded, passages) : 0;
    },
  });
  owned.add(vscode.window.registerFileDecorationProvider(tree));
  const treeView = owned.add(vscode.window.createTreeView('marginalia.concepts', { treeDataProvider: tree }));
  owned.add(
    treeView.onDidChangeVisibility(({ visible }) => {
      if (visible && !panel.isOpen) void goTo({}, true);
    }),
  );
  const files = owned.add(new CompanionFiles(name => chapters.filesOf(name), chapters.shelf.onLoad));
  owned.add(vscode.workspace.registerFileSystemProvider(codeScheme, files, { isReadonly: true }));
  const lenses = new PassageLenses(async name => (await chapters.get(name))?.chapter, language);
  owned.add(vscode.languages.registerCodeLensProvider({ scheme: codeScheme }, lenses));
  owned.add(bookmark.onRead(() => tree.refresh()));
  const renew = () => {
    tree.refresh();
    lenses.refresh();
  };
  const renewing = [chapters.onChange, bookmark.onLanguage, bookmark.onChapter, panel.onPage];
  for (const changed of renewing) owned.add(changed(renew));
  owned.add(
    vscode.window.registerWebviewPanelSerializer(ConceptPanel.viewType, {
      deserializeWebviewPanel: async restored => panel.adopt(restored),
    }),
  );
  const status = owned.add(
    new StatusBar(() => ({
      model: runs.last?.destination?.model,
      isRunning: runs.isRunning,
      dueCount: notebook.due.dueCount,
    })),
  );
  owned.add(runs.onRunning(() => status.refresh()));
  owned.add(
    followDue(notebook, clock, () => {
      status.refresh();
      tree.refresh();
    }),
  );

  return {
    api: {
      annotations: () => notebook.open(),
      history,
      explain: (document, range) => reasoning.explain(document, range),
      settled: async () => void (await Promise.all([notebook.settled(), pool.settled()])),
      get lit() {
        return marks.lit('step');
      },
    },
    close: async () => void (await Promise.all([notebook.settled(), pool.dispose()])),
  };
}

/**
 * What the page asks for as soon as it knows where it opens. Notes are not among it where the place names no concept: the page
 * does not know yet whose they are, and would have them told twice.
 */
function foreseen({ place }: Bookmark): readonly string[] {
  return topicsOf(place, place.concept);
}

async function prepare(chapters: Chapters, notebook: Notebook, { place }: Bookmark): Promise<void> {
  await Promise.all([chapters.get(place.chapter ?? chapters.builtInKey), notebook.ready()]);
}

function editorLanguage(): Language {
  return vscode.env.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/**
 * One journal per window and session. A session in which nothing is annotated leaves no file. The editor's own session
 * id is the same everywhere where telemetry is off.
 */
function writerName(): string {
  return `${new Date().toISOString().slice(0, 10)}-${crypto.randomUUID()}`;
}
