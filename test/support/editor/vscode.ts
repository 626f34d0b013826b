// Stands in for the module `vscode` in unit tests: exactly what src/host uses, over an `Editor` in memory. What it does
// not have it does not export, or throws for (honest.ts).
import { URI, Utils } from 'vscode-uri';
import type { Document } from './document';
import { editorNow, type Row, type Serializer } from './editor';
import { honest } from './honest';
import {
  Disposable,
  EventEmitter,
  FileSystemError,
  FileType,
  type Range,
  type RelativePattern,
} from './values';

export * from './values';

export const version = '0.0.0';

export const Uri = { parse: URI.parse, from: URI.from, file: URI.file, joinPath: Utils.joinPath };

export const l10n = honest('l10n', {
  t: (sentence: string, ...values: readonly unknown[]) =>
    sentence.replace(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole)),
});

export const env = honest('env', {
  language: 'en',
  remoteName: undefined,
  uiKind: 1,
  clipboard: {
    writeText: async (text: string) => {
      editorNow().clipboard = text;
    },
  },
  openExternal: async (uri: URI) => {
    editorNow().opened.push(uri.toString(true));
    return true;
  },
});

export const commands = honest('commands', {
  registerCommand: (id: string, command: (...args: readonly unknown[]) => unknown) => {
    const editor = editorNow();
    if (editor.commands.has(id)) throw new Error(`command ${id} is there already`);
    editor.commands.set(id, command);
    return new Disposable(() => editor.commands.delete(id));
  },
  executeCommand: async (id: string, ...args: readonly unknown[]) => {
    const editor = editorNow();
    if (id === 'setContext') return void editor.contexts.set(String(args[0]), args[1]);
    // No language is installed.
    if (id === 'vscode.executeDocumentSymbolProvider') return undefined;
    if (id.startsWith('workbench.action.')) return void editor.opened.push(`${id} ${args.join(' ')}`);
    return editor.run(id, ...args);
  },
});

export const languages = honest('languages', {
  registerCodeLensProvider: (_selector: unknown, provider: unknown) => {
    const { lenses } = editorNow();
    lenses.push(provider);
    return new Disposable(() => lenses.splice(lenses.indexOf(provider), 1));
  },
  registerHoverProvider: (_selector: unknown, provider: unknown) => {
    const { hovers } = editorNow();
    hovers.push(provider);
    return new Disposable(() => hovers.splice(hovers.indexOf(provider), 1));
  },
  createDiagnosticCollection: () => {
    const { diagnostics } = editorNow();
    return honest('DiagnosticCollection', {
      set: (uri: URI, found: readonly unknown[]) => void diagnostics.set(uri.toString(), found),
      delete: (uri: URI) => void diagnostics.delete(uri.toString()),
      dispose: () => diagnostics.clear(),
    });
  },
});

