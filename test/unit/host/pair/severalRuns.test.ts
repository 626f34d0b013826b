// Many runs: what is said about them, what is found in them, in this window and in the next.
import assert from 'node:assert/strict';
import { Replay } from '../../../../src/core/reasoning/replay';
import { isFinished } from '../../../../src/core/reasoning/run';
import { topicsOf } from '../../../../src/core/wire/shown';
import { keptDeletedMs } from '../../../../src/host/reasoning/runList';
import { Pair, runs } from '../../../support/pair';

describe('several runs', () => {
  let pair: Pair;
  beforeEach(() => {
    pair = new Pair();
  });
  afterEach(() => pair.dispose());

  const run = () => pair.page.shown?.run;
  const listed = () => (pair.page.shown?.runs ?? []).map(({ id }) => id);
  const deleted = () => (pair.page.shown?.deletedRuns ?? []).map(({ id }) => id);
  const isOver = () => {
    const now = run();
    return now !== undefined && isFinished(now);
  };

  async function explained(): Promise<string> {
    const before = run()?.id;
    await pair.openCode();
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => run()?.id !== before && isOver(), 'the run is over');
    return run()?.id ?? '';
  }

  it('keep a name and a pin, in the next window too', async () => {
    await pair.show();
    const first = await explained();
    const log = pair.disk.text(`${runs}/${first}.run.jsonl`);
    assert.equal(await pair.wish({ type: 'nameRun', run: first, name: ' the\nsum ' }), undefined);
    assert.equal(await pair.wish({ type: 'pinRun', run: first, isPinned: true }), undefined);
    const told = () =>
      pair.page.shown?.runs.map(({ name, isNamed, isPinned, file }) => ({ name, isNamed, isPinned, file }));
    const expected = [{ name: 'the sum', isNamed: true, isPinned: true, file: 'sums.py' }];
    assert.deepEqual(told(), expected);
    assert.equal(pair.disk.text(`${runs}/${first}.run.jsonl`), log);
    await pair.kill();
    await pair.restore();
    await pair.until(() => run()?.id === first, 'the run is shown');
    await pair.until(() => listed().length > 0, 'the list is told');
    assert.deepEqual(told(), expected);
    await pair.wish({ type: 'nameRun', run: first, name: '' });
    assert.equal(pair.page.shown?.runs[0]?.name, 'total');
  });

  it('are deleted and brought back, in the next window too; the one that is shown stays', async () => {
    await pair.show();
    const first = await explained();
    const second = await explained();
    assert.equal(await pair.wish({ type: 'deleteRun', run: first }), undefined);
    assert.equal(await pair.wish({ type: 'deleteRun', run: second }), undefined);
    assert.deepEqual([listed(), deleted(), run()?.id], [[], [second, first], second]);
    await pair.kill();
    await pair.restore();
    await pair.until(() => run()?.id === second && deleted().length === 2, 'the list is told');
    assert.deepEqual(listed(), []);
    await pair.wish({ type: 'restoreRun', run: first });
    assert.deepEqual([listed(), deleted()], [[first], [second]]);
    assert.deepEqual(await pair.wish({ type: 'deleteRun', run: 'nothing' }), { code: 'run-gone' });
  });

  it('stop when they are deleted while they are under way, and stay deleted', async () => {
    await pair.show();
    await pair.openCode();
    pair.model.mood = 'endless';
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => run() !== undefined, 'the run has begun');
    const id = run()?.id ?? '';
    await pair.wish({ type: 'deleteRun', run: id });
    await pair.until(isOver, 'it has ended');
    await pair.pass(2_000);
    assert.deepEqual([listed(), deleted()], [[], [id]]);
  });

  it('are gone for good a month after they were deleted, and not before', async () => {
    await pair.show();
    const first = await explained();
    const second = await explained();
    await pair.wish({ type: 'deleteRun', run: first });
    const files = () =>
      ['run.jsonl', 'head.json'].filter(end => pair.disk.text(`${runs}/${first}.${end}`) !== '').length;
    await listedAgain(keptDeletedMs - 60_000);
    assert.deepEqual([deleted(), files()], [[first], 2]);
    await listedAgain(120_000);
    assert.deepEqual([deleted(), files(), listed()], [[], 0, [second]]);
  });

  it('are found by the words of their steps, newest first, as they are looked through', async () => {
    await pair.show();
    const first = await explained();
    const second = await explained();
    const found = await search('sum');
    assert.deepEqual(
      found.hits.map(hit => [hit.run.id, hit.where]),
      [
        [second, 'name'],
        [first, 'name'],
      ],
    );
    const words = run()?.steps[0]?.text.split(' ')[0] ?? '';
    assert.notEqual(words, '');
    const inSteps = await search(words);
    assert.deepEqual(
      inSteps.hits.map(({ run: { id }, step }) => [id, step]),
      [
        [second, 1],
        [first, 1],
      ],
    );
    await pair.wish({ type: 'deleteRun', run: first });
    assert.deepEqual(
      (await search('sum')).hits.map(hit => hit.run.id),
      [second],
    );
    assert.deepEqual((await search('nowhere at all')).hits, []);
  });

  it('are told side by side, and so in the next window', async () => {
    await pair.show();
    const first = await explained();
    const second = await explained();
    pair.page.go({ view: 'reasoning', run: first, beside: second });
    const both = () => [pair.page.shown?.run?.id, pair.page.shown?.beside?.id];
    await pair.until(() => both()[1] === second, 'both are shown');
    assert.deepEqual(both(), [first, second]);
    await pair.kill();
    await pair.restore();
    await pair.until(() => both()[1] === second, 'both are shown again');
    assert.deepEqual(both(), [first, second]);
    pair.page.go({ run: first, beside: 'nothing' });
    await pair.until(() => pair.page.shown?.isBesideGone === true, 'it is said that there is none');
    assert.deepEqual(both(), [first, undefined]);
    pair.page.go({ run: second });
    await pair.pass(500);
    assert.deepEqual(both(), [second, undefined]);
  });

  it('are asked otherwise beside each other: what was edited is sent, kept and told', async () => {
    await pair.show();
    const first = await explained();
    const asked = { language: 'zh-CN', question: 'Name the\nworst case of it.' } as const;
    const wish = { type: 'explainOtherwise', run: first, choosesModel: false, ...asked } as const;
    assert.equal(await pair.wish(wish), undefined);
    const beside = () => pair.page.shown?.beside;
    await pair.until(() => beside() !== undefined && isFinished(beside() ?? { state: 'done' }), 'it is over');
    assert.equal(run()?.id, first);
    assert.deepEqual(beside()?.variation, { of: first, ...asked });
    const sent = pair.model.questions.at(-1) ?? '';
    assert.match(sent, /Name the\\nworst case of it\. Write the sentences in Chinese/);
    assert.doesNotMatch(sent, /one sentence on the whole, then one or two/);
    const id = beside()?.id ?? '';
    await pair.kill();
    await pair.restore();
    await pair.until(() => beside()?.id === id, 'both are shown again');
    assert.deepEqual(beside()?.variation, { of: first, ...asked });
  });

  it('say that they wait where the server has no slot for them, and go on when it has', async () => {
    await pair.show();
    await pair.openCode();
    pair.model.mood = 'endless';
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => (run()?.steps.length ?? 0) > 0, 'the first one talks');
    const first = run()?.id ?? '';
    await pair.wish({ type: 'explainOtherwise', run: first, question: 'Why?', choosesModel: false });
    await pair.until(() => pair.page.shown?.beside?.isQueued === true, 'the second one waits');
    assert.equal(run()?.state, 'streaming');
    assert.equal(pair.model.questions.length, 1);
    await pair.wish({ type: 'stopRun', run: first });
    await pair.until(() => (pair.page.shown?.beside?.steps.length ?? 0) > 0, 'the second one talks');
    assert.equal(pair.page.shown?.beside?.isQueued, undefined);
    await pair.wish({ type: 'stopRun', run: pair.page.shown?.beside?.id ?? '' });
  });

  it('are replayed from their logs, with their own times, and nothing is asked of a model', async () => {
    await pair.show();
    const first = await explained();
    const asked = pair.model.questions.length;
    const shown = run();
    pair.page.change({ replay: { run: first, atMs: 0, isPlaying: true, speed: 1 } });
    await pair.until(() => pair.page.shown?.replay !== undefined, 'the log is told');
    const log = pair.page.shown?.replay;
    assert.ok(log && shown);
    const replay = new Replay(log);
    assert.deepEqual([replay.at(0).state, replay.at(-1).steps.length], ['streaming', 0]);
    assert.deepEqual(replay.at(replay.durationMs).steps, shown.steps);
    assert.equal(replay.startedAt + replay.durationMs, shown.endedAt);
    assert.equal(pair.model.questions.length, asked);
  });

  /** Time passes, and the list is asked for anew. */
  async function listedAgain(afterMs: number): Promise<void> {
    pair.hide();
    pair.time.leap(afterMs);
    await pair.reveal();
    await pair.until(() => pair.held('runs', '50') !== undefined, 'the list is told');
  }

  async function search(query: string) {
    pair.page.change({ runQuery: query });
    await pair.until(() => pair.held('runs-found', query)?.isOver === true, 'the search is over');
    const found = pair.page.shown?.foundRuns;
    assert.ok(found);
    assert.equal(found.searched, found.total);
    return found;
  }
});

describe('what is searched for in runs', () => {
  const place = { view: 'reasoning', language: 'en' } as const;

  it('is a topic as long as there is something to search for', () => {
    assert.ok(topicsOf(place, undefined, { runQuery: 'a/b' }).includes('runs-found/a%2Fb'));
    assert.ok(!topicsOf(place, undefined, { runQuery: '' }).some(topic => topic.startsWith('runs-found')));
    assert.ok(
      !topicsOf({ ...place, view: 'chapter' }, undefined, { runQuery: 'a' }).some(topic =>
        topic.startsWith('runs-found'),
      ),
    );
  });
});
