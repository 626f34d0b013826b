// A served VS Code with this checkout in it, on a workspace of its own, for a browser to show.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hostScripts, type VsCodeWindow } from './host';

export interface Setting {
  /** Machine-scoped settings, which a window on a server does not take from the user's. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folders of further extensions. */
  readonly beside?: readonly string[];
  /** What lies in the workspace: its name there, and the file of the checkout that it is a copy of. */
  readonly files: Readonly<Record<string, string>>;
  /** Fills the folder in which the extension keeps what is not of one workspace. */
  readonly fill?: (storage: string) => Promise<void>;
}

/** Megabytes that the extension hosts of all open windows hold, as the system tells them. */
export type HostMemory = () => Promise<number>;

/** Opens a window that remembers nothing of an earlier one; each has an extension host of its own. */
export type OpenWindow = () => Promise<VsCodeWindow>;

/** All that was started has ended when this resolves. */
export async function inEditor<T>(
  setting: Setting,
  work: (open: OpenWindow, hostMemory: HostMemory) => Promise<T>,
): Promise<T> {
  const scripts = await hostScripts();
  const home = await mkdtemp(join(tmpdir(), 'marginalia-bench-'));
  const [extensionsDir, userDataDir, workspace] = [
    join(home, 'extensions'),
    join(home, 'user'),
    join(home, 'work'),
  ];
  const endings: (() => Promise<unknown>)[] = [() => rm(home, { recursive: true, force: true })];
  try {
    await mkdir(workspace);
    await mkdir(join(userDataDir, 'Machine'), { recursive: true });
    await writeFile(join(userDataDir, 'Machine', 'settings.json'), JSON.stringify(setting.settings ?? {}));
    for (const [name, from] of Object.entries(setting.files)) await cp(from, join(workspace, name));
    await setting.fill?.(join(userDataDir, 'User', 'globalStorage', 'marginalia.marginalia'));
    for (const folder of ['.', ...(setting.beside ?? [])])
      await scripts.linkExtension(extensionsDir, resolve(folder));
    const host = await scripts.provideVsCode('1.139');
    const server = await scripts.startServer({
      host,
      userDataDir,
      extensionsDir,
    });
    endings.push(() => server.stop());
    const browser = await scripts.launchBrowser(await scripts.provideBrowser());
    endings.push(() => browser.close());
    // High enough for every row of the list of running extensions: what is out of sight has no element.
    return await work(
      () => scripts.openWindow(browser, server.url(workspace), { width: 1280, height: 1600 }),
      () => hostMemory(userDataDir),
    );
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

/** The extension hosts are below the server that was started with this folder. */
async function hostMemory(userDataDir: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=,args=']);
  const processes = stdout.split('\n').flatMap(line => {
    const [, pid, parent, kilobytes, command] = /^ *(\d+) +(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid, parent, kilobytes: Number(kilobytes), command }];
  });
  const isOurs = (pid: string | undefined): boolean => {
    const found = processes.find(one => one.pid === pid);
    return found !== undefined && (found.command.includes(userDataDir) || isOurs(found.parent));
  };
  const hosts = processes.filter(
    ({ pid, command }) => command.includes('--type=extensionHost') && isOurs(pid),
  );
  if (hosts.length === 0) throw new Error('no extension host runs');
  return hosts.reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1024;
}

/** What closes and opens moves the focus a moment later; the palette would close again with it. */
const settleMs = 300;

/** Brings the leftmost editor of that name forward, so that commands which need it are offered. */
export async function focusTab({ page }: VsCodeWindow, name: string): Promise<void> {
  await page.locator('.tab', { hasText: name }).first().click();
  await page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
  await pause(settleMs);
}

export async function closeTab({ page }: VsCodeWindow, name: string): Promise<void> {
  const tab = page.locator('.tab', { hasText: name }).first();
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  await pause(settleMs);
}