export const workspace = honest('workspace', {
  get workspaceFolders() {
    return editorNow().folders.map(uri => ({ uri, name: Utils.basename(uri) }));
  },
  get isTrusted() {
    return editorNow().isTrusted;
  },
  notebookDocuments: [],
  get textDocuments() {
    return [...editorNow().documents.values()];
  },
  getWorkspaceFolder: (uri: URI) =>
    workspace.workspaceFolders.find(
      folder => uri.scheme === folder.uri.scheme && `${uri.path}/`.startsWith(`${folder.uri.path}/`),
    ),
  asRelativePath: (uri: URI) => {
    const folder = workspace.getWorkspaceFolder(uri);
    return folder ? uri.path.slice(folder.uri.path.length + 1) : uri.path;
  },
  openTextDocument: (uri: URI) => editorNow().open(uri),
  /** Everything is a setting of the reader's own: there are no workspace settings, and no defaults but the caller's. */
  getConfiguration: (section: string) =>
    honest('WorkspaceConfiguration', {
      get: (key: string, otherwise?: unknown) => editorNow().settings.get(`${section}.${key}`) ?? otherwise,
      inspect: (key: string) => ({ key, globalValue: editorNow().settings.get(`${section}.${key}`) }),
      update: async (key: string, value: unknown) => editorNow().set(`${section}.${key}`, value),
    }),
  registerFileSystemProvider: (scheme: string, provider: Parameters<typeof editorProviders>[1]) =>
    editorProviders(scheme, provider),
  createFileSystemWatcher: (pattern: RelativePattern) => editorNow().watch(pattern),
  onDidChangeConfiguration: listening(editor => editor.changedSettings),
  onDidChangeTextDocument: listening(editor => editor.changedDocument),
  onDidSaveTextDocument: listening(editor => editor.savedDocument),
  onDidOpenTextDocument: listening(editor => editor.openedDocument),
  onDidCloseTextDocument: listening(editor => editor.closedDocument),
  decode: async (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  fs: honest('fs', {
    isWritableFileSystem: (scheme: string) =>
      scheme === 'file' || editorNow().providers.has(scheme) ? true : undefined,
    readFile: (uri: URI) => editorNow().readFile(uri),
    stat: (uri: URI) => editorNow().stat(uri),
    readDirectory: async (uri: URI) => {
      const entries = await editorNow().asked(uri, disk => disk.list(uri.path));
      if (!entries) throw FileSystemError.FileNotFound(uri);
      return entries.map(([name, isFolder]) => [name, isFolder ? FileType.Directory : FileType.File]);
    },
    writeFile: (uri: URI, bytes: Uint8Array) => editorNow().asked(uri, disk => disk.write(uri.path, bytes)),
    rename: (from: URI, to: URI) => editorNow().asked(to, disk => disk.move(from.path, to.path)),
    delete: (uri: URI) => editorNow().asked(uri, disk => disk.remove(uri.path)),
    createDirectory: (uri: URI) => editorNow().asked(uri, disk => disk.makeFolder(uri.path)),
  }),
});

function editorProviders(
  scheme: string,
  provider: { readFile(uri: URI): Promise<Uint8Array> } & {
    stat(uri: URI): Promise<{ readonly mtime: number; readonly size: number }>;
  },
) {
  const { providers } = editorNow();
  providers.set(scheme, provider);
  return new Disposable(() => providers.delete(scheme));
}

export const window = honest('window', {
  get activeTextEditor() {
    return editorNow().active;
  },
  get visibleTextEditors() {
    return editorNow().shown;
  },
  visibleNotebookEditors: [],
  tabGroups: honest('tabGroups', {
    get all() {
      return editorNow().groups;
    },
    get activeTabGroup() {
      return editorNow().groups[0] ?? { activeTab: undefined };
    },
  }),
  onDidChangeActiveTextEditor: never,
  onDidChangeVisibleTextEditors: listening(editor => editor.changedShown),
  onDidChangeTextEditorSelection: listening(editor => editor.changedSelection),
  onDidChangeWindowState: listening(editor => editor.changedWindow),
  createOutputChannel: () => {
    const { log } = editorNow();
    const line = (level: string) => (text: string) => void log.push(`${level} ${text}`);
    return honest('LogOutputChannel', {
      trace: line('trace'),
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
      show: () => line('shown')(''),
      dispose: () => undefined,
    });
  },
  createStatusBarItem: () => {
    const item = new StatusBarItem();
    editorNow().statusBar.push(item);
    return item;
  },
  createTextEditorDecorationType: () => ({ dispose: () => undefined }),
  createTreeView: () => ({ onDidChangeVisibility: never, dispose: () => undefined }),
  createWebviewPanel: (viewType: string) => editorNow().panel(viewType),
  registerUriHandler: () => new Disposable(() => undefined),
  registerFileDecorationProvider: () => new Disposable(() => undefined),
  registerWebviewPanelSerializer: (_viewType: string, serializer: Serializer) => {
    editorNow().serializer = serializer;
    return new Disposable(() => undefined);
  },
  showTextDocument: async (document: Document, { selection }: { readonly selection?: Range } = {}) =>
    editorNow().show(document, selection),
  showQuickPick: async (rows: readonly Row[] | Promise<readonly Row[]>, { title = '' } = {}) =>
    editorNow().reader.pick(await rows, title),
  withProgress: async (_options: unknown, work: (progress: unknown, token: unknown) => Promise<unknown>) => {
    const { cancelled } = editorNow();
    return work(
      { report: () => undefined },
      { onCancellationRequested: (act: () => void) => cancelled.event(act) },
    );
  },
  showInputBox: async ({ title = '', value = '' } = {}) => editorNow().reader.type(title, value),
  showInformationMessage: said,
  showWarningMessage: said,
  showErrorMessage: said,
});

class StatusBarItem {
  text = '';
  isShown = false;

  show(): void {
    this.isShown = true;
  }

  hide(): void {
    this.isShown = false;
  }

  dispose(): void {
    this.hide();
  }
}

const silence = new EventEmitter<never>();
function never(): Disposable {
  return silence.event(() => undefined);
}

/** The modal's options may stand before its buttons. */
async function said(message: string, ...rest: readonly unknown[]): Promise<string | undefined> {
  const editor = editorNow();
  editor.said.push(message);
  const [options] = rest;
  if (typeof options === 'object' && options !== null && 'detail' in options)
    editor.details.push(`${options.detail}`);
  return editor.reader.press(
    message,
    rest.filter(one => typeof one === 'string'),
  );
}

function listening<T>(of: (editor: ReturnType<typeof editorNow>) => EventEmitter<T>) {
  return (listener: (value: T) => unknown) => of(editorNow()).event(listener);
}
