import assert from 'node:assert/strict';
import type { Annotation } from '../../../src/core/annotation/annotation';
import { passageKey } from '../../../src/core/annotation/annotation';
import { annotatePassage, withNote } from '../../../src/core/annotation/create';
import { AnnotationStore } from '../../../src/core/annotation/journal';
import { longestJournalBytes } from '../../../src/core/annotation/journalReader';
import { latestAt, longestLineBytes } from '../../../src/core/annotation/record';
import { NoteTooLong, refusalOf } from '../../../src/core/annotation/refusal';
import { reportListenerErrors } from '../../../src/core/base/emitter';
import { countedIds, MemoryJournals } from '../../support/memoryJournals';

const plainText = 'A base model continues text.';
const passage = { chapter: 'chatgpt', language: 'en', passage: 'base', plainText, start: 2, end: 6 };
const noted = (id: string, note = 'why?'): Annotation =>
  annotatePassage({ ...passage, id, now: 1_000, note });
const noteOf = (annotation: Annotation | undefined) => {
  const body = annotation?.body[0];
  return body && 'value' in body ? body.value : undefined;
};

/** Windows on the same journals, all with the same clock, which stands still unless a test moves it. */
function desk() {
  const journals = new MemoryJournals();
  const clock = { at: 1_000, now: () => clock.at };
  const open = (writer = 'one') => AnnotationStore.open(journals.window(writer), clock, countedIds(writer));
  return { journals, clock, open };
}

describe('annotation store', () => {
  it('is empty where nothing was ever written', async () => {
    const store = await desk().open();
    assert.deepEqual(store.notes, { annotations: [], kept: new Set(), ratings: [] });
    assert.deepEqual(store.damage, { lines: 0, kept: 0, journals: [] });
  });

  it('finds in the next session what was put in this one', async () => {
    const { open } = desk();
    const first = await open();
    await first.put(noted('urn:a'));
    await first.keep('urn:marginalia:chatgpt:claim');
    const rated = await first.rate('urn:a', 'good');
    const second = await open('two');
    assert.deepEqual(second.notes, first.notes);
    assert.deepEqual(second.notes.annotations, [noted('urn:a')]);
    assert.deepEqual(second.notes.ratings, [rated]);
    assert.ok(second.notes.kept.has('urn:marginalia:chatgpt:claim'));
  });

  it('keeps properties that it does not know', async () => {
    const { open } = desk();
    const foreign = { ...noted('urn:a'), stylesheet: { id: 'x' }, rights: ['CC0'] };
    await (await open()).put(foreign);
    assert.deepEqual((await open()).get('urn:a'), foreign);
  });

  it('replaces, removes and brings back by one id', async () => {
    const { open } = desk();
    const store = await open();
    await store.put(noted('urn:a', 'one'));
    await store.put(noted('urn:a', 'two'));
    assert.equal(noteOf(store.get('urn:a')), 'two');
    await store.remove('urn:a');
    assert.equal((await open()).get('urn:a'), undefined);
    await store.put(noted('urn:a', 'three'));
    assert.equal(noteOf((await open()).get('urn:a')), 'three');
  });

  it('holds the last of several changes that did not wait for each other', async () => {
    const { open } = desk();
    const store = await open();
    await store.put(noted('urn:a', 'x'));
    await Promise.all([
      store.put(noted('urn:a', 'z')),
      store.remove('urn:a'),
      store.putAll([noted('urn:a', 'y'), noted('urn:a', 'w')]),
    ]);
    assert.equal(noteOf(store.get('urn:a')), 'w');
    assert.deepEqual((await open()).notes, store.notes);
  });

  it('holds a change against what a clock ahead of ours wrote', async () => {
    const { clock, open } = desk();
    clock.at = 9_000_000;
    await (await open('ahead')).put(noted('urn:a', 'from ahead'));
    clock.at = 1_000;
    const here = await open('here');
    await here.put(noted('urn:a', 'from here'));
    assert.equal(noteOf((await open()).get('urn:a')), 'from here');
  });

  it('sees what another window wrote after a reload', async () => {
    const { open } = desk();
    const [one, two] = [await open('one'), await open('two')];
    await one.put(noted('urn:a'));
    assert.equal(two.get('urn:a'), undefined);
    await two.reload();
    assert.deepEqual(two.get('urn:a'), noted('urn:a'));
  });

  it('tells of changes, and of a reload only when it brought something', async () => {
    const { open } = desk();
    const [one, two] = [await open('one'), await open('two')];
    const heard: number[] = [];
    two.onPatch(() => heard.push(two.notes.annotations.length));
    await two.put(noted('urn:a'));
    await two.reload();
    await one.put(noted('urn:b'));
    await two.reload();
    await two.reload();
    assert.deepEqual(heard, [1, 2]);
  });

  it('appends nothing where nothing changes', async () => {
    const { journals, open } = desk();
    const store = await open();
    await store.remove('urn:none');
    await store.unkeep('urn:none');
    await store.undo('urn:none');
    await store.putAll([]);
    assert.equal(journals.appends, 0);
  });

  it('writes an import in one append', async () => {
    const { journals, open } = desk();
    const store = await open();
    await store.putAll([noted('urn:a'), noted('urn:b'), noted('urn:c')]);
    assert.equal(journals.appends, 1);
    assert.equal((await open()).notes.annotations.length, 3);
  });

  it('takes a rating back', async () => {
    const { open } = desk();
    const store = await open();
    await store.rate('urn:a', 'good');
    const before = store.notes;
    const wrong = await store.rate('urn:a', 'again');
    await store.undo(wrong.id);
    assert.deepEqual(store.notes, before);
    assert.deepEqual((await open()).notes, before);
  });

  it('dates two ratings within a millisecond in the order in which they were given', async () => {
    const store = await desk().open();
    const [first, second] = await Promise.all([store.rate('urn:a', 'again'), store.rate('urn:a', 'good')]);
    assert.ok(first.at < second.at);
  });
});

