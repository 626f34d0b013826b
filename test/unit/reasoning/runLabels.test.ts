import assert from 'node:assert/strict';
import type { Clock, Log } from '../../../src/core/ports';
import { labelsOf, longestName, RunLabels, tidyName } from '../../../src/core/reasoning/runLabels';
import { MemoryFiles } from '../../support/memoryFiles';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };

describe('what was said about runs', () => {
  let now = 1_000;
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const windowOn = (files: MemoryFiles, writer: string) => new RunLabels({ files, clock, log, writer });

  beforeEach(() => {
    now = 1_000;
  });

  it('is there in the next window: the name of one, the pin of another', async () => {
    const files = new MemoryFiles();
    const [one, other] = [windowOn(files, 'a'), windowOn(files, 'b')];
    await one.say('r', { name: 'the loop' });
    await other.say('r', { isPinned: true });
    await other.say('s', { isDeleted: true });
    const expected = [
      ['r', { name: 'the loop', isPinned: true }],
      ['s', { deletedAt: 1_000 }],
    ];
    assert.deepEqual([...(await one.read())], expected);
    assert.deepEqual([...(await windowOn(files, 'c').read())], expected);
  });

  it('is what was said last, whichever window said it', async () => {
    const files = new MemoryFiles();
    const [one, other] = [windowOn(files, 'b'), windowOn(files, 'a')];
    await one.say('r', { name: 'first', isDeleted: true });
    now += 1;
    await other.say('r', { name: 'second' });
    now += 1;
    await other.say('r', { isDeleted: false });
    assert.deepEqual([...(await one.read())], [['r', { name: 'second' }]]);
    now += 1;
    await one.say('r', { name: null });
    assert.deepEqual([...(await other.read())], [['r', {}]]);
  });

  it('is the same in whichever order it is read, also of one instant', () => {
    const sayings = ['a', 'c', 'b'].map(name => ({ at: 5, run: 'r', name }));
    for (const order of [sayings, [...sayings].reverse()]) assert.equal(labelsOf(order).get('r')?.name, 'c');
  });

  it('loses no other line by one that is torn, of another version or nonsense', async () => {
    const files = new MemoryFiles();
    const lines = [
      '{"at":1,"run":"r","name":"good"}',
      '{"at":2,"run":"r","name":{"of":"a later version"}}',
      '{"at":3,"run":"r","colour":"green"}',
      'nonsense',
      '{"at":1e999,"run":"r","name":"never"}',
      '{"at":4,"run":"r","isPin',
    ];
    files.set('labels-x.jsonl', lines.join('\n'));
    assert.deepEqual([...(await windowOn(files, 'a').read())], [['r', { name: 'good' }]]);
    await windowOn(files, 'a').say('r', { isPinned: true });
    assert.equal(files.text('labels-x.jsonl'), lines.join('\n'));
  });

  it('is not said where the disk refuses it', async () => {
    const files = new MemoryFiles();
    const labels = windowOn(files, 'a');
    files.refuses = path => path.startsWith('labels-');
    assert.equal((await labels.say('r', { isDeleted: true }))?.code, 'not-written');
    assert.deepEqual([...(await labels.read())], []);
    files.refuses = () => false;
    assert.equal(await labels.say('r', { isPinned: true }), undefined);
    assert.deepEqual([...(await labels.read())], [['r', { isPinned: true }]]);
  });

  it('has names of one line and bounded length; an empty one is none', () => {
    assert.equal(tidyName('  two\n lines\t'), 'two lines');
    assert.equal(tidyName(' \n '), null);
    assert.equal(tidyName('x'.repeat(5_000))?.length, longestName);
  });
});
