import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnnotationStore } from '../../../src/core/annotation/journal';
import { nodeJournalFiles } from '../../../src/node/journalFile';

describe('journal file of a real machine', () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'marginalia-journal-'));
    folder = join(root, 'notes', 'inner');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const text = (name: string) => readFile(join(folder, name), 'utf8');

  it('makes nothing before the first append', async () => {
    const files = nodeJournalFiles(folder, 'one');
    assert.deepEqual(await files.list(), []);
    assert.deepEqual(await readdir(root), []);
  });

  it('appends whole lines to its own journal only', async () => {
    const [one, two] = [nodeJournalFiles(folder, 'one'), nodeJournalFiles(folder, 'two')];
    await one.own.append('{"n":1}');
    await two.own.append('{"n":2}');
    await one.own.append('{"n":3}');
    assert.equal(await text('one.jsonl'), '{"n":1}\n{"n":3}\n');
    assert.equal(await text('two.jsonl'), '{"n":2}\n');
  });

  it('reads every journal and nothing else', async () => {
    await nodeJournalFiles(folder, 'one').own.append('é');
    await mkdir(join(folder, 'folder.jsonl'));
    await writeFile(join(folder, 'notes.txt'), 'no');
    await writeFile(join(folder, 'two.jsonl'), 'x');
    const files = nodeJournalFiles(folder, 'three');
    const texts = (await files.list()).map(async name =>
      Buffer.from(await files.read(name, 0, 100)).toString(),
    );
    assert.deepEqual(await Promise.all(texts), ['é\n', 'x']);
    assert.equal((await files.stand('one.jsonl'))?.bytes, 3);
    assert.equal(await files.stand('three.jsonl'), undefined);
  });

  it('keeps the order of appends that did not wait for each other', async () => {
    const { own } = nodeJournalFiles(folder, 'one');
    const lines = Array.from({ length: 50 }, (_, n) => `${n}`);
    await Promise.all(lines.map(line => own.append(line)));
    assert.equal(await text('one.jsonl'), `${lines.join('\n')}\n`);
  });

  it('does not glue a new line to one that a crash tore', async () => {
    await nodeJournalFiles(folder, 'one').own.append('whole');
    await appendFile(join(folder, 'one.jsonl'), '{"torn":');
    await nodeJournalFiles(folder, 'one').own.append('next');
    assert.equal(await text('one.jsonl'), 'whole\n{"torn":\nnext\n');
  });

  it('writes to the file that is there, not to one that was replaced', async () => {
    const { own } = nodeJournalFiles(folder, 'one');
    await own.append('first');
    await writeFile(join(folder, 'synced'), 'synced\n');
    await rename(join(folder, 'synced'), join(folder, 'one.jsonl'));
    await own.append('second');
    assert.equal(await text('one.jsonl'), 'synced\nsecond\n');
  });

  it('resolves only after the line was flushed to disk', async () => {
    const calls: string[] = [];
    const { own } = nodeJournalFiles(folder, 'one', {
      open: async (path, flags) => traced(await open(path, flags), calls),
    });
    await own.append('line').then(() => calls.push('resolved'));
    assert.deepEqual(calls, ['appendFile', 'datasync', 'close', 'resolved']);
  });

  it('takes back a line whose flush the disk refused, and goes on', async () => {
    let isBroken = true;
    const { own } = nodeJournalFiles(folder, 'one', {
      open: async (path, flags) => traced(await open(path, flags), [], () => isBroken),
    });
    await assert.rejects(own.append('lost'), /one\.jsonl could not be written: EIO/);
    isBroken = false;
    await own.append('kept');
    assert.equal(await text('one.jsonl'), 'kept\n');
  });

  it('has written a line whose file could not be closed', async () => {
    const { own } = nodeJournalFiles(folder, 'one', {
      open: async (path, flags) => traced(await open(path, flags), [], () => false, true),
    });
    await own.append('written');
    assert.equal(await text('one.jsonl'), 'written\n');
  });

  it('tells without reading whether a journal was written or replaced', async () => {
    const files = nodeJournalFiles(folder, 'one');
    await files.own.append('first');
    const before = await files.stand('one.jsonl');
    assert.deepEqual(await files.stand('one.jsonl'), before);
    await writeFile(join(folder, 'synced'), 'other\n');
    await rename(join(folder, 'synced'), join(folder, 'one.jsonl'));
    const after = await files.stand('one.jsonl');
    assert.equal(after?.bytes, before?.bytes);
    assert.notEqual(after?.stamp, before?.stamp);
  });

  describe('beside what only looks like a journal', () => {
    const makeOthers = async () => {
      await nodeJournalFiles(folder, 'good').own.append(
        '{"v":1,"type":"kept","at":1,"annotation":"urn:kept"}',
      );
      await mkdir(join(folder, 'folder.jsonl'));
      await symlink('loop.jsonl', join(folder, 'loop.jsonl'));
      await symlink('nowhere', join(folder, 'dangling.jsonl'));
      await symlink('/dev/zero', join(folder, 'device.jsonl'));
      execFileSync('mkfifo', [join(folder, 'pipe.jsonl')]);
      const huge = await open(join(folder, 'huge.jsonl'), 'w');
      await huge.truncate(1_500_000_000);
      await huge.close();
    };

    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('opens, and names what could not be read', async () => {
      await makeOthers();
      const store = await AnnotationStore.open(nodeJournalFiles(folder, 'me'), Date, () => 'id');
      assert.ok(store.isKept('urn:kept'));
      assert.deepEqual(store.unread?.journals, ['device.jsonl', 'huge.jsonl', 'loop.jsonl', 'pipe.jsonl']);
      assert.match(store.unread.detail, /device\.jsonl could not be read: it is no regular file/);
      await store.keep('urn:other');
      await store.reload();
      assert.ok(store.isKept('urn:other'));
    });

    it('reads no pipe that has taken the place of a journal since it was looked at', async () => {
      await makeOthers();
      await assert.rejects(nodeJournalFiles(folder, 'me').read('pipe.jsonl', 0, 10), /no regular file/);
    });

    it('writes to no pipe', async () => {
      await makeOthers();
      await assert.rejects(nodeJournalFiles(folder, 'pipe').own.append('x'), /could not be written/);
    });
  });

  it('says that the disk is full', async function () {
    if (!existsSync('/dev/full')) this.skip();
    await mkdir(folder, { recursive: true });
    await symlink('/dev/full', join(folder, 'one.jsonl'));
    await assert.rejects(
      nodeJournalFiles(folder, 'one').own.append('x'),
      /one\.jsonl could not be written: ENOSPC/,
    );
  });

  it('says that the folder cannot be one', async () => {
    await mkdir(join(root, 'notes'));
    await writeFile(folder, 'a file');
    const files = nodeJournalFiles(folder, 'one');
    await assert.rejects(files.own.append('x'), /could not be written: E/);
    await assert.rejects(files.list(), /could not be read: ENOTDIR/);
  });

  it('finishes what was asked for before it closes, and takes no more', async () => {
    const files = nodeJournalFiles(folder, 'one');
    const last = files.own.append('last');
    await files.dispose();
    assert.equal(await text('one.jsonl'), 'last\n');
    await last;
    await assert.rejects(files.own.append('late'), /closed/);
  });

  for (const writer of ['', '..', 'a/b', 'a\\b', 'a.b', 'a\0']) {
    it(`refuses the writer ${JSON.stringify(writer)}`, () => {
      assert.throws(() => nodeJournalFiles(folder, writer), RangeError);
    });
  }
});

type Handle = Awaited<ReturnType<typeof open>>;

/** The handle, with the calls that matter written down; `datasync` fails while it is broken, closing as is said. */
function traced(handle: Handle, calls: string[], isBroken = () => false, failsToClose = false): Handle {
  return new Proxy(handle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        if (['appendFile', 'datasync', 'close'].includes(String(name))) calls.push(String(name));
        if (name === 'datasync' && isBroken()) throw new Error('EIO: i/o error, fdatasync');
        const result: unknown = await Reflect.apply(value, target, given);
        if (name === 'close' && failsToClose) throw new Error('EIO: i/o error, close');
        return result;
      };
    },
  });
}
