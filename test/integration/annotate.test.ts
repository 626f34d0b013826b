// Annotations: from a selection to a line in a journal, and back from all journals.
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Annotation } from '../../src/core/annotation/annotation';
import { AnnotationStore } from '../../src/core/annotation/journal';
import { nodeJournalFiles } from '../../src/node/journalFile';
import { api, closeAll, editor, journalLines, storage } from './workbench';

const code = 'def half(n):\n    return n / 2\n\n\nprint(half(4))\n';

describe('annotations', () => {
  before(api);
  afterEach(closeAll);

  it('are W3C annotations of the selected code, on disk before they are told', async () => {
    const shown = await editor('half.py', code, 2, 2);
    const annotation = await annotated();
    const line = (await journalLines()).find(text => text.includes(annotation.id));
    assert.ok(line !== undefined, 'it is in no journal');
    const record = JSON.parse(line);
    assert.equal(record.type, 'put');
    assert.deepEqual(record.annotation, annotation);
    assert.equal(record.annotation['@context'], 'http://www.w3.org/ns/anno.jsonld');
    assert.equal(annotation.motivation, 'highlighting');
    const [target] = annotation.target;
    assert.equal(target?.source, shown.document.uri.toString());
    assert.equal(target['marginalia:symbol'], 'half');
    assert.deepEqual(target.selector, [
      {
        type: 'TextQuoteSelector',
        exact: '    return n / 2',
        prefix: 'def half(n):\n',
        suffix: '\n\n\nprint(half(4))\n',
      },
      { type: 'TextPositionSelector', start: 13, end: 29 },
    ]);
  });

  it('need a selection', async () => {
    await editor('half.py', code, 2);
    const store = await (await api()).annotations();
    const before = store.notes.annotations.length;
    await vscode.commands.executeCommand('marginalia.annotateSelection');
    assert.equal(store.notes.annotations.length, before);
  });

  it('are there in the next session, and in one that keeps its own journal', async () => {
    await editor('half.py', code, 1, 1);
    const annotation = await annotated();
    const files = nodeJournalFiles(storage('annotations'), 'another-window');
    const store = await AnnotationStore.open(files, Date, () => 'urn:uuid:unused');
    assert.deepEqual(store.get(annotation.id), annotation);
    store.dispose();
    await files.dispose();
  });

  it('of another window are noticed', async () => {
    const store = await (await api()).annotations();
    const told = nextNotes(store);
    const files = nodeJournalFiles(storage('annotations'), 'elsewhere');
    const other = await AnnotationStore.open(files, Date, () => 'urn:uuid:unused');
    const annotation: Annotation = {
      id: 'urn:uuid:from-elsewhere',
      type: 'Annotation',
      body: [],
      target: [{ source: 'file:///x.py' }],
    };
    // The editor begins to watch a moment after it was asked, and does not say when; hence more than once.
    for (let isTold = false; !isTold; ) {
      await other.put(annotation);
      isTold = await Promise.race([told.then(() => true), pause(1000, false)]);
    }
    assert.ok(store.get(annotation.id));
    other.dispose();
    await files.dispose();
    await rm(join(storage('annotations'), 'elsewhere.jsonl'));
  });

  it('survive a damaged line beside them, which is reported', async () => {
    await editor('half.py', code, 1, 2);
    const annotation = await annotated();
    const path = join(storage('annotations'), 'torn.jsonl');
    const good = { v: 1, type: 'kept', at: 5, annotation: 'urn:marginalia:kept-once' };
    await writeFile(path, `{"v":1,"type":"put","at":12,"annota\n${JSON.stringify(good)}\n`);
    const store = await (await api()).annotations();
    try {
      await store.reload();
      assert.deepEqual(
        { lines: store.damage.lines, journals: store.damage.journals },
        { lines: 1, journals: ['torn.jsonl'] },
      );
      assert.ok(store.get(annotation.id));
      assert.ok(store.notes.kept.has('urn:marginalia:kept-once'));
    } finally {
      await rm(path);
      await store.reload();
    }
  });
});

/** Runs the command with an empty note, which is a highlight, and returns what was made of it. */
async function annotated(): Promise<Annotation> {
  const store = await (await api()).annotations();
  const told = nextNotes(store);
  let isTold = false;
  void told.then(() => {
    isTold = true;
  });
  let isAsking = false;
  // Nothing tells that the input stands there, so it is accepted until it was; one that was closed is asked for again.
  while (!isTold) {
    if (!isAsking) {
      isAsking = true;
      void vscode.commands.executeCommand('marginalia.annotateSelection').then(() => {
        isAsking = false;
      });
    }
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await Promise.race([told, pause(50)]);
  }
  const newest = (await told).at(-1);
  assert.ok(newest);
  return newest;
}

function nextNotes(store: AnnotationStore): Promise<readonly Annotation[]> {
  return new Promise(resolve => {
    const listening = store.onPatch(({ patch }) => {
      // One that only takes something away comes of a journal of before.
      if (patch.put.length === 0) return;
      listening.dispose();
      resolve(patch.put);
    });
  });
}