describe('annotation store and clocks that are wrong', () => {
  const atTheEnd = { v: 1, at: latestAt };
  const writtenBy = (...records: readonly object[]) =>
    records.map(one => `${JSON.stringify(one)}\n`).join('');

  it('takes edits and removals of a note from the end of all time', async () => {
    const { journals, open } = desk();
    journals.texts.set(
      'ahead.jsonl',
      writtenBy({ ...atTheEnd, type: 'put', annotation: noted('urn:a', 'zzz') }),
    );
    const store = await open();
    for (const note of ['aaa', 'bbb', 'aaa']) {
      await store.edit('urn:a', before => ({ ...before, body: noted('', note).body }));
      assert.equal(noteOf((await open('two')).get('urn:a')), note);
    }
    await store.remove('urn:a');
    assert.equal((await open('two')).get('urn:a'), undefined);
    const two = await open('two');
    await two.put(noted('urn:a', 'back'));
    await store.reload();
    assert.equal(noteOf(store.get('urn:a')), 'back');
  });

  it('takes the keeping and letting go of a card from the end of all time', async () => {
    const { journals, open } = desk();
    journals.texts.set('ahead.jsonl', writtenBy({ ...atTheEnd, type: 'kept', annotation: 'urn:a' }));
    const store = await open();
    for (const isKept of [false, true, false]) {
      await store.toggleKept('urn:a');
      assert.equal((await open('two')).isKept('urn:a'), isKept);
    }
  });

  it('settles a tie by the text, in a window that was open too', async () => {
    const { journals, open } = desk();
    const put = (note: string) => writtenBy({ v: 1, at: 5, type: 'put', annotation: noted('urn:a', note) });
    journals.texts.set('one.jsonl', put('lower'));
    const store = await open('me');
    journals.texts.set('two.jsonl', put('upper'));
    await store.reload();
    assert.equal(noteOf(store.get('urn:a')), 'upper');
    assert.equal(noteOf((await open('next')).get('urn:a')), 'upper');
  });

  it('dates no rating by a clock that was set right', async () => {
    const { clock, open } = desk();
    const store = await open();
    clock.at = 9_000_000;
    await store.rate('urn:a', 'good');
    clock.at = 1_000;
    assert.equal((await store.rate('urn:a', 'good')).at, 1_000);
  });
});

