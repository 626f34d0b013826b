import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeGrowingFiles } from '../../../src/node/growingFiles';
import { webGrowingFiles } from '../../../src/web/growingFiles';
import { MemoryFiles } from '../../support/memoryFiles';

describe('files that grow', () => {
  it('grow on a real machine, in a folder that is made for them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'growing-'));
    try {
      const files = nodeGrowingFiles(join(folder, 'runs'), new MemoryFiles());
      await files.append('a.jsonl', 'one\n');
      await files.append('a.jsonl', 'two\n');
      assert.equal(await readFile(join(folder, 'runs', 'a.jsonl'), 'utf8'), 'one\ntwo\n');
      await assert.rejects(files.append('../b', 'x'), RangeError);
      await assert.rejects(files.append('runs/../../b', 'x'), RangeError);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('grow in a browser without being written anew, and are one file to whoever reads', async () => {
    const documents = new MemoryFiles();
    const files = webGrowingFiles(documents);
    await files.append('a.jsonl', 'one\n');
    await webGrowingFiles(documents).append('a.jsonl', 'two\n');
    await files.write('b.json', new TextEncoder().encode('b'));
    assert.equal(documents.bytesWritten, documents.size);
    assert.equal(new TextDecoder().decode(await files.read('a.jsonl')), 'one\ntwo\n');
    assert.deepEqual([...(await files.list(''))].sort(), ['a.jsonl', 'b.json']);
    assert.equal(await files.read('c'), undefined);
    await files.remove('a.jsonl');
    assert.deepEqual(await files.list(''), ['b.json']);
  });
});
