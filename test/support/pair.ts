// The host's features against the panel's reducer, without an editor: the whole extension is activated over a disk, a
// model server and an editor in memory, in a time of its own, and its webview is joined to the panel's end of the wire.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { URI } from 'vscode-uri';
import type { Problem } from '../../src/core/base/problem';
import type { Http, LocalModels, Tracer } from '../../src/core/ports';
import { Down, Up } from '../../src/core/wire/envelope';
import { heldValue } from '../../src/core/wire/held';
import type { Args, Kind, Value } from '../../src/core/wire/topics';
import type { Wish } from '../../src/core/wire/wish';
import type { MarginaliaApi } from '../../src/host/api';
import { activateMarginalia } from '../../src/host/marginalia';
import { extensionContext, extensionFolder, Kept, storageFolder } from './editor/context';
import { Editor, useEditor } from './editor/editor';
import type { WebviewPanel } from './editor/webviewPanel';
import { MemoryDisk } from './memoryDisk';
import { memoryPlatform } from './memoryPlatform';
import { type PageState, PairPage } from './pairPage';
import { ScriptedModel } from './scriptedModel';
import { VirtualTime } from './virtualTime';

export const builtIn = 'how-chatgpt-came-to-be';
export const journals = `${storageFolder}/annotations`;
export const runs = `${storageFolder}/runs`;
export const code = URI.file('/folder/sums.py');

/** What reached the host and what it posted, in this order; and when nothing was to be told any more. */
export type Crossed =
  | { readonly up: Up }
  | { readonly down: Down }
  | 'hidden'
  | 'shown'
  | 'closed'
  | 'killed';

const startAt = Date.UTC(2026, 2, 2, 12, 17);
/** Longer than anything here waits for by itself. */
const patienceMs = 120_000;