describe('annotation store: a decision', () => {
  it('finds what was asked for before', async () => {
    const { open } = desk();
    const store = await open();
    const last = () =>
      store.decide(() => store.ratings.slice(-1).map(({ id }) => ({ type: 'undone', rating: id })));
    await store.rate('urn:a', 'good');
    await Promise.all([store.rate('urn:b', 'again'), last()]);
    assert.deepEqual(
      store.ratings.map(({ card }) => card),
      ['urn:a'],
    );
    await Promise.all([store.toggleKept('urn:e'), store.toggleKept('urn:e'), store.toggleKept('urn:e')]);
    assert.equal(store.isKept('urn:e'), true);
  });

  it('edits the note as a reload has left it', async () => {
    const { open } = desk();
    const [one, two] = [await open('one'), await open('two')];
    await one.put(noted('urn:a'));
    await two.reload();
    await two.put({ ...noted('urn:a'), rights: 'CC0' });
    await Promise.all([one.reload(), one.edit('urn:a', before => withNote(before, 'edited', 2_000))]);
    assert.equal(noteOf(one.get('urn:a')), 'edited');
    assert.equal(one.get('urn:a')?.rights, 'CC0');
  });

  it('says that the note to be edited is gone', async () => {
    const { journals, open } = desk();
    const store = await open();
    await store.put(noted('urn:a'));
    const edited = [store.remove('urn:a'), store.edit('urn:a', before => before)] as const;
    await assert.rejects(edited[1], error => refusalOf(error).code === 'note-gone');
    assert.equal(journals.appends, 2);
  });

  it('holds of several changes to one thing the last', async () => {
    const { journals, open } = desk();
    const store = await open();
    await store.decide(() => [
      { type: 'put', annotation: noted('urn:a', 'z') },
      { type: 'removed', annotation: 'urn:a' },
      { type: 'put', annotation: noted('urn:a', 'a') },
    ]);
    assert.equal(noteOf(store.get('urn:a')), 'a');
    assert.equal(journals.texts.get('one.jsonl')?.toString().split('\n').length, 2);
  });

  it('is written though a listener throws', async () => {
    const { open } = desk();
    const store = await open();
    const told: unknown[] = [];
    reportListenerErrors(error => told.push(error));
    let heard = 0;
    store.onPatch(() => {
      throw new Error('a bug');
    });
    store.onPatch(() => (heard += 1));
    await store.put(noted('urn:a'));
    assert.equal(heard, 1);
    assert.match(String(told), /a bug/);
    assert.ok((await open()).get('urn:a'));
  });
});

