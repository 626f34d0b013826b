import assert from 'node:assert/strict';
import type { Log } from '../../../src/core/ports';
import { advance } from '../../../src/core/reasoning/advance';
import { RunHistory, runIdAt } from '../../../src/core/reasoning/history';
import { newRun, type Run, type RunEvent, type TimedEvent } from '../../../src/core/reasoning/run';
import { MemoryFiles } from '../../support/memoryFiles';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const excerpt = { uri: 'file:///a.py', name: 'a.py', languageId: 'python', firstLine: 3, text: 'a\nb' };

const events: readonly RunEvent[] = [
  { type: 'connecting', address: 'here' },
  { type: 'step', step: { number: 1, lines: { first: 3, last: 3 }, text: 'one' } },
  { type: 'stepText', text: ' and' },
  { type: 'stepText', text: ' more' },
  { type: 'warning', warning: { kind: 'quiet', forMs: 5 } },
  { type: 'answered', text: 'L3: one and more' },
  { type: 'done', reason: 'stop' },
];

const timed = (event: RunEvent, index: number): TimedEvent => ({ at: 1_000 + index * 10, event });

async function kept(history: RunHistory, startedAt: number, count = events.length): Promise<Run> {
  const first = newRun(runIdAt(startedAt, 'abcd'), startedAt, excerpt);
  const recorder = history.begin(first);
  let run = first;
  for (const event of events.slice(0, count).map(timed)) {
    run = advance(run, event);
    recorder.put(event);
  }
  if (count < events.length) await recorder.flush();
  else await recorder.end(run);
  return run;
}

const day = (number: number) => Date.UTC(2026, 0, number);

