import assert from 'node:assert/strict';
import { AnnotationStore } from '../../../src/core/annotation/journal';
import type { Documents } from '../../../src/core/ports';
import { webJournalFiles } from '../../../src/web/journalFile';

function memoryDocuments(
  files: Record<string, string> = {},
): Documents & { readonly texts: Map<string, string> } {
  const texts = new Map(Object.entries(files));
  return {
    texts,
    read: async path => {
      const text = texts.get(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    list: async () => [...texts.keys()],
    write: async (path, bytes) => {
      texts.set(path, new TextDecoder().decode(bytes));
    },
    remove: async path => {
      texts.delete(path);
    },
  };
}

/** Each call waits for others: what is read and written back meets what was written meanwhile. */
function slowDocuments(): Documents {
  const { read, list, write, remove } = memoryDocuments();
  const later = () => new Promise(resolve => setImmediate(resolve));
  return {
    read: path => later().then(() => read(path)),
    list: path => later().then(() => list(path)),
    write: (path, bytes) => later().then(() => write(path, bytes)),
    remove,
  };
}

describe('journal file in a browser', () => {
  it('appends whole lines to its own journal only', async () => {
    const documents = memoryDocuments({ 'two.jsonl': 'x\n' });
    const { own } = webJournalFiles(documents, 'one');
    await own.append('é');
    await own.append('b');
    assert.deepEqual(Object.fromEntries(documents.texts), { 'two.jsonl': 'x\n', 'one.jsonl': 'é\nb\n' });
  });

  it('loses none of the appends that did not wait for each other', async () => {
    const documents = memoryDocuments();
    const { own } = webJournalFiles(documents, 'one');
    await Promise.all(['a', 'b', 'c'].map(line => own.append(line)));
    assert.equal(documents.texts.get('one.jsonl'), 'a\nb\nc\n');
  });

  it('does not glue a new line to a torn one', async () => {
    const documents = memoryDocuments({ 'one.jsonl': '{"torn":' });
    await webJournalFiles(documents, 'one').own.append('next');
    assert.equal(documents.texts.get('one.jsonl'), '{"torn":\nnext\n');
  });

  it('passes on what the store refuses, and goes on when it does', async () => {
    const documents = memoryDocuments();
    let isFull = true;
    const write: Documents['write'] = (path, bytes) =>
      isFull ? Promise.reject(new Error('quota exceeded')) : documents.write(path, bytes);
    const { own } = webJournalFiles({ ...documents, write }, 'one');
    await assert.rejects(own.append('lost'), /quota exceeded/);
    isFull = false;
    await own.append('kept');
    assert.equal(documents.texts.get('one.jsonl'), 'kept\n');
  });

  it('reads every journal and nothing else', async () => {
    const documents = memoryDocuments({
      'b.jsonl': '2',
      'a.jsonl': '1',
      'a.jsonl.new': 'no',
      'run.json': 'no',
    });
    const files = webJournalFiles(documents, 'one');
    assert.deepEqual(await files.list(), ['a.jsonl', 'b.jsonl']);
    assert.equal(new TextDecoder().decode(await files.read('b.jsonl', 0, 10)), '2');
  });

  it('loses nothing of two windows that write at once, and shows each the notes of the other', async () => {
    const documents = slowDocuments();
    const open = async (writer: string) => {
      let count = 0;
      const files = webJournalFiles(documents, writer);
      return AnnotationStore.open(files, Date, () => `${writer}-${++count}`);
    };
    const windows = [await open('one'), await open('two')];
    await Promise.all(
      windows.flatMap(store => Array.from({ length: 100 }, () => store.rate('urn:card', 'good'))),
    );
    for (const store of [...windows, await open('three')]) {
      await store.reload();
      assert.equal(store.ratings.length, 200);
    }
  });

  it('reads a document whole once, however many pieces it is taken in', async () => {
    const documents = memoryDocuments({ 'a.jsonl': 'x'.repeat(10) });
    let reads = 0;
    const read: Documents['read'] = path => {
      reads += 1;
      return documents.read(path);
    };
    const files = webJournalFiles({ ...documents, read }, 'one');
    const pieces = [
      await files.read('a.jsonl', 0, 4),
      await files.read('a.jsonl', 4, 8),
      await files.read('a.jsonl', 8, 10),
    ];
    assert.deepEqual([pieces.map(({ length }) => length), reads], [[4, 4, 2], 1]);
    await files.read('a.jsonl', 0, 10);
    assert.equal(reads, 2);
  });

  it('finishes what was asked for before it closes, and takes no more', async () => {
    const documents = memoryDocuments();
    const files = webJournalFiles(documents, 'one');
    const last = files.own.append('last');
    await files.dispose();
    assert.equal(documents.texts.get('one.jsonl'), 'last\n');
    await last;
    await assert.rejects(files.own.append('late'), /closed/);
  });

  it('refuses a writer that is no file name', () => {
    assert.throws(() => webJournalFiles(memoryDocuments(), '../one'), RangeError);
  });
});