describe('annotation store: patches', () => {
  const onFile: Annotation = {
    ...noted('urn:f'),
    target: [{ source: 'file:///a.py' }, { source: 'file:///b.py' }],
  };

  it('tell what is different, by value and id, and number the states', async () => {
    const { open } = desk();
    const store = await open();
    const told: unknown[] = [];
    const nothing = { put: [], removed: [], kept: [], unkept: [], rated: [], undone: [] };
    store.onPatch(({ revision, patch }) => {
      assert.equal(revision, store.revision);
      told.push(Object.fromEntries(Object.entries(patch).filter(([, list]) => list.length > 0)));
      assert.deepEqual(Object.keys(patch), Object.keys(nothing));
    });
    await store.put(noted('urn:a'));
    await store.keep('urn:e');
    const rated = await store.rate('urn:a', 'good');
    await store.undo(rated.id);
    await store.unkeep('urn:e');
    await store.remove('urn:a');
    assert.deepEqual(told, [
      { put: [noted('urn:a')] },
      { kept: ['urn:e'] },
      { rated: [rated] },
      { undone: [rated] },
      { unkept: ['urn:e'] },
      { removed: ['urn:a'] },
    ]);
    assert.equal(store.revision, 6);
  });

  it('tell only what is different after journals were taken away', async () => {
    const { journals, open } = desk();
    const [one, two] = [await open('one'), await open('two')];
    await two.putAll([noted('urn:a', 'two'), noted('urn:b')]);
    await one.reload();
    await one.put(noted('urn:c'));
    const told: unknown[] = [];
    one.onPatch(({ patch }) => told.push([patch.put.map(({ id }) => id), patch.removed]));
    journals.texts.delete('two.jsonl');
    await one.reload();
    assert.deepEqual(told, [[[], ['urn:a', 'urn:b']]]);
  });

  it('stand beside indexes by passage in any language, and by file', async () => {
    const { open } = desk();
    const store = await open();
    const chinese = annotatePassage({ ...passage, language: 'zh-CN', id: 'urn:z', now: 2_000 });
    await store.putAll([chinese, noted('urn:a'), onFile]);
    const idsAt = (key: string) => store.bySource(key).map(({ id }) => id);
    assert.deepEqual(idsAt(passageKey(passage)), ['urn:a', 'urn:z']);
    assert.deepEqual(idsAt('file:///b.py'), ['urn:f']);
    await store.put({ ...onFile, target: [{ source: 'file:///a.py' }] });
    await store.remove('urn:a');
    assert.deepEqual([idsAt('file:///a.py'), idsAt('file:///b.py')], [['urn:f'], []]);
    assert.deepEqual(idsAt(passageKey(passage)), ['urn:z']);
    assert.deepEqual(idsAt(passageKey({ chapter: 'other', passage: 'base' })), []);
  });
});

describe('annotation store beside other windows', () => {
  it('reads of their journals only what was appended, and nothing where nothing was', async () => {
    const { journals, open } = desk();
    const [one, two] = [await open('one'), await open('two')];
    await two.putAll(Array.from({ length: 200 }, (_, n) => noted(`urn:${n}`)));
    await one.reload();
    journals.bytesRead = 0;
    await one.reload();
    await one.put(noted('urn:own'));
    await one.reload();
    assert.equal(journals.bytesRead, 0);
    await two.put(noted('urn:new'));
    await one.reload();
    assert.ok(one.get('urn:new'));
    assert.ok(journals.bytesRead < 2_000, `${journals.bytesRead} bytes`);
  });

  it('goes on where a line had no end yet', async () => {
    const { journals, open } = desk();
    const [one, two] = [await open('one'), await open('two')];
    await two.putAll([noted('urn:a'), noted('urn:b')]);
    const whole = String(journals.texts.get('two.jsonl'));
    for (const length of [10, whole.length / 2, whole.length - 1, whole.length]) {
      journals.texts.set('two.jsonl', whole.slice(0, length));
      await one.reload();
    }
    assert.deepEqual(one.notes, two.notes);
    assert.deepEqual(one.damage, { lines: 0, kept: 2, journals: [] });
  });

  for (const [what, change] of [
    ['shorter', (text: string) => text.slice(text.indexOf('\n') + 1)],
    ['of the same length', (text: string) => text.replace('why?', 'how?')],
    ['longer', (text: string) => text.replace('why?', 'why is that so?')],
  ] as const) {
    it(`reads from its beginning a journal that was rewritten ${what}`, async () => {
      const { journals, open } = desk();
      const [one, two] = [await open('one'), await open('two')];
      await two.put(noted('urn:a'));
      await two.put(noted('urn:b'));
      await one.reload();
      journals.texts.set('two.jsonl', change(String(journals.texts.get('two.jsonl'))));
      await one.reload();
      assert.deepEqual(one.notes, (await open('three')).notes);
      await one.put(noted('urn:c'));
      assert.deepEqual(one.notes, (await open('three')).notes);
    });
  }

  it('shows the rest while a journal is held, and takes it in when it is let go', async () => {
    const { journals, open } = desk();
    const [one, two] = [await open('one'), await open('two')];
    await one.put(noted('urn:a'));
    await two.put(noted('urn:b'));
    await one.reload();
    journals.held.add('two.jsonl');
    const three = await open('three');
    assert.deepEqual(three.unread, { journals: ['two.jsonl'], detail: 'two.jsonl is held' });
    assert.deepEqual(three.notes.annotations, [noted('urn:a')]);
    // What was read before stays, even when other journals are read anew.
    journals.texts.set('one.jsonl', '');
    await one.reload();
    assert.ok(one.get('urn:a') && one.get('urn:b'));
    assert.match(String(journals.texts.get('one.jsonl')), /urn:a/);
    journals.held.clear();
    await three.reload();
    assert.equal(three.unread, undefined);
    assert.deepEqual([three.get('urn:a'), three.get('urn:b')], [noted('urn:a'), noted('urn:b')]);
  });
});