describe('the history of runs', () => {
  it('gives back a run, its events and their times', async () => {
    const files = new MemoryFiles();
    const run = await kept(new RunHistory(files, log), day(1));
    const history = new RunHistory(files, log);
    assert.deepEqual(await history.get(run.id), run);
    const types = (await history.events(run.id)).map(({ at, event }) => `${at} ${event.type}`);
    assert.deepEqual(types, [
      '1000 connecting',
      '1010 step',
      '1020 stepText',
      '1040 warning',
      '1050 answered',
      '1060 done',
    ]);
    assert.equal(await history.document(run.id), files.text(`${run.id}.run.jsonl`));
  });

  it('lists the newest first, page by page, and reads no log for it', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    for (let number = 1; number <= 20; number += 1) await kept(history, day(number));
    files.reads = [];
    const listed = await history.list(5, 3);
    assert.deepEqual(
      listed.map(({ startedAt }) => startedAt),
      [15, 14, 13].map(day),
    );
    assert.deepEqual([listed[0]?.file, listed[0]?.steps, listed[0]?.state], ['a.py', 1, 'done']);
    assert.equal(files.reads.length, 3);
    assert.ok(files.reads.every(path => path.endsWith('.head.json')));
  });

  it('opens a run that is older than all that is listed', async () => {
    const history = new RunHistory(new MemoryFiles(), log);
    const first = await kept(history, day(1));
    for (let number = 2; number <= 60; number += 1) await kept(history, day(number));
    assert.equal((await history.list()).length, 50);
    assert.equal((await history.get(first.id))?.id, first.id);
  });

  it('reads what the first version wrote', async () => {
    const files = new MemoryFiles();
    const run = {
      ...newRun(runIdAt(day(1), 'old'), day(1), excerpt),
      state: 'done',
      steps: [{ number: 1, text: 'x' }],
    };
    files.set(
      `${run.id}.json`,
      JSON.stringify({ version: 1, run, events: [timed({ type: 'done', reason: 'stop' }, 0)] }),
    );
    const history = new RunHistory(files, log);
    assert.deepEqual(
      (await history.list()).map(({ id, steps }) => [id, steps]),
      [[run.id, 1]],
    );
    assert.equal((await history.get(run.id))?.steps[0]?.text, 'x');
    assert.match((await history.document(run.id)) ?? '', /"version":1/);
  });

  it('passes over what a later version wrote, and leaves it there', async () => {
    const files = new MemoryFiles();
    const run = await kept(new RunHistory(files, log), day(1));
    const path = `${run.id}.run.jsonl`;
    const lines = files.text(path).split('\n');
    lines.splice(
      2,
      0,
      '{"at":1005,"event":{"type":"checked","step":1}}',
      '{"at":1006,"event":{"type":"step"}}',
    );
    files.set(path, lines.join('\n').replace('"v":2', '"v":2,"mood":"good"'));
    const header = `${run.id}.head.json`;
    files.set(header, files.text(header).replace('{', '{"checks":3,'));
    const before = new Map(files.files);
    const history = new RunHistory(files, log);
    assert.deepEqual((await history.get(run.id))?.steps, run.steps);
    assert.equal((await history.list())[0]?.checks, 3);
    assert.match((await history.document(run.id)) ?? '', /"checked".*"step":1/);
    assert.deepEqual(files.files, before);
  });

  it('says of a run whose window went away that it was stopped', async () => {
    const files = new MemoryFiles();
    const run = await kept(new RunHistory(files, log), day(1), 4);
    const [header] = await new RunHistory(files, log).list();
    assert.deepEqual([header?.id, header?.state, header?.steps], [run.id, 'stopped', 1]);
  });

  it('remembers no failure', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    const one = await kept(history, day(1));
    await kept(history, day(2));
    files.refuses = path => path.startsWith(one.id);
    assert.equal((await history.list()).length, 1);
    assert.equal(await history.get(one.id), undefined);
    files.refuses = () => true;
    await assert.rejects(history.list());
    files.refuses = () => false;
    assert.equal((await history.list()).length, 2);
    assert.equal((await history.get(one.id))?.id, one.id);
  });

  it('says whether a run is not there or cannot be read', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    const { id } = await kept(history, day(1));
    files.refuses = () => true;
    await assert.rejects(history.read(id));
    files.refuses = () => false;
    assert.equal((await history.read(id))?.id, id);
    assert.equal(await history.read('never-there'), undefined);
  });

  it('lists as many as there are, past what is none', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    for (let number = 1; number <= 9; number += 1) await kept(history, day(number));
    for (const stray of ['zz-package.json', 'zz-notes.json', '9999-torn.run.jsonl'])
      files.set(stray, '{"v":2');
    files.refuses = path => path.startsWith(runIdAt(day(8), 'abcd'));
    const days = (await history.list(0, 6)).map(({ startedAt }) => new Date(startedAt).getUTCDate());
    assert.deepEqual(days, [9, 7, 6, 5, 4, 3]);
    assert.equal((await history.list(0, 50)).length, 8);
  });

  it('takes a copy for a run of its own, as its file is called', async () => {
    const files = new MemoryFiles();
    const { id } = await kept(new RunHistory(files, log), day(1));
    for (const end of ['.run.jsonl', '.head.json']) files.set(`${id}-copy${end}`, files.text(`${id}${end}`));
    files.set(`${id}-torn.run.jsonl`, files.text(`${id}.run.jsonl`));
    const history = new RunHistory(files, log);
    const ids = [`${id}-torn`, `${id}-copy`, id];
    assert.deepEqual(
      (await history.list()).map(({ id }) => id),
      ids,
    );
    for (const one of ids) assert.equal((await history.get(one))?.id, one);
  });

  it('writes later what a disk refused for a while', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    const first = newRun(runIdAt(day(1), 'abcd'), day(1), excerpt);
    const recorder = history.begin(first);
    files.refuses = () => true;
    let run = first;
    for (const event of events.map(timed)) {
      run = advance(run, event);
      recorder.put(event);
      await recorder.flush();
    }
    files.refuses = () => false;
    await recorder.end(run);
    assert.deepEqual(await history.get(run.id), run);
  });

  it('writes even the end of a run later, when the disk is well again', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    await kept(history, day(1));
    files.refuses = path => path !== '';
    const run = await kept(history, day(2));
    assert.equal((await history.list()).length, 0);
    files.refuses = () => false;
    assert.deepEqual(
      (await history.list()).map(({ id, state }) => [id, state]),
      [
        [run.id, 'done'],
        [runIdAt(day(1), 'abcd'), 'done'],
      ],
    );
    assert.deepEqual(await new RunHistory(files, log).get(run.id), run);
  });

  it('reads the words of a step that was lost on to no other', async () => {
    const files = new MemoryFiles();
    const first = newRun(runIdAt(day(1), 'abcd'), day(1), excerpt);
    const step = (number: number, text: string) => ({ type: 'step', step: { number, text } });
    const more = (text: string) => ({ type: 'stepText', text });
    const textsWith = async (lost: string) => {
      const lines = [step(1, 'reads'), more(' a.'), lost, more(' writes b.'), step(3, 'ends'), more('.')];
      const written = lines.map(line =>
        typeof line === 'string' ? line : JSON.stringify({ at: 1, event: line }),
      );
      files.set(`${first.id}.run.jsonl`, [JSON.stringify({ v: 2, run: first }), ...written].join('\n'));
      return (await new RunHistory(files, log).get(first.id))?.steps.map(({ text }) => text);
    };
    const lost = [
      '{"at":1,"event":{"type":"st',
      '\0\0\0\0',
      '{"at":1,"event":{"type":"step","step":{"number":"2.1","text":"It"}}}',
      '{"at":1,"event":{"type":"stepText","text":["It"]}}',
    ];
    for (const line of lost) assert.deepEqual(await textsWith(line), ['reads a.', 'ends.'], line);
    // Of a later version, and no words: the step goes on.
    const known = '{"at":1,"event":{"type":"checked","step":1}}';
    assert.deepEqual(await textsWith(known), ['reads a. writes b.', 'ends.']);
  });

  it('removes with a run what was seen and predicted of it', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    const run = await kept(history, day(1));
    await history.keepTrace(run.id, 'seen');
    await history.addPredictions(run.id, 'one\n');
    await history.addPredictions(run.id, 'two\n');
    assert.equal(await history.predictions(run.id), 'one\ntwo\n');
    assert.deepEqual(await history.ids(), [run.id]);
    await history.remove(run.id);
    assert.deepEqual(await files.list(), []);
  });

  it('is not made to name a file elsewhere', async () => {
    const files = new MemoryFiles();
    await new RunHistory(files, log).get('../../etc/passwd');
    assert.ok(files.reads.every(path => !path.includes('/')));
  });
});
