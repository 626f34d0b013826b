import assert from 'node:assert/strict';
import type { Annotation } from '../../../src/core/annotation/annotation';
import { annotatePassage } from '../../../src/core/annotation/create';
import { AnnotationStore } from '../../../src/core/annotation/journal';
import { longestLineBytes } from '../../../src/core/annotation/record';
import { NoteTooLong } from '../../../src/core/annotation/refusal';
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
