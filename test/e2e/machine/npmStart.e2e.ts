// `npm start` on a fresh home: the editor opens behind its token, explains with the model that is there, and when it ends, by
// whatever signal, nothing of it is left: no process, no temporary folder.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheFolder } from '../../../src/node/localModel/layout';
import { launchBrowser, openWindow, provideBrowser, standIns } from '../host';

const provided = dirname(cacheFolder());

describe('npm start', () => {
  let home = '';
  let temporary = '';
  let npm: ChildProcess;
  let said: string[] = [];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'mst-'));
    temporary = join(home, 'tmp');
    await mkdir(temporary);
    await mkdir(join(home, 'cache'));
    // All is fresh but the downloads.
    for (const name of ['vscode-1.139', 'local-model'])
      await symlink(join(provided, name), join(home, 'cache', name));
    said = [];
    npm = spawn('npm', ['start', '--', '--served'], {
      // As in a terminal: a group of its own, all of which Ctrl+C reaches.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ...(await standIns()).env,
        HOME: home,
        TMPDIR: temporary,
        MARGINALIA_CACHE: join(home, 'cache'),
      },
    });
    if (npm.stdout) createInterface({ input: npm.stdout }).on('line', line => said.push(line));
  });
  afterEach(async () => {
    for (let left = await started(); left.length > 0; left = await started()) left.forEach(kill);
    await rm(home, { recursive: true, force: true });
  });

  it('opens the editor with a model to explain with, and Ctrl+C leaves nothing', async () => {
    const url = await saidLine(/VS Code is at (http:\S+)/);
    await saidLine(/(Explain Reasoning uses coder-1\.5b)/);
    assert.match(new URL(url).searchParams.get('tkn') ?? '', /^[0-9a-f]{64}$/);
    assert.equal((await fetch(new URL('/', url), { redirect: 'manual' })).status, 403);
    const browser = await launchBrowser(await provideBrowser());
    try {
      const window = await openWindow(browser, url);
      const chapter = await window.webview('main[data-view="chapter"]');
      await chapter.locator('article[data-passage]').first().waitFor();
      await window.openFile('parity.py');
      await window.selectLines(6, 11);
      await window.command('Marginalia: Explain Reasoning');
      const panel = await window.webview('main[data-view="reasoning"]');
      await panel.locator('li[data-step]').first().waitFor({ timeout: 120_000 });
      const whileItRuns = await started();
      assert.ok(whileItRuns.length > 4, `${whileItRuns.length} processes`);
      process.kill(-(npm.pid ?? 0), 'SIGINT');
      await nothingIsLeft();
    } finally {
      await browser.close();
    }
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    it(`leaves nothing when npm itself gets ${signal}`, async () => {
      await saidLine(/VS Code is at (http:\S+)/);
      npm.kill(signal);
      await nothingIsLeft();
    });

  async function saidLine(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = said.map(line => pattern.exec(line)?.[1]).find(match => match !== undefined);
      if (found !== undefined) return found;
      assert.equal(npm.exitCode, null, said.join('\n'));
      await pause(100);
    }
  }

  async function nothingIsLeft(): Promise<void> {
    if (npm.exitCode === null && npm.signalCode === null) await once(npm, 'exit');
    // The signal reaches the last of them a moment after npm.
    const giveUpAt = Date.now() + 20_000;
    for (;;) {
      const [processes, folders] = await Promise.all([started(), readdir(temporary)]);
      if (processes.length + folders.length === 0) return;
      assert.ok(Date.now() < giveUpAt, `left: ${await namesOf(processes)}; ${folders.join(', ')}`);
      await pause(200);
    }
  }

  /** Whatever runs with our environment. */
  async function started(): Promise<readonly number[]> {
    const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
    const environments = await Promise.all(
      pids.map(pid => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')),
    );
    return pids.filter((_, index) => environments[index]?.includes(home)).map(Number);
  }

  function kill(pid: number): void {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It has ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async function namesOf(pids: readonly number[]): Promise<string> {
    const lines = await Promise.all(
      pids.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    return lines.map(line => line.replaceAll('\0', ' ').slice(0, 200)).join('; ');
  }
});
