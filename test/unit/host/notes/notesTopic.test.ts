// The notes of a concept as a topic: what is told whole, and what patches make of it, are the same.
import assert from 'node:assert/strict';
import type { Annotation } from '../../../../src/core/annotation/annotation';
import { AnnotationStore } from '../../../../src/core/annotation/journal';
import type { NotesPatch as StorePatch } from '../../../../src/core/annotation/patch';
import type { Disposable } from '../../../../src/core/base/store';
import type { LoadedChapter } from '../../../../src/core/chapter/library';
import { Deck } from '../../../../src/core/review/deck';
import { makeScheduler } from '../../../../src/core/review/schedule';
import { type NotesPatch, notesAfter } from '../../../../src/core/wire/notes';
import { notesTopic } from '../../../../src/host/notes/notesTopic';
import { chapter } from '../../../panel/fixtures';
import { MemoryJournals } from '../../../support/memoryJournals';

const now = Date.UTC(2026, 2, 10, 12);
const passage = 'cot-gpt3';

const note = (n: number): Annotation => ({
  id: `urn:uuid:${String(n).padStart(4, '0')}`,
  type: 'Annotation',
  motivation: 'commenting',
  created: new Date(now - n).toISOString(),
  body: [],
  target: [{ source: `marginalia:/${chapter.key}/en/${passage}` }],
});

let owned: Disposable[] = [];

async function opened(count: number) {
  const store = await AnnotationStore.open(new MemoryJournals().window('me'), { now: () => now }, () => 'r');
  await store.putAll(Array.from({ length: count }, (_, n) => note(n)));
  const deck = new Deck(store, makeScheduler());
  const notebook = {
    opened: { store, deck },
    isDue: (id: string) => deck.isDue(id, now),
    onPatch: (listener: (patch: StorePatch) => void) => store.onPatch(({ patch }) => listener(patch)),
    onState: () => ({ dispose: () => undefined }),
  };
  const patches: NotesPatch[] = [];
  const loaded: LoadedChapter = { chapter, editorial: [], findings: [] };
  const teller = { patch: (patch: NotesPatch) => void patches.push(patch), again: () => undefined };
  const topic = notesTopic({ notebook, chapter: loaded, passages: [passage] }, teller);
  owned.push(topic);
  return { store, topic, patches };
}

describe('the notes of a concept, told', () => {
  afterEach(() => {
    for (const one of owned) one.dispose();
    owned = [];
  });

  it('tells one more among hundreds that are due as that one alone', async () => {
    const { store, topic, patches } = await opened(300);
    assert.equal(topic.value().due.length, 300);
    await store.put(note(1000));
    assert.deepEqual(patches, [{ put: [note(1000)], due: [note(1000).id] }]);
  });

  it('tells a card that was rated as due no more', async () => {
    const { store, topic, patches } = await opened(3);
    topic.value();
    await store.rate(note(1).id, 'easy');
    assert.deepEqual(patches, [{ notDue: [note(1).id] }]);
  });

  it('comes by patches to what it is told whole', async () => {
    const { store, topic, patches } = await opened(5);
    const before = topic.value();
    await store.rate(note(3).id, 'easy');
    await store.put({ ...note(2000), created: new Date(now + 1).toISOString() });
    await store.remove(note(2).id);
    await store.rate(note(4).id, 'easy');
    await store.undo('r');
    assert.deepEqual(patches.reduce(notesAfter, before), topic.value());
  });
});
