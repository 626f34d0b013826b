// The scripts of test/host, as the benches use them. They find their files beside themselves, so they are loaded
// from where they stand and never bundled.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, FrameLocator, LaunchOptions, Page } from 'playwright-core';

export interface VsCodeWindow {
  readonly page: Page;
  command(title: string): Promise<void>;
  openFile(...path: string[]): Promise<void>;
  goToLine(line: number): Promise<void>;
  webview(containing?: string): Promise<FrameLocator>;
  close(): Promise<void>;
}

type VsCodeHost = Readonly<Record<'version' | 'folder' | 'node', string>>;

interface Scripts {
  provideVsCode(version: '1.139'): Promise<VsCodeHost>;
  startServer(options: {
    host: VsCodeHost;
    userDataDir: string;
    extensionsDir: string;
  }): Promise<{ url(folder: string): string; stop(): Promise<void> }>;
  linkExtension(extensionsDir: string, project: string): Promise<string>;
  provideBrowser(): Promise<string>;
  launchBrowser(executable: string, options?: LaunchOptions): Promise<Browser>;
  openWindow(browser: Browser, url: string, size: { width: number; height: number }): Promise<VsCodeWindow>;
  serveModel(
    model: 'smol-135m' | 'coder-1.5b',
    options?: { contextTokens?: number },
  ): Promise<{ readonly url: string; readonly key: string; stop(): Promise<void> }>;
  readonly browserFlags: readonly string[];
}

/** Tests and benches run with the repository as their working directory. */
export async function hostScripts(): Promise<Scripts> {
  const names = ['provide', 'server', 'extensions', 'browser', 'window', 'localModel'];
  const modules = await Promise.all(
    names.map(name => import(pathToFileURL(resolve('test', 'host', `${name}.mjs`)).href)),
  );
  return Object.assign({}, ...modules);
}
