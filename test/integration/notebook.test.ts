// The notebook on a disk that makes trouble: nothing waits for it, what is wrong is said, and it goes on by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock, Platform } from '../../src/core/ports';
import { Notebook } from '../../src/host/notes/notebook';
import { nodeGrowingFiles } from '../../src/node/growingFiles';
import { nodeJournalFiles } from '../../src/node/journalFile';

const note = {
  id: 'urn:uuid:in-trouble',
  type: 'Annotation' as const,
  body: [],
  target: [{ source: 'file:///trouble.py' }],
};

const ownOf = (notebook: Notebook) => notebook.opened?.store.notes.annotations ?? [];

describe('notebook', () => {
  let root: string;
  const open = new Set<Notebook>();
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'marginalia-notebook-'));
  });
  afterEach(async () => {
    for (const notebook of open) notebook.dispose();
    open.clear();
    await rm(root, { recursive: true, force: true });
  });

  const folder = () => join(root, 'annotations');
  const made = (writer: string) => {
    const warnings: string[] = [];
    const log = { trace() {}, info() {}, error() {}, warn: (message: string) => void warnings.push(message) };
    const clock: Clock = {
      now: () => Date.now(),
      sleep: (_delayMs, signal) =>
        new Promise(resolve => {
          setTimeout(resolve, 20);
          signal?.addEventListener('abort', () => resolve());
        }),
    };
    const platform: Platform = {
      http: { request: () => Promise.reject(new Error('no requests here')) },
      journalFiles: (_folder, name) => nodeJournalFiles(folder(), name),
      growingFiles: ({ documents }) => nodeGrowingFiles(folder(), documents),
    };
    const notebook = new Notebook({
      folder: vscode.Uri.file(folder()),
      platform,
      writer,
      clock,
      log,
      editorial: () => [],
    });
    open.add(notebook);
    return { notebook, warnings };
  };
  const told = (notebook: Notebook, holds: () => boolean) =>
    new Promise<void>(resolve => {
      const listening = notebook.onState(() => {
        if (!holds()) return;
        listening.dispose();
        resolve();
      });
    });

  it('is ready without its folder, says why, and opens when it is there', async () => {
    await writeFile(folder(), 'in the way');
    const { notebook, warnings } = made('one');
    await notebook.ready();
    assert.deepEqual(
      notebook.problems.map(({ code }) => code),
      ['unread'],
    );
    assert.equal(notebook.review.total, 0);
    await assert.rejects(notebook.open());
    const opened = told(notebook, () => notebook.problems.length === 0);
    await rm(folder());
    await opened;
    await (await notebook.open()).put(note);
    assert.equal(ownOf(notebook).length, 1);
    // Said once, however often it was tried.
    assert.equal(warnings.filter(line => line.includes('unread')).length, 1);
  });

  it('shows what it can while a journal is held, and the rest when it is let go', async function () {
    if (process.platform === 'win32') this.skip();
    await mkdir(folder());
    await (await made('other').notebook.open()).put(note);
    execFileSync('mkfifo', [join(folder(), 'held.jsonl')]);
    const { notebook } = made('one');
    await notebook.ready();
    assert.equal(ownOf(notebook).length, 1);
    assert.deepEqual(
      notebook.problems.map(({ code }) => code),
      ['unread'],
    );
    const opened = told(notebook, () => notebook.problems.length === 0);
    await rm(join(folder(), 'held.jsonl'));
    await opened;
  });

  it('has written what was asked for when it is settled', async () => {
    const { notebook } = made('one');
    await notebook.settled();
    assert.deepEqual(await readdir(root), [], 'it opened what nobody asked for');
    const store = await notebook.open();
    for (let index = 0; index < 20; index += 1) void store.put({ ...note, id: `urn:uuid:${index}` });
    await notebook.settled();
    assert.equal((await (await made('next').notebook.open()).notes).annotations.length, 20);
  });

  it('takes back the rating that was given just before, however fast', async () => {
    const { notebook } = made('one');
    const store = await notebook.open();
    await store.put(note);
    await store.put({ ...note, id: 'urn:uuid:second' });
    await store.rate(note.id, 'good');
    await Promise.all([store.rate('urn:uuid:second', 'again'), notebook.undoLastRating()]);
    assert.deepEqual(
      store.ratings.map(({ card }) => card),
      [note.id],
    );
  });

  it('sees the notes of another window, each with a journal of its own', async () => {
    const [one, two] = [made('one').notebook, made('two').notebook];
    const [first, second] = [await one.open(), await two.open()];
    await Promise.all([first.put(note), second.put({ ...note, id: 'urn:uuid:second' })]);
    await Promise.all([first.reload(), second.reload()]);
    assert.deepEqual(ownOf(one), ownOf(two));
    assert.equal(ownOf(one).length, 2);
  });
});