describe('annotation store whose own journal was taken back', () => {
  const restored = async (to: (text: string) => string | undefined) => {
    const { journals, open } = desk();
    const store = await open();
    await store.put(noted('urn:a'));
    await store.put(noted('urn:b'));
    const rated = await store.rate('urn:a', 'good');
    const older = to(String(journals.texts.get('one.jsonl')));
    if (older === undefined) journals.texts.delete('one.jsonl');
    else journals.texts.set('one.jsonl', older);
    return { journals, open, store, rated };
  };

  for (const [what, to] of [
    ['an older one', (text: string) => `${text.split('\n', 1)[0]}\n`],
    ['an empty one', () => ''],
    ['none', () => undefined],
    ['a torn one', (text: string) => text.slice(0, -20)],
  ] as const) {
    it(`keeps what it has said is written, and writes it again: ${what} is there`, async () => {
      const { open, store } = await restored(to);
      const before = store.notes;
      await store.reload();
      assert.deepEqual(store.notes, before);
      assert.deepEqual((await open('next')).notes, before);
    });

    it(`writes it again with the next line: ${what} is there`, async () => {
      const { open, store } = await restored(to);
      await store.put(noted('urn:c'));
      assert.equal(store.notes.annotations.length, 3);
      assert.deepEqual((await open('next')).notes, store.notes);
    });
  }

  it('says so, and tries again, while the disk does not take it', async () => {
    const { journals, open, store } = await restored(() => '');
    journals.refusal = 'no space left';
    await assert.rejects(store.reload(), /no space left/);
    assert.equal(store.notes.annotations.length, 2);
    await assert.rejects(store.reload(), /no space left/);
    journals.refusal = undefined;
    await store.reload();
    assert.deepEqual((await open('next')).notes, store.notes);
  });

  it('writes nothing again that another window has overruled', async () => {
    const { journals, open, store, rated } = await restored(text => text);
    const two = await open('two');
    await two.remove('urn:a');
    await two.undo(rated.id);
    journals.texts.set('one.jsonl', '');
    await store.reload();
    assert.deepEqual(store.notes.annotations, [noted('urn:b')]);
    assert.deepEqual(store.ratings, []);
  });
});

