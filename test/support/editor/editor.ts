// The state of an editor without a window: files, documents, settings, what is shown, and a reader who answers. One at a
// time, since the module `vscode` is one. It has one group for code and one for the panel, no undo, no languages, no
// key bindings and no `when` clauses: what depends on those is tested in the real editor.
import { URI } from 'vscode-uri';
import { DiskError, type MemoryDisk } from '../memoryDisk';
import { Document } from './document';
import {
  EventEmitter,
  FileSystemError,
  FileType,
  type Range,
  type RelativePattern,
  Selection,
  TabInputText,
  TabInputWebview,
  ViewColumn,
} from './values';
import { type LoadPage, WebviewPanel } from './webviewPanel';

export interface TextEditor {
  readonly document: Document;
  readonly viewColumn: number;
  selection: Selection;
  readonly selections: readonly Selection[];
  readonly decorations: Map<unknown, readonly Range[]>;
  setDecorations(type: unknown, ranges: readonly Range[]): void;
  revealRange(range: Range): void;
}

export interface Row {
  readonly label: string;
  readonly description?: string;
}

/** What the reader does when asked; each begins by thinking better of it. */
export interface Reader {
  pick: (rows: readonly Row[], title: string) => Row | undefined;
  type: (title: string, value: string) => string | undefined;
  press: (message: string, buttons: readonly string[]) => string | undefined;
}

interface Provider {
  readFile(uri: URI): Promise<Uint8Array> | Uint8Array;
  stat(uri: URI): Promise<{ readonly mtime: number; readonly size: number }>;
}

export interface Serializer {
  deserializeWebviewPanel(panel: WebviewPanel): Promise<void>;
}

type Command = (...args: readonly unknown[]) => unknown;

/** A watcher tells this much later. */
const watchDelayMs = 50;

export class Editor {
  readonly disk: MemoryDisk;
  readonly folders: readonly URI[];
  readonly settings: Map<string, unknown>;
  readonly commands = new Map<string, Command>();
  readonly contexts = new Map<string, unknown>();
  readonly providers = new Map<string, Provider>();
  readonly documents = new Map<string, Document>();
  readonly shown: TextEditor[] = [];
  readonly panels: WebviewPanel[] = [];
  readonly lenses: unknown[] = [];
  readonly hovers: unknown[] = [];
  readonly diagnostics = new Map<string, readonly unknown[]>();
  readonly log: string[] = [];
  /** Sentences that the editor has shown in boxes of its own. */
  readonly said: string[] = [];
  /** What stood below those of them that wait for an answer. */
  readonly details: string[] = [];
  isTrusted = true;
  /** Watchers see nothing, as those of a network's folder. */
  isBlind = false;
  /** The reader cancels what shows its progress. */
  readonly cancelled = new EventEmitter<void>();
  readonly opened: string[] = [];
  readonly statusBar: { text: string; isShown: boolean }[] = [];
  clipboard = '';
  active: TextEditor | undefined;
  serializer: Serializer | undefined;
  readonly reader: Reader = { pick: () => undefined, type: () => undefined, press: () => undefined };
  /** A panel was made; no page is in it yet. */
  onPanel: (panel: WebviewPanel) => void = () => undefined;
  /** The page that a panel loads. */
  loadPage: LoadPage = () => ({ receive: () => undefined });

  readonly changedSettings = new EventEmitter<{ affectsConfiguration(section: string): boolean }>();
  readonly changedDocument = new EventEmitter<{ readonly document: Document }>();
  readonly savedDocument = new EventEmitter<Document>();
  readonly openedDocument = new EventEmitter<Document>();
  readonly closedDocument = new EventEmitter<Document>();
  readonly changedSelection = new EventEmitter<{
    readonly textEditor: TextEditor;
    readonly selections: readonly Selection[];
  }>();
  readonly changedShown = new EventEmitter<readonly TextEditor[]>();
  readonly changedWindow = new EventEmitter<{ readonly focused: boolean }>();

  constructor(parts: {
    readonly disk: MemoryDisk;
    readonly folders: readonly URI[];
    readonly settings: Map<string, unknown>;
  }) {
    this.disk = parts.disk;
    this.folders = parts.folders;
    this.settings = parts.settings;
  }

  // What a test does as the reader.

  /** A command, as from the palette. */
  async run(id: string, ...args: readonly unknown[]): Promise<unknown> {
    const command = this.commands.get(id);
    if (!command) throw new Error(`there is no command ${id}`);
    return command(...args);
  }

  set(setting: string, value: unknown): void {
    if (value === undefined) this.settings.delete(setting);
    else this.settings.set(setting, value);
    const affectsConfiguration = (section: string) =>
      setting === section || setting.startsWith(`${section}.`);
    this.changedSettings.fire({ affectsConfiguration });
  }

  /** Types in an open document. */
  edit(uri: URI, text: string): void {
    const document = this.documents.get(uri.toString());
    if (!document) throw new Error(`${uri} is not open`);
    document.setText(text);
    this.changedDocument.fire({ document });
  }

  /** Saves an open document, which then reads like this. */
  save(uri: URI, text: string): void {
    this.edit(uri, text);
    const document = this.documents.get(uri.toString());
    this.disk.set(uri.path, text);
    if (document) this.savedDocument.fire(document);
  }

  /** Nothing holds the file any more: neither a tab nor the editor's own memory. */
  close(uri: URI): void {
    const document = this.documents.get(uri.toString());
    if (!document) return;
    this.documents.delete(uri.toString());
    document.isClosed = true;
    const left = this.shown.filter(one => one.document !== document);
    if (left.length < this.shown.length) {
      this.shown.splice(0, this.shown.length, ...left);
      if (this.active?.document === document) this.active = undefined;
      this.changedShown.fire(this.shown);
    }
    this.closedDocument.fire(document);
  }

