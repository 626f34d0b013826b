// What the store has said is written is there afterwards: whoever is killed, whatever the disk does, whatever else
// lies in the folder.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Annotation } from '../../src/core/annotation/annotation';
import { AnnotationStore } from '../../src/core/annotation/journal';
import { refusalOf } from '../../src/core/annotation/refusal';
import { type NodeJournalOptions, nodeJournalFiles } from '../../src/node/journalFile';
import { report, rounds } from './rounds';

const writerProgram = fileURLToPath(new URL('journalWriter.main.js', import.meta.url));

const note = (id: string, length = 100): Annotation => ({
  id,
  type: 'Annotation',
  body: [{ type: 'TextualBody', value: 'x'.repeat(length) }],
  target: [{ source: 'marginalia:/c/en/p' }],
});

type OpenFile = NonNullable<NodeJournalOptions['open']>;

describe('attack: journals', () => {
  let folder: string;
  const mounted: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marginalia-attack-'));
  });
  afterEach(async () => {
    for (const path of mounted.splice(0)) execFileSync('umount', ['-l', path]);
    await rm(folder, { recursive: true, force: true });
  });

  const window = (writer: string, openFile?: OpenFile) => {
    let count = 0;
    const files = nodeJournalFiles(folder, writer, openFile ? { open: openFile } : {});
    return AnnotationStore.open(files, Date, () => `${writer}-${++count}`);
  };

  it('lose nothing when their writer is killed', async () => {
    const random = seeded(1);
    const said: string[] = [];
    let torn = 0;
    for (let round = 0; round < rounds(8); round += 1) {
      const name = `killed-${round}`;
      said.push(...(await killedAfter(folder, name, 5 + random(120))));
      const text = await readFile(join(folder, `${name}.jsonl`), 'utf8');
      if (!text.endsWith('\n')) torn += 1;
    }
    const store = await window('reader');
    const ratings = new Set(store.ratings.map(({ id }) => id));
    const lost = said.filter(line => {
      const [what, id = ''] = line.split(' ');
      if (what === 'put') return !store.get(id);
      return what === 'kept' ? !store.isKept(id) : !ratings.has(id);
    });
    report('killed writers', {
      kills: rounds(8),
      'records acknowledged': said.length,
      'torn lines': torn,
      lost: lost.length,
    });
    assert.deepEqual(lost, []);
    assert.ok(said.length > rounds(8) * 5);
  });

  it('lose nothing on a disk that is full now and then, and say so each time', async () => {
    const random = seeded(2);
    let free = Number.POSITIVE_INFINITY;
    // Writes what still fits, as a disk does, and refuses then.
    const openFile: OpenFile = async (path, flags) => {
      const handle = await open(path, flags);
      const write = handle.appendFile.bind(handle);
      handle.appendFile = async data => {
        const bytes = Buffer.from(String(data));
        await write(bytes.subarray(0, free));
        if (bytes.length > free) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      };
      return handle;
    };
    const store = await window('one', openFile);
    const kept: string[] = [];
    const refused: string[] = [];
    for (let index = 0; index < rounds(300); index += 1) {
      free = random(3) === 0 ? random(200) : Number.POSITIVE_INFINITY;
      const id = `urn:${index}`;
      await store.put(note(id)).then(
        () => kept.push(id),
        error => {
          assert.deepEqual(refusalOf(error).code, 'not-written');
          refused.push(id);
        },
      );
    }
    await checkKept(store, kept, refused, 'a disk that is now and then full (played)');
  });

  it('lose nothing of two windows on a small disk', async () => {
    if (!mount('size=96k')) {
      console.log('      no small disk could be mounted here: the played one above stands for it');
      return;
    }
    const windows = [await window('one'), await window('two')] as const;
    const [kept, refused]: [string[], string[]] = [[], []];
    const put = (store: AnnotationStore, id: string) =>
      store.put(note(id, 900)).then(
        () => kept.push(id),
        error => {
          const problem = refusalOf(error);
          assert.ok(problem.code === 'not-written' && problem.reason === 'full', JSON.stringify(problem));
          refused.push(id);
        },
      );
    for (let index = 0; index < 100; index += 1) {
      await Promise.all([put(windows[0], `urn:one:${index}`), put(windows[1], `urn:two:${index}`)]);
    }
    assert.ok(refused.length > 0 && kept.length > 0, 'the disk was not filled');
    execFileSync('mount', ['-o', 'remount,size=1m', folder]);
    await put(windows[0], 'urn:after');
    assert.equal(kept.at(-1), 'urn:after');
    for (const store of windows) await checkKept(store, kept, refused, 'two windows on a small disk');
  });

  it('show what they hold while nothing can be written, and go on afterwards', async () => {
    const isMounted = mount('size=1m');
    const store = await window('one');
    await store.put(note('urn:before'));
    const setWritable = async (isWritable: boolean) => {
      if (isMounted) execFileSync('mount', ['-o', `remount,${isWritable ? 'rw' : 'ro'}`, folder]);
      else {
        await chmod(folder, isWritable ? 0o755 : 0o555);
        await chmod(join(folder, 'one.jsonl'), isWritable ? 0o644 : 0o444);
      }
    };
    await setWritable(false);
    const refused = await store.put(note('urn:during')).then(
      () => undefined,
      error => refusalOf(error),
    );
    const shown = await window('two');
    await setWritable(true);
    // Whoever may do all may write here too.
    const mayWriteAnyway = !isMounted && process.getuid?.() === 0;
    assert.ok(mayWriteAnyway || (refused?.code === 'not-written' && refused.reason === 'read-only'));
    assert.ok(shown.get('urn:before') && (mayWriteAnyway || !shown.get('urn:during')));
    await store.put(note('urn:after'));
    assert.ok((await window('three')).get('urn:after'));
    report('read-only folder', {
      refused: refused ? 1 : 0,
      'on a disk of its own': isMounted ? 1 : 0,
      lost: 0,
    });
  });

  it('are read as far as they are good, whatever was done to their bytes', async () => {
    const random = seeded(3);
    const good = Array.from({ length: 40 }, (_, index) =>
      JSON.stringify({ v: 1, type: 'put', at: index, annotation: note(`urn:${index}`, 20) }),
    );
    let damagedLines = 0;
    for (let round = 0; round < rounds(150); round += 1) {
      const touched = new Set<number>();
      const lines = good.map((line, index) => {
        if (random(4) > 0) return Buffer.from(line);
        touched.add(index);
        const bytes = Buffer.from(line);
        for (let hit = 0; hit <= random(5); hit += 1) {
          const byte = random(256);
          bytes[random(bytes.length)] = byte === 0x0a ? 0 : byte;
        }
        return random(3) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
      });
      await writeFile(
        join(folder, 'a.jsonl'),
        Buffer.concat(lines.flatMap(line => [line, Buffer.from('\n')])),
      );
      const store = await window('reader');
      damagedLines += store.damage.lines;
      assert.equal(store.unread, undefined);
      good.forEach((_, index) => {
        assert.ok(touched.has(index) || store.get(`urn:${index}`), `line ${index} of round ${round}`);
      });
    }
    report('fuzzed journals', { journals: rounds(150), 'damaged lines': damagedLines, 'good lines lost': 0 });
  });

  it('lose nothing that a file sync takes back from the journal of an open window', async () => {
    const random = seeded(4);
    const path = join(folder, 'one.jsonl');
    const store = await window('one');
    const other = await window('two');
    const expected = new Set<string>();
    let restored = 0;
    for (let index = 0; index < rounds(150); index += 1) {
      const id = `urn:${index}`;
      await store.put(note(id));
      expected.add(id);
      if (random(5) === 0) {
        const gone = `urn:${random(index + 1)}`;
        await other.reload();
        await other.remove(gone);
        expected.delete(gone);
      }
      if (random(4) === 0) {
        const bytes = await readFile(path);
        const older = random(3);
        if (older === 0) await rm(path);
        else await writeFile(path, bytes.subarray(0, older === 1 ? random(bytes.length) : 0));
        restored += 1;
      }
      if (random(6) === 0) await appendFile(join(folder, 'three.jsonl'), `${'{}'.repeat(random(3))}\n`);
      if (random(3) === 0) await store.reload();
    }
    await store.reload();
    const found = (one: AnnotationStore) => one.notes.annotations.map(({ id }) => id).sort();
    assert.deepEqual(found(store), [...expected].sort());
    assert.deepEqual(found(await window('reader')), [...expected].sort());
    report('journals taken back', { notes: rounds(150), restored, lost: 0 });
  });

  it('take no longer for a note among many than among few, and look at what is new only', async () => {
    const store = await window('one');
    const other = await window('two');
    const bytesRead = { now: 0 };
    const files = nodeJournalFiles(folder, 'three');
    const counting = {
      ...files,
      read: async (name: string, from: number, to: number) => {
        const bytes = await files.read(name, from, to);
        bytesRead.now += bytes.length;
        return bytes;
      },
    };
    const watching = await AnnotationStore.open(counting, Date, () => 'id');
    const costs: number[] = [];
    for (const count of [500, 1_000, 2_000]) {
      await other.putAll(Array.from({ length: count }, (_, index) => note(`urn:${count}:${index}`)));
      await watching.reload();
      bytesRead.now = 0;
      await store.put(note(`urn:one:${count}`));
      await watching.reload();
      assert.ok(watching.get(`urn:one:${count}`));
      costs.push(bytesRead.now);
    }
    report('bytes read for one note more', { 'among 500': costs[0] ?? 0, 'among 3,500': costs[2] ?? 0 });
    assert.ok((costs[2] ?? 0) < 2_000, costs.join());
  });

  /** A disk of its own, where we may mount one. */
  function mount(options: string): boolean {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
      mounted.push(folder);
      return true;
    } catch {
      return false;
    }
  }

  async function checkKept(
    store: AnnotationStore,
    kept: readonly string[],
    refused: readonly string[],
    where: string,
  ): Promise<void> {
    await store.reload();
    const next = await window('reader');
    const lost = kept.filter(id => !store.get(id) || !next.get(id));
    const leftovers = refused.filter(id => store.get(id) || next.get(id));
    report(where, {
      acknowledged: kept.length,
      refused: refused.length,
      lost: lost.length,
      'refused and yet there': leftovers.length,
    });
    assert.deepEqual([lost, leftovers], [[], []]);
    assert.equal(next.damage.lines, 0);
  }
});

/** What the writer said was written, up to the moment of its death. */
async function killedAfter(folder: string, writer: string, records: number): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const child = spawn(process.execPath, [writerProgram, folder, writer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', line => {
    said.push(line);
    if (said.length === records) child.kill('SIGKILL');
  });
  const closed = once(lines, 'close');
  await once(child, 'exit');
  await closed;
  return said;
}

/** Whole numbers below a bound, the same in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
