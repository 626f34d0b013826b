// Builds everything once, in the order in which it is seen, and returns. Nothing is read and no request is made
// before it is needed.
import * as vscode from 'vscode';
import { Store } from '../core/base/store';
import type { Language } from '../core/chapter/chapter';
import type { Clock, Platform } from '../core/ports';
import { RunHistory } from '../core/reasoning/history';
import type { MarginaliaApi } from './api';
import { Bookmark } from './bookmark';
import { Bulletin } from './bulletin';
import { ChapterMarks } from './chapterMarks';
import { Chapters } from './chapters';
import { registerCommands } from './commands';
import { CompanionFiles, codeScheme, PassageLenses } from './companion';
import { ConceptTree } from './conceptTree';
import { Consent } from './consent';
import { conversation } from './conversation';
import { Desk } from './desk';
import { copyDiagnostics } from './diagnostics';
import { Endpoints } from './endpoints';
import { Explainer } from './explain';
import { documentsBelow } from './files';
import { Highlights } from './highlights';
import { Notebook } from './notebook';
import { ConceptPanel } from './panel';
import { RunInEditor } from './runInEditor';
import { SetUp } from './setUp';
import { granting } from './wishes';

export function activateMarginalia(context: vscode.ExtensionContext, platform: Platform): MarginaliaApi {
  const owned = new Store();
  context.subscriptions.push(owned);
  const log = owned.add(vscode.window.createOutputChannel('Marginalia', { log: true }));
  const clock = systemClock();
  const bookmark = new Bookmark(context.workspaceState, editorLanguage());
  const language = () => bookmark.place.language;
  const below = (folder: string) => vscode.Uri.joinPath(context.globalStorageUri, folder);

  const chapters = owned.add(
    new Chapters({
      extensionUri: context.extensionUri,
      chosen: context.workspaceState,
      claims: context.globalState,
      log,
    }),
  );
  owned.add(new ChapterMarks(chapters, editorLanguage(), log));
  const notebook = owned.add(
    new Notebook({
      folder: below('annotations'),
      platform,
      writer: writerName(),
      clock,
      log,
      editorial: () => chapters.current?.editorial ?? [],
    }),
  );
  const consent = new Consent(context.globalState, context.secrets);
  const models = platform.localModels?.(below('model').toString(), log);
  const setUp = owned.add(new SetUp({ models, log, language }));
  const endpoints = new Endpoints({ http: platform.http, clock, log, consent, setUp });
  const history = new RunHistory(documentsBelow(below('runs')), log);
  const explainer = owned.add(
    new Explainer({
      clock,
      log,
      history,
      reason: conversation({ endpoints, http: platform.http, clock, log, language }),
    }),
  );
  owned.add(explainer.onRunning(isRunning => isRunning && setUp.dismiss()));
  const highlights = owned.add(new Highlights());
  const inEditor = owned.add(new RunInEditor(explainer, highlights));
  const bulletin = owned.add(
    new Bulletin({ log, bookmark, chapters, notebook, explainer, history, inEditor, setUp }),
  );
  const panel = owned.add(
    new ConceptPanel({
      extensionUri: context.extensionUri,
      log,
      prepare: () => bulletin.prepare(),
      snapshot: () => bulletin.snapshot(),
    }),
  );
  bulletin.sendTo(news => panel.tell(news));
  const parts = {
    log,
    bookmark,
    bulletin,
    chapters,
    notebook,
    explainer,
    highlights,
    endpoints,
    setUp,
    panel,
  };
  const desk = owned.add(new Desk(parts));
  const grant = granting({ ...parts, desk, history, inEditor });
  owned.add(panel.onWish(wish => desk.attempt(wish.type, () => grant(wish))));

  const tree = new ConceptTree({
    load: () => chapters.load(),
    language,
    readIn: ({ key, formerKey }) => bookmark.readIn(key, formerKey),
  });
  const treeView = owned.add(vscode.window.createTreeView('marginalia.concepts', { treeDataProvider: tree }));
  owned.add(treeView.onDidChangeVisibility(({ visible }) => visible && desk.openFromSideBar()));
  const files = owned.add(new CompanionFiles(name => chapters.filesOf(name), chapters.shelf.onLoad));
  owned.add(vscode.workspace.registerFileSystemProvider(codeScheme, files, { isReadonly: true }));
  const lenses = new PassageLenses(async name => (await chapters.open(name))?.chapter, language);
  owned.add(vscode.languages.registerCodeLensProvider({ scheme: codeScheme }, lenses));
  owned.add(panel.onWish(({ type }) => type === 'ready' && lenses.refresh()));
  owned.add(bookmark.onRead(() => tree.refresh()));
  for (const changed of [chapters.onChange, bookmark.onLanguage]) {
    owned.add(
      changed(() => {
        tree.refresh();
        lenses.refresh();
      }),
    );
  }
  owned.add(
    vscode.window.registerWebviewPanelSerializer(ConceptPanel.viewType, {
      deserializeWebviewPanel: async restored => panel.adopt(restored),
    }),
  );

  const api: MarginaliaApi = {
    annotations: () => notebook.open(),
    history,
    explain: (document, range) => desk.explain(document, range),
    get lit() {
      return highlights.lit;
    },
  };
  owned.add(
    registerCommands(
      {
        'marginalia.openConceptPanel': (where?: unknown) => desk.open(where),
        'marginalia.explainReasoning': () => desk.explainHere(),
        'marginalia.reviewAnnotations': () => desk.review(),
        'marginalia.stopReasoning': () => explainer.stop(),
        'marginalia.annotateSelection': () => desk.annotateHere(),
        'marginalia.selectModel': () => desk.selectModel(),
        'marginalia.openCompanionCode': (region?: unknown) => desk.openCode(region),
        'marginalia.chooseChapter': () => desk.chooseChapter(),
        'marginalia.setUpLocalModel': () => desk.setUpModel(),
        'marginalia.removeLocalModel': () => endpoints.removeOwn(),
        'marginalia.enterKey': () => endpoints.enterKey(),
        'marginalia.copyDiagnostics': () => copyDiagnostics({ context, explainer, endpoints, setUp }),
        'marginalia.showLog': () => log.show(),
      },
      log,
    ),
  );
  return api;
}

function systemClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (delayMs, signal) =>
      new Promise(resolve => {
        const timer = setTimeout(done, delayMs);
        function done() {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        }
        if (signal?.aborted) done();
        else signal?.addEventListener('abort', done);
      }),
  };
}

function editorLanguage(): Language {
  return vscode.env.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** One journal per window and session. A session in which nothing is annotated leaves no file. */
function writerName(): string {
  return `${new Date().toISOString().slice(0, 10)}-${vscode.env.sessionId.replace(/[^\w-]/g, '')}`;
}