  select(textEditor: TextEditor, range: Range): void {
    textEditor.selection = new Selection(range.start, range.end);
    this.active = textEditor;
    this.changedSelection.fire({ textEditor, selections: [textEditor.selection] });
  }

  /** A panel that was open when the window was, as after a reload. */
  async restore(viewType: string): Promise<void> {
    await this.serializer?.deserializeWebviewPanel(this.panel(viewType));
  }

  /** The reader comes back to the window. */
  focus(): void {
    this.changedWindow.fire({ focused: true });
  }

  // What the module serves.

  async open(uri: URI): Promise<Document> {
    const known = this.documents.get(uri.toString());
    if (known) return known;
    const text = new TextDecoder().decode(await this.readFile(uri));
    const document = this.documents.get(uri.toString()) ?? new Document(uri, text);
    this.documents.set(uri.toString(), document);
    this.openedDocument.fire(document);
    return document;
  }

  show(document: Document, selection?: Range): TextEditor {
    const before = this.shown.find(one => one.document === document);
    const decorations = new Map<unknown, readonly Range[]>();
    const shown: TextEditor = before ?? {
      document,
      viewColumn: ViewColumn.One,
      selection: new Selection(0, 0, 0, 0),
      get selections() {
        return [this.selection];
      },
      decorations,
      setDecorations: (type, ranges) => void decorations.set(type, ranges),
      revealRange: () => undefined,
    };
    // One group: what was there is covered.
    this.shown.splice(0, this.shown.length, shown);
    this.active = shown;
    if (!before) this.changedShown.fire(this.shown);
    if (selection) this.select(shown, selection);
    return shown;
  }

  panel(viewType: string): WebviewPanel {
    const panel = new WebviewPanel(viewType, ViewColumn.Two, this.loadPage);
    this.panels.push(panel);
    this.onPanel(panel);
    panel.onDidDispose(() => void this.panels.splice(this.panels.indexOf(panel), 1));
    return panel;
  }

  get groups() {
    const code = this.shown.map(({ document }) => ({ input: new TabInputText(document.uri) }));
    const panels = this.panels.map(({ viewType }) => ({
      input: new TabInputWebview(`mainThreadWebview-${viewType}`),
    }));
    const group = (viewColumn: number, tabs: readonly { readonly input: unknown }[]) => ({
      viewColumn,
      tabs,
      activeTab: tabs.at(-1),
    });
    const groups = [group(ViewColumn.One, code), group(ViewColumn.Two, panels)];
    return groups.filter(({ tabs }) => tabs.length > 0);
  }

  async readFile(uri: URI): Promise<Uint8Array> {
    const provider = this.providers.get(uri.scheme);
    if (provider) return provider.readFile(uri);
    const stand = await this.asked(uri, disk => disk.read(uri.path));
    if (!stand) throw FileSystemError.FileNotFound(uri);
    return stand.bytes;
  }

  async stat(uri: URI): Promise<{ type: number; size: number; mtime: number; ctime: number }> {
    const stand = await this.asked(uri, disk => disk.read(uri.path));
    if (stand) return { type: FileType.File, size: stand.bytes.length, mtime: stand.changedAt, ctime: 0 };
    if (!this.disk.isFolder(uri.path)) throw FileSystemError.FileNotFound(uri);
    return { type: FileType.Directory, size: 0, mtime: 0, ctime: 0 };
  }

  /** The disk's answer, with its errors as the editor words them. */
  async asked<T>(uri: URI, ask: (disk: MemoryDisk) => Promise<T>): Promise<T> {
    if (uri.scheme !== 'file') throw new FileSystemError('Unavailable', uri);
    try {
      return await ask(this.disk);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      if (error.code === 'ENOENT') throw FileSystemError.FileNotFound(uri);
      if (error.code === 'EROFS') throw FileSystemError.NoPermissions(uri);
      // A full disk has no code of its own there.
      throw new FileSystemError('Unknown', error.message);
    }
  }

  watch({ base, pattern }: RelativePattern) {
    const changed = new EventEmitter<URI>();
    const isMeant = watched(pattern);
    const following = this.disk.onChange(path => {
      if (this.isBlind || !path.startsWith(`${base.path}/`) || !isMeant(path.slice(base.path.length + 1)))
        return;
      setTimeout(() => changed.fire(URI.file(path)), watchDelayMs);
    });
    const never = new EventEmitter<URI>();
    return {
      onDidChange: changed.event,
      onDidCreate: never.event,
      onDidDelete: never.event,
      dispose: () => {
        following.dispose();
        changed.dispose();
      },
    };
  }
}

/** The patterns that we watch by; another one has to be thought of here first. */
function watched(pattern: string): (path: string) => boolean {
  if (pattern === '*.jsonl') return path => /^[^/]*\.jsonl$/.test(path);
  if (pattern === '*') return path => !path.includes('/');
  if (pattern === '.marginalia{,/**}') return path => /^\.marginalia(\/|$)/.test(path);
  throw new Error(`the stand-in for the editor does not know the pattern ${pattern}`);
}

let now: Editor | undefined;

/** The one that the module `vscode` serves from now on. */
export function useEditor(editor: Editor | undefined): void {
  now = editor;
}

export function editorNow(): Editor {
  if (!now) throw new Error('no editor was made: use a Pair');
  return now;
}