describe('annotation store whose disk refuses', () => {
  it('tells the asker and changes nothing', async () => {
    const { journals, open } = desk();
    const store = await open();
    await store.put(noted('urn:a'));
    const before = store.notes;
    let heard = 0;
    store.onPatch(() => (heard += 1));
    journals.refusal = 'no space left';
    for (const attempt of [
      () => store.put(noted('urn:a', 'changed')),
      () => store.put(noted('urn:b')),
      () => store.remove('urn:a'),
      () => store.keep('urn:c'),
      () => store.rate('urn:a', 'good'),
    ]) {
      await assert.rejects(attempt, /no space left/);
    }
    assert.deepEqual(store.notes, before);
    assert.equal(heard, 0);
  });

  it('goes on when the disk does', async () => {
    const { journals, open } = desk();
    const store = await open();
    journals.refusal = 'no space left';
    await assert.rejects(store.put(noted('urn:a')));
    journals.refusal = undefined;
    await store.put(noted('urn:a'));
    assert.deepEqual(store.get('urn:a'), noted('urn:a'));
  });

  it('refuses before the disk does what no session could read again', async () => {
    const { journals, open } = desk();
    const store = await open();
    await assert.rejects(store.put({ ...noted('urn:a'), rest: 'x'.repeat(longestLineBytes) }), NoteTooLong);
    await assert.rejects(store.put({ ...noted('urn:a'), id: '' }), RangeError);
    await assert.rejects(store.put({ ...noted('urn:a'), deep: nested(100) }), RangeError);
    assert.equal(journals.appends, 0);
  });
});