/** A disk on which Marginalia is installed, beside a workspace with some code. */
const installed = new MemoryDisk();
for (const entry of readdirSync('content', { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile()) installed.set(`${extensionFolder}/${path}`, readFileSync(path));
}
installed.set(code.path, 'def total(a):\n    return sum(a)\n\n\ndef other():\n    return 1\n');

export interface PairParts {
  readonly localModels?: LocalModels;
  readonly tracer?: Tracer;
  /** Another server in the stead of `model`. */
  readonly http?: Http;
}

export class Pair {
  readonly time = new VirtualTime(startAt);
  readonly model = new ScriptedModel();
  readonly crossed: Crossed[] = [];
  readonly #parts: PairParts;
  readonly #settings = new Map<string, unknown>();
  #window = new Kept();
  #machine = new Kept();
  #disk = installed.copy();
  #state: PageState = { value: undefined };
  #editor: Editor | undefined;
  #api: MarginaliaApi | undefined;
  #page: PairPage | undefined;
  #subscriptions: readonly { dispose(): unknown }[] = [];
  #delayMs = 0;
  /** Hears of each wish of whichever page what became of it. */
  onSettled: (page: PairPage, ...settled: Parameters<PairPage['onSettled']>) => void = () => undefined;

  constructor(parts: PairParts = {}) {
    this.#parts = parts;
    try {
      this.#activate();
    } catch (error) {
      this.time.dispose();
      throw error;
    }
  }

  /** How long a message is on its way from now on. */
  set delayMs(delayMs: number) {
    this.#delayMs = delayMs;
    if (this.panel) this.panel.delayMs = delayMs;
  }

  get disk(): MemoryDisk {
    return this.#disk;
  }

  get editor(): Editor {
    if (!this.#editor) throw new Error('the editor is closed');
    return this.#editor;
  }

  get api(): MarginaliaApi {
    if (!this.#api) throw new Error('Marginalia is not active');
    return this.#api;
  }

  get panel(): WebviewPanel | undefined {
    return this.#editor?.panels[0];
  }

  /** The page that is loaded. */
  get page(): PairPage {
    if (!this.#page) throw new Error('no page is loaded');
    return this.#page;
  }

  get isShown(): boolean {
    return this.#page !== undefined;
  }

  /** Opens the panel, or brings it forward, and waits until it shows something. */
  async show(): Promise<PairPage> {
    await this.editor.run('marginalia.openConceptPanel');
    await this.until(() => this.#page?.shown !== undefined, 'something is shown');
    return this.page;
  }

  /** Another tab covers the panel. */
  hide(): void {
    this.#page = undefined;
    this.panel?.cover();
    this.crossed.push('hidden');
  }

  /** The reader turns back to the panel's tab. */
  async reveal(): Promise<PairPage> {
    this.panel?.reveal();
    await this.until(() => this.#page?.shown !== undefined, 'something is shown again');
    return this.page;
  }

  /** The workspace's code in an editor, with the caret on its first line. */
  async openCode(): Promise<void> {
    this.editor.show(await this.editor.open(code));
  }

  /** The window is loaded anew with the panel in it: the page finds what it had kept. */
  async restore(): Promise<void> {
    await this.editor.restore('marginalia.panel');
  }

  close(): void {
    this.#page = undefined;
    this.crossed.push('closed');
    this.panel?.dispose();
    this.#state = { value: undefined };
  }

  async pass(ms: number): Promise<void> {
    await this.time.pass(ms);
  }

  async until(holds: () => boolean, what: string): Promise<void> {
    const end = this.time.now + patienceMs;
    await this.time.settle();
    while (!holds()) {
      if (this.time.now > end) throw new Error(`waited in vain: ${what}`);
      await this.time.pass(20);
    }
  }

  /** Wishes something, and lets time pass until it is settled: what stood in the way. */
  async wish(wish: Wish): Promise<Problem | undefined> {
    let settled: { readonly problem: Problem | undefined } | undefined;
    this.page.link.wish(wish, problem => {
      settled = { problem };
    });
    await this.until(() => settled !== undefined, `${wish.type} is settled`);
    return settled?.problem;
  }

  held<K extends Kind>(kind: K, ...args: Args<K>): Value<K> | undefined {
    return heldValue(this.page.held, kind, ...args);
  }

  /** What is held now of all that is shown, by topic. */
  get allHeld(): Readonly<Record<string, unknown>> {
    const { held, topics } = this.page;
    return Object.fromEntries(topics.map(topic => [topic, held.get(topic)?.value]));
  }

  /** The process ends at this instant, wherever it stands; a new window opens on what it leaves behind. */
  async kill(): Promise<void> {
    // What waits for nothing but its turn has happened by then; what waits for the disk or the wire never does.
    await this.time.settle();
    this.crossed.push('killed');
    const disk = this.#disk.copy();
    const [window, machine] = [this.#window.copy(), this.#machine.copy()];
    this.time.clear();
    this.#page = undefined;
    [this.#disk, this.#window, this.#machine] = [disk, window, machine];
    this.#activate();
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    useEditor(undefined);
    this.time.dispose();
  }

  #activate(): void {
    const editor = new Editor({ disk: this.#disk, folders: [URI.file('/folder')], settings: this.#settings });
    editor.onPanel = panel => {
      panel.delayMs = this.#delayMs;
      panel.onCross = (way, message) => this.#cross(way, message);
    };
    editor.loadPage = post => this.#load(post);
    this.#editor = editor;
    useEditor(editor);
    const context = extensionContext({ window: this.#window, machine: this.#machine });
    const { localModels, tracer, http = this.model } = this.#parts;
    const platform = memoryPlatform({ disk: this.#disk, http, localModels, tracer });
    this.#api = activateMarginalia(context, platform).api;
    this.#subscriptions = context.subscriptions;
  }

  #load(post: (message: unknown) => void) {
    this.crossed.push('shown');
    const page = new PairPage(post, this.#state);
    page.onSettled = (...settled) => this.onSettled(page, ...settled);
    this.#page = page;
    return page;
  }

  #cross(way: 'down' | 'up', message: unknown): void {
    if (way === 'down') this.crossed.push({ down: v.parse(Down, message) });
    const up = v.safeParse(Up, message);
    if (way === 'up' && up.success) this.crossed.push({ up: up.output });
  }
}
