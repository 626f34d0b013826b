// A reader's session: a VS Code server with the extension installed, a workspace, and a window in a real browser.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import {
  launchBrowser,
  newestVersion,
  openWindow,
  provideBrowser,
  provideVsCode,
  standIns,
  startServer,
  type VsCodeServer,
  type VsCodeWindow,
} from './host';
import { installed } from './packaged';

export interface SessionOptions {
  /** The folder of extensions; the packaged extension where none is named. */
  readonly extensionsDir?: string;
  /** Machine settings, such as `marginalia.endpoint.url`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Called before VS Code starts, with the folder of its data. */
  readonly prepare?: (userDataDir: string) => Promise<void>;
  /** Pixels of the screen for each of the page; pictures that are shown need more than one. */
  readonly scale?: number;
  /** The extension in development, from this folder, in place of an installed one. */
  readonly development?: string;
}

let launching: Promise<Browser> | undefined;
const open = new Set<Session>();

/** What a failed test saw last, in out/screens/e2e/. */
afterEach(async function () {
  if (this.currentTest?.state !== 'failed') return;
  const name = this.currentTest.fullTitle().replace(/\W+/g, '-').slice(0, 100);
  for (const session of open) await session.picture(`failed-${name}`).catch(() => undefined);
});
after(async () => (await launching)?.close());

export class Session {
  readonly window: VsCodeWindow;
  readonly workspace: string;
  readonly userDataDir: string;
  readonly #folder: string;
  readonly #serve: (before?: VsCodeServer) => Promise<VsCodeServer>;
  #server: VsCodeServer;

  private constructor(parts: {
    window: VsCodeWindow;
    folder: string;
    server: VsCodeServer;
    serve: (before?: VsCodeServer) => Promise<VsCodeServer>;
  }) {
    this.window = parts.window;
    this.#folder = parts.folder;
    this.workspace = join(parts.folder, 'workspace');
    this.userDataDir = join(parts.folder, 'data');
    this.#server = parts.server;
    this.#serve = parts.serve;
  }

  static async open(options: SessionOptions = {}): Promise<Session> {
    const folder = await mkdtemp(join(tmpdir(), 'marginalia-e2e-'));
    const workspace = join(folder, 'workspace');
    const userDataDir = join(folder, 'data');
    await cp(join('test', 'host', 'sample'), workspace, { recursive: true });
    // The settings of the model server belong to the machine that VS Code runs on, which for a window in a browser
    // is the server: it keeps those apart from the user's.
    await mkdir(join(userDataDir, 'Machine'), { recursive: true });
    await writeFile(join(userDataDir, 'Machine', 'settings.json'), JSON.stringify(options.settings ?? {}));
    await options.prepare?.(userDataDir);
    const host = await provideVsCode(newestVersion);
    const { development } = options;
    const { env } = await standIns();
    const extensionsDir =
      options.extensionsDir ?? (development === undefined ? await installed() : join(folder, 'extensions'));
    const serve = (before?: VsCodeServer) =>
      startServer({
        host,
        userDataDir,
        extensionsDir,
        env: { ...process.env, ...env },
        // The smoke-test driver alone honours a payload, and it hides toasts: only where it is needed.
        smokeTestDriver: development !== undefined,
        ...(before === undefined ? {} : { port: before.port, token: before.token }),
      });
    const server = await serve();
    launching ??= provideBrowser().then(executable => launchBrowser(executable));
    const payload = development === undefined ? undefined : payloadFor(server, development);
    const url = server.url(workspace, payload);
    const window = await openWindow(await launching, url, {
      width: 1600,
      height: 900,
      ...(options.scale === undefined ? {} : { deviceScaleFactor: options.scale }),
    });
    const session = new Session({ window, folder, server, serve });
    open.add(session);
    return session;
  }

  get page(): Page {
    return this.window.page;
  }

  /** The panel's page, once it shows this view. Asked anew each time, since the editor makes it anew. */
  panel(view = ''): Promise<FrameLocator> {
    return this.window.webview(view === '' ? 'main[data-view]' : `main[data-view="${view}"]`);
  }

  /** A second window on the same server, in the same workspace. Whoever asks for it closes it. */
  async anotherWindow(): Promise<VsCodeWindow> {
    launching ??= provideBrowser().then(executable => launchBrowser(executable));
    return openWindow(await launching, this.#server.url(this.workspace), { width: 1600, height: 900 });
  }

  /** The folder in which the extension keeps notes or runs. */
  storage(name: 'annotations' | 'runs'): string {
    return storageIn(this.userDataDir, name);
  }

  /** VS Code ends and starts again on the same folders, and the reader opens it at the same address. */
  async restart(): Promise<void> {
    await this.#server.stop();
    this.#server = await this.#serve(this.#server);
    await this.window.reload();
  }

  /** Runs Explain Reasoning on lines of a file of the workspace. */
  async explain(file: string, first: number, last: number): Promise<void> {
    await this.window.openFile(file);
    await this.window.selectLines(first, last);
    await this.window.command('Marginalia: Explain Reasoning');
  }

  async picture(name: string): Promise<void> {
    await mkdir(join('out', 'screens', 'e2e'), { recursive: true });
    await this.page.screenshot({ path: join('out', 'screens', 'e2e', `${name}.png`) });
  }

  async end(): Promise<void> {
    open.delete(this);
    await this.window.close();
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function storageIn(userDataDir: string, name: 'annotations' | 'runs' | 'model'): string {
  return join(userDataDir, 'User', 'globalStorage', 'marginalia.marginalia', name);
}

function payloadFor(server: VsCodeServer, folder: string) {
  return [
    ['extensionDevelopmentPath', server.remoteUri(folder)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ] as const;
}
