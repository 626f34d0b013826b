// Every wish and every topic is somebody's; and whatever is asked, it is answered, and the panel goes on.
import assert from 'node:assert/strict';
import { reducers } from '../../../../src/core/wire/topics';
import { Wish } from '../../../../src/core/wire/wish';
import { builtIn, Pair } from '../../../support/pair';
import { ScriptedModels } from '../../../support/scriptedModels';

/** Something of each field that a wish may have. */
const fields: Readonly<Record<string, unknown>> = {
  annotation: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  card: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  chapter: builtIn,
  choosesModel: false,
  detail: 'nothing',
  end: 9,
  format: 'markdown',
  from: { view: 'chapter', language: 'en' },
  isPinned: true,
  keep: true,
  lastLine: 2,
  line: 1,
  language: 'en',
  name: 'a name',
  note: 'a note',
  open: true,
  depth: 'brief',
  passage: 'one-goal',
  passages: ['one-goal'],
  place: { view: 'chapter', language: 'en', chapter: builtIn },
  question: 'Why?',
  rating: 'good',
  region: 'none',
  reveal: true,
  run: 'none',
  said: '7',
  start: 0,
  step: 1,
  url: 'https://example.com/',
};

const wrong: readonly unknown[] = [
  null,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER,
  '',
  '__proto__',
  '\ud800',
  '../../etc/passwd',
  'x'.repeat(5_000),
  [],
  [[[]]],
  {},
  { view: 'chapter', language: 'en', chapter: '../..', passage: '\u202e' },
  true,
];

interface Sample {
  readonly type: string;
  readonly wish: Readonly<Record<string, unknown>>;
}

const samples: readonly Sample[] = Wish.options.map(({ entries }) => {
  const names = Object.keys(entries).filter(name => name !== 'type');
  const missing = names.find(name => !(name in fields));
  if (missing !== undefined) throw new Error(`what may "${missing}" be?`);
  const { type } = entries;
  return {
    type: type.literal,
    wish: { type: type.literal, ...Object.fromEntries(names.map(name => [name, fields[name]])) },
  };
});

describe('wishes and topics', () => {
  let pair: Pair;
  beforeEach(() => {
    pair = new Pair({ localModels: new ScriptedModels() });
  });
  afterEach(() => pair.dispose());

  it('are each granted by some feature', async () => {
    await pair.show();
    await pair.openCode();
    for (const { wish } of samples) {
      pair.page.raw(wish);
      await pair.pass(5_000);
    }
    assert.deepEqual(pair.page.link.underWay, []);
    assert.deepEqual(
      pair.editor.log.filter(line => /nobody grants|^error (?!panel: nothing)/.test(line)),
      [],
    );
    assert.ok(samples.length >= 25);
  });

  it('are each served by some feature', async () => {
    await pair.show();
    const topics = Object.keys(reducers).map(kind => `${kind}/${builtIn}/next-token-pretraining`);
    pair.page.more = topics;
    pair.page.go({ view: 'reasoning' });
    await pair.pass(5_000);
    assert.deepEqual(
      topics.filter(topic => !pair.page.held.has(topic)),
      [],
    );
    assert.deepEqual(
      pair.editor.log.filter(line => line.includes('nobody serves')),
      [],
    );
  });

  it('are refused, each once, whichever field is wrong, and the panel goes on', async () => {
    await pair.show();
    await pair.openCode();
    let asked = 0;
    for (const { wish } of samples) {
      for (const name of Object.keys(wish)) {
        for (const value of [undefined, ...wrong]) {
          asked += 1;
          pair.page.raw({ ...wish, [name]: value });
        }
      }
      await pair.pass(2_000);
    }
    for (const wish of wrong) pair.page.raw(wish);
    await pair.pass(60_000);
    const settled = pair.crossed.flatMap(one => (typeof one !== 'string' && 'down' in one ? [one.down] : []));
    const answers = settled.filter(({ type }) => type === 'settled');
    assert.deepEqual([answers.length, pair.page.link.underWay], [asked + wrong.length, []]);
    assert.ok(asked > 800, `${asked} wishes`);
    assert.ok(!pair.editor.log.some(line => /TypeError|stand-in/.test(line)));
    await pair.editor.run('marginalia.openConceptPanel', { chapter: builtIn, passage: 'one-goal' });
    await pair.pass(1_000);
    const words = { chapter: builtIn, passage: 'one-goal', language: 'en', start: 0, end: 9 } as const;
    const id = pair.page.write(words, 'still here');
    await pair.pass(1_000);
    assert.ok(pair.page.shown?.own.some(note => note.id === id));
  });
});
