// Runs from the panel to the model and back, beside code that changes and servers that come and go.
import assert from 'node:assert/strict';
import { isFinished } from '../../../../src/core/reasoning/run';
import { Range } from '../../../support/editor/values';
import { code, Pair, runs } from '../../../support/pair';

describe('a run, from the panel to the model', () => {
  let pair: Pair;
  beforeEach(() => {
    pair = new Pair();
  });
  afterEach(() => pair.dispose());

  const total = 'def total(a):\n    return sum(a)\n';
  const run = () => pair.page.shown?.run;
  const isOver = () => {
    const now = run();
    return now !== undefined && isFinished(now);
  };

  async function explained(): Promise<string> {
    await pair.openCode();
    await pair.wish({ type: 'explainHere' });
    await pair.until(isOver, 'the run is over');
    return run()?.id ?? '';
  }

  it('sends the function as it has grown when it is explained again', async () => {
    const page = await pair.show();
    const first = await explained();
    pair.editor.edit(
      code,
      `import x\n\n${total.replace('return', 'b = a\n    return')}\n\ndef other():\n    return 1\n`,
    );
    await pair.pass(500);
    assert.notDeepEqual(page.shown?.staleLines, []);
    await pair.wish({ type: 'explainAgain', run: first });
    await pair.until(() => run()?.id !== first && isOver(), 'the second run is over');
    assert.equal(run()?.excerpt.text, 'def total(a):\n    b = a\n    return sum(a)');
    assert.deepEqual([run()?.excerpt.firstLine, page.shown?.staleLines], [3, []]);
    assert.match(pair.model.questions.at(-1) ?? '', /b = a/);
  });

  it('asks for as much as the reader chose, from then on and in the next window', async () => {
    const asked = () => pair.model.questions.at(-1) ?? '';
    await pair.show();
    await explained();
    assert.match(asked(), /one or two short sentences for each part/);
    await pair.wish({ type: 'chooseDepth', depth: 'brief' });
    assert.equal(pair.page.shown?.depth, 'brief');
    await explained();
    assert.match(asked(), /one short sentence for each part/);
    await pair.kill();
    await pair.restore();
    await pair.openCode();
    await pair.until(() => pair.page.shown?.depth === 'brief', 'the choice is shown');
    pair.editor.set('marginalia.steps.depth', 'all of it');
    await explained();
    assert.match(asked(), /one or two short sentences for each part/);
  });

  it('says of an earlier run that its code has changed, in the next window too', async () => {
    await pair.show();
    const first = await explained();
    await pair.kill();
    pair.disk.set(code.path, total.replace('sum', 'max'));
    await pair.restore();
    await pair.until(() => run()?.id === first, 'the run is shown');
    assert.deepEqual(pair.page.shown?.staleLines, [2]);
  });

  it('does not say that the caret stands in its code when it has left it', async () => {
    const page = await pair.show();
    await explained();
    await pair.pass(500);
    assert.equal(page.shown?.caretLine, 1);
    const { active } = pair.editor;
    assert.ok(active);
    pair.editor.select(active, new Range(4, 0, 4, 0));
    await pair.pass(500);
    assert.equal(page.shown?.caretLine, undefined);
    pair.editor.select(active, new Range(1, 0, 1, 0));
    await pair.pass(500);
    assert.equal(page.shown?.caretLine, 2);
  });

  it('lights a line of its code that a step speaks of, and no other line of the file', async () => {
    await pair.show();
    const first = await explained();
    const lit = () =>
      [...(pair.editor.active?.decorations.values() ?? [])]
        .flat()
        .map(({ start, end }) => [start.line, end.line]);
    await pair.wish({ type: 'showLines', run: first, step: 1, line: 2 });
    assert.deepEqual(lit(), [[1, 1]]);
    // Two lines were sent.
    await pair.wish({ type: 'showLines', run: first, step: 1, line: 3 });
    assert.deepEqual(lit(), []);
  });

  const minute = 60_000;
  const covered = async () => {
    pair.hide();
    await pair.pass(minute);
    await pair.reveal();
  };
  const windowAnew = async () => {
    await pair.kill();
    await pair.openCode();
    await pair.restore();
  };
  for (const [when, waits] of [
    ['the panel was covered and shown again', covered],
    ['the window was loaded anew', windowAnew],
    ['the page was loaded anew', async () => pair.panel?.reload()],
    ['more than ten minutes', () => pair.pass(15 * minute)],
  ] as const) {
    it(`notices a server that appears after ${when}`, async () => {
      pair.model.mood = 'away';
      await pair.show();
      const first = await explained();
      assert.equal(run()?.problem?.code, 'no-endpoint');
      await waits();
      await pair.pass(5_000);
      assert.deepEqual([run()?.id, run()?.problem?.code], [first, 'no-endpoint']);
      pair.model.mood = 'well';
      await pair.pass(2 * minute);
      assert.deepEqual([run()?.id !== first, run()?.state, run()?.steps.length], [true, 'done', 2]);
      assert.equal(pair.model.questions.length, 1);
    });
  }

  it('looks for no server while nobody is told that it does', async () => {
    pair.model.mood = 'away';
    await pair.show();
    await explained();
    pair.hide();
    await pair.pass(minute);
    assert.equal(pair.time.pending, 0);
  });

  it('is opened however old it is, and the list grows when more are asked for', async () => {
    const page = await pair.show();
    const first = await explained();
    for (let more = 0; more < 54; more += 1) await explained();
    assert.deepEqual([page.shown?.runs.length, page.shown?.hasMoreRuns], [55, false]);
    pair.hide();
    await pair.reveal();
    await pair.pass(500);
    assert.deepEqual([pair.page.shown?.runs.length, pair.page.shown?.hasMoreRuns], [50, true]);
    assert.ok(!pair.page.shown?.runs.some(({ id }) => id === first));
    pair.page.go({ view: 'reasoning', run: first });
    await pair.until(() => run()?.id === first, 'the first run is shown');
    assert.equal(run()?.steps.length, 2);
    pair.page.change({ listedRuns: 100 });
    await pair.pass(500);
    assert.deepEqual([pair.page.shown?.runs.length, pair.page.shown?.hasMoreRuns], [55, false]);
  });

  it('stays listed and shown in this window when the disk keeps none of it', async () => {
    await pair.show();
    pair.disk.trouble = path => (path.startsWith(runs) ? 'full' : undefined);
    const first = await explained();
    pair.hide();
    await pair.reveal();
    await pair.pass(500);
    assert.deepEqual(
      pair.page.shown?.runs.map(({ id, steps }) => [id, steps]),
      [[first, 2]],
    );
    assert.equal(run()?.steps.length, 2);
  });

  it('loads, thinks, breaks off and is stopped, each as it is', async () => {
    const page = await pair.show();
    pair.model.mood = 'loading';
    await pair.openCode();
    await pair.wish({ type: 'explainHere' });
    await pair.pass(1_000);
    assert.equal(run()?.state, 'loading');
    pair.model.mood = 'thinks';
    await pair.until(isOver, 'it is over');
    assert.deepEqual([run()?.state, run()?.thinking, run()?.steps.length], ['done', 'What does it do?', 2]);
    pair.model.mood = 'breaks';
    await explained();
    assert.deepEqual([run()?.state, run()?.problem?.code, run()?.steps.length], ['failed', 'cut-short', 2]);
    pair.model.mood = 'fails';
    await explained();
    assert.deepEqual([run()?.state, run()?.problem?.code], ['failed', 'server-error']);
    pair.model.mood = 'endless';
    await pair.wish({ type: 'explainHere' });
    await pair.pass(1_000);
    assert.equal(run()?.state, 'streaming');
    page.wish({ type: 'stopRun', run: run()?.id ?? '' });
    await pair.until(isOver, 'it is stopped');
    assert.deepEqual([run()?.state, (run()?.steps.length ?? 0) > 0], ['stopped', true]);
  });

  it('keeps a question whole, however long it is', async () => {
    await pair.show();
    const first = await explained();
    const question = 'why '.repeat(6_000);
    assert.equal(await pair.wish({ type: 'ask', run: first, question }), undefined);
    await pair.until(() => run()?.id !== first && isOver(), 'it is answered, or refused');
    assert.equal(run()?.question, question);
  });

  it('asks a question again that failed, and not for an explanation', async () => {
    await pair.show();
    const first = await explained();
    pair.model.mood = 'fails';
    await pair.wish({ type: 'ask', run: first, question: 'Why sum?', step: 1 });
    await pair.until(() => run()?.id !== first && isOver(), 'it has failed');
    const failed = run()?.id ?? '';
    assert.equal(run()?.state, 'failed');
    pair.model.mood = 'well';
    await pair.wish({ type: 'tryAgain', run: failed });
    await pair.until(() => run()?.id !== failed && isOver(), 'it is answered');
    assert.deepEqual([run()?.question, run()?.follows, run()?.state], ['Why sum?', first, 'done']);
    assert.match(pair.model.questions.at(-1) ?? '', /Why sum\?/);
  });

  it('is shown as soon as the disk gives it out, and is not called gone before', async () => {
    await pair.show();
    const first = await explained();
    await pair.kill();
    pair.disk.trouble = (path, act) => (path.startsWith(runs) && act === 'read' ? 'held' : undefined);
    await pair.restore();
    await pair.pass(5_000);
    assert.equal(run(), undefined);
    pair.disk.trouble = () => undefined;
    await pair.pass(31_000);
    assert.deepEqual([run()?.id, run()?.steps.length], [first, 2]);
  });
});