describe('damaged journal', () => {
  const good = `${JSON.stringify({ v: 1, type: 'put', at: 1, annotation: noted('urn:a') })}\n`;
  const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
    Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  for (const [name, damaged] of [
    ['a torn last line', bytes(good.slice(0, 60))],
    ['text that is no JSON', bytes('<<<<<<< HEAD\n')],
    ['bytes that are no UTF-8', bytes('{"v":1,"type":"kept","annotation":"', [0xff, 0xc0], '","at":1}\n')],
    ['JSON that is no object', bytes('[1,2]\n')],
    ['null', bytes('null\n')],
    ['a record without a version', bytes('{"type":"kept","annotation":"a","at":1}\n')],
    ['a wrong shape', bytes('{"v":1,"type":"put","at":1,"annotation":{"id":"urn:x"}}\n')],
    ['a time that is none', bytes('{"v":1,"type":"kept","annotation":"a","at":"soon"}\n')],
    ['a time after all times', bytes('{"v":1,"type":"kept","annotation":"a","at":9007199254740991}\n')],
    ['a rating that is no word', bytes('{"v":1,"type":"rated","id":"r","card":"a","rating":5,"at":1}\n')],
    [
      'a line of many megabytes',
      bytes(`{"v":1,"type":"kept","annotation":"a","at":1,"x":"${'a'.repeat(8_000_000)}"}\n`),
    ],
    [
      'a value of endless depth',
      bytes(
        `{"v":1,"type":"kept","annotation":"a","at":1,"x":${'['.repeat(400_000)}${']'.repeat(400_000)}}\n`,
      ),
    ],
  ] as const) {
    it(`sets aside ${name} and reads the rest`, async () => {
      const { journals, open } = desk();
      journals.texts.set('other.jsonl', bytes(good, damaged, damaged.at(-1) === 0x0a ? '' : '\n', good));
      journals.texts.set('whole.jsonl', good);
      const store = await open();
      assert.deepEqual(store.damage, { lines: 1, kept: 3, journals: ['other.jsonl'] });
      assert.deepEqual(store.notes.annotations, [noted('urn:a')]);
    });
  }

  it('is not what a later version wrote', async () => {
    const { journals, open } = desk();
    journals.texts.set(
      'other.jsonl',
      `{"v":1,"type":"coloured","at":1}\n{"v":2,"type":"put","at":1}\n${good}`,
    );
    const store = await open();
    assert.deepEqual(store.damage, { lines: 0, kept: 1, journals: [] });
  });

  for (const [what, line] of [
    ['a rating', { v: 1, type: 'rated', id: 'r', card: 'a', rating: 'superb', at: 1 }],
    [
      'a verdict',
      { v: 1, type: 'put', at: 1, annotation: { ...noted('urn:v'), 'marginalia:verdict': 'disputed' } },
    ],
    [
      'a kind of evidence',
      { v: 1, type: 'put', at: 1, annotation: { ...noted('urn:e'), 'marginalia:evidence': 'video' } },
    ],
    ['a type', { v: 1, type: 'put', at: 1, annotation: { ...noted('urn:t'), type: 'Highlight' } }],
  ] as const) {
    it(`is not ${what} that a later version knows`, async () => {
      const { journals, open } = desk();
      journals.texts.set('other.jsonl', `${JSON.stringify(line)}\n${good}`);
      const store = await open();
      assert.deepEqual(store.damage, { lines: 0, kept: 1, journals: [] });
    });
  }

  it('is shown with a motivation that no version knows', async () => {
    const { journals, open } = desk();
    const annotation = { ...noted('urn:m'), motivation: 'wondering' };
    journals.texts.set('other.jsonl', `${JSON.stringify({ v: 1, type: 'put', at: 1, annotation })}\n`);
    assert.deepEqual((await open()).get('urn:m'), annotation);
  });

  it('is told by a reload too', async () => {
    const { journals, open } = desk();
    const store = await open();
    journals.texts.set('other.jsonl', `nonsense that is no record\n${good}`);
    await store.reload();
    assert.deepEqual(store.damage, { lines: 1, kept: 1, journals: ['other.jsonl'] });
    journals.texts.delete('other.jsonl');
    await store.reload();
    assert.deepEqual(store.damage, { lines: 0, kept: 0, journals: [] });
  });

  it('of a length that no journal has is not read', async () => {
    const { journals, open } = desk();
    journals.texts.set('good.jsonl', good);
    journals.texts.set('huge.jsonl', { length: longestJournalBytes + 1 });
    const store = await open();
    assert.deepEqual(store.unread?.journals, ['huge.jsonl']);
    assert.match(store.unread.detail, /huge\.jsonl is too large/);
    assert.ok(store.get('urn:a'));
    assert.ok(journals.bytesRead < 10_000);
  });

  it('of other things is given up after a hundred thousand lines', async () => {
    const { journals, open } = desk();
    journals.texts.set('good.jsonl', good);
    journals.texts.set('log.jsonl', '{"some":"other log, line by line"}\n'.repeat(200_000));
    const store = await open();
    assert.ok(store.get('urn:a'));
    journals.bytesRead = 0;
    await store.reload();
    assert.deepEqual(store.unread, { journals: ['log.jsonl'], detail: 'log.jsonl is no journal' });
    assert.equal(journals.bytesRead, 0);
  });

  it('in one line of many pieces costs that line', async () => {
    const { journals, open } = desk();
    const long = 'x'.repeat(5 * longestLineBytes);
    journals.texts.set('other.jsonl', `${good}${long}\n${good}${long}`);
    assert.deepEqual((await open()).damage, { lines: 2, kept: 2, journals: ['other.jsonl'] });
  });

  it('is not what git or an editor did to line ends', async () => {
    const { journals, open } = desk();
    journals.texts.set('other.jsonl', `\ufeff${good.trimEnd()}\r\n\r\n  \n${good.trimEnd()}`);
    const store = await open();
    assert.deepEqual(store.damage, { lines: 0, kept: 2, journals: [] });
  });

  it('cannot reach the prototype of anything', async () => {
    const { journals, open } = desk();
    const line = good.replace('"type":"Annotation"', '"__proto__":{"polluted":1},"type":"Annotation"');
    journals.texts.set('other.jsonl', `${line}{"v":1,"type":"__proto__","at":1}\n`);
    const annotation = (await open()).get('urn:a');
    assert.ok(annotation && !('polluted' in annotation));
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? 0 : { inner: nested(depth - 1) };
}
