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
    assert.deepEqual(page.shown?.stands, [
      { first: 1, last: 1, at: 3 },
      { first: 2, last: 2, at: 5 },
    ]);
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
        // What has words of its own is a mark in the gutter.
        .filter(mark => !('hoverMessage' in mark))
        .map(({ start, end }) => [start.line, end.line]);
    await pair.wish({ type: 'showLines', run: first, step: 1, line: 2 });
    assert.deepEqual(lit(), [[1, 1]]);
    // Two lines were sent.
    await pair.wish({ type: 'showLines', run: first, step: 1, line: 3 });
    assert.deepEqual(lit(), []);
  });

  it('is walked from the editor as long as the panel shows its steps', async () => {
    const page = await pair.show();
    const hasSteps = () => pair.editor.contexts.get('marginalia.hasSteps');
    assert.notEqual(hasSteps(), true);
    await pair.editor.run('marginalia.nextStep');
    const first = await explained();
    await pair.until(() => hasSteps() === true, 'there are steps');
    assert.equal(page.shown?.walk?.to, undefined);
    await pair.editor.run('marginalia.nextStep');
    await pair.until(() => page.shown?.walk?.to === 'next', 'the panel walks');
    await pair.editor.run('marginalia.playSteps');
    await pair.until(() => page.shown?.walk?.asked === 2, 'the panel plays');
    pair.hide();
    assert.equal(hasSteps(), false);
    await pair.reveal();
    // A line leads to the steps of a run that the panel does not show.
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => run()?.id !== first && isOver(), 'another run is shown');
    await pair.editor.run('marginalia.showStep', first, 2);
    await pair.until(() => run()?.id === first && pair.page.shown?.walk?.to === 2, 'the step is shown');
  });

  it('marks in the gutter which step is about which line, as long as it is shown and that is wanted', async () => {
    const page = await pair.show();
    await explained();
    const marked = async () => {
      await pair.pass(500);
      const marks = [...(pair.editor.active?.decorations.values() ?? [])].flat();
      return marks.flatMap(mark =>
        'range' in mark && mark.range instanceof Range
          ? [`${mark.range.start.line + 1}: ${'hoverMessage' in mark ? mark.hoverMessage : 'marked'}`]
          : [],
      );
    };
    const both = ['1: marked', '2: marked'];
    assert.deepEqual(await marked(), both);
    pair.editor.edit(code, `\ndef total(a):\n    a = list(a)\n    return sum(a)\n`);
    const changed = 'Steps 1, 2 are about this code as it was before it changed.';
    assert.deepEqual((await marked()).sort(), [`2: ${changed}`, `3: ${changed}`, `4: ${changed}`]);
    pair.editor.set('marginalia.coverage', false);
    assert.deepEqual(await marked(), []);
    pair.editor.set('marginalia.coverage', true);
    assert.equal((await marked()).length, 3);
    const first = run()?.id ?? '';
    await pair.wish({ type: 'explainOtherwise', run: first, question: 'Why?', choosesModel: false });
    await pair.until(() => isFinished(page.shown?.beside ?? assert.fail()), 'the other is over');
    page.go({ view: 'reasoning', run: first });
    assert.equal((await marked()).length, 3);
    page.go({ view: 'chapter' });
    assert.deepEqual(await marked(), []);
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

  const thread = () => pair.page.shown?.thread ?? [];
  const isAnswered = (count: number) => () => thread().filter(isFinished).length === count;

  it('keeps a question whole, however long it is', async () => {
    await pair.show();
    const first = await explained();
    const question = 'why '.repeat(6_000);
    assert.equal(await pair.wish({ type: 'ask', run: first, question }), undefined);
    await pair.until(isAnswered(1), 'it is answered, or refused');
    assert.deepEqual([run()?.id, thread()[0]?.question], [first, question]);
  });

  it('shows what is asked in a thread, and sends what was said before along', async () => {
    await pair.show();
    const first = await explained();
    await pair.wish({ type: 'ask', run: first, question: 'Why sum?', step: 2 });
    await pair.until(isAnswered(1), 'the first is answered');
    await pair.wish({ type: 'ask', run: first, question: 'And for none?' });
    await pair.until(isAnswered(2), 'the second is answered');
    assert.equal(run()?.id, first);
    assert.deepEqual(
      thread().map(({ question, questionStep, thread: of, state }) => [question, questionStep, of, state]),
      [
        ['Why sum?', 2, first, 'done'],
        ['And for none?', undefined, first, 'done'],
      ],
    );
    assert.match(pair.model.questions.at(-1) ?? '', /And for none\?/);
    assert.deepEqual(
      thread()[1]
        ?.messages.slice(3)
        .map(({ content }) => content.replace('About lines 1 to 2: ', '')),
      ['Why sum?', thread()[0]?.answer, 'And for none?'],
    );
    await pair.kill();
    await pair.restore();
    await pair.until(() => thread().length === 2, 'the thread is there again');
    assert.deepEqual(
      thread().map(({ question }) => question),
      ['Why sum?', 'And for none?'],
    );
  });

  it('asks a question again that failed, and not for an explanation', async () => {
    await pair.show();
    const first = await explained();
    pair.model.mood = 'fails';
    await pair.wish({ type: 'ask', run: first, question: 'Why sum?', step: 1 });
    await pair.until(isAnswered(1), 'it has failed');
    const failed = thread()[0];
    assert.equal(failed?.state, 'failed');
    pair.model.mood = 'well';
    await pair.wish({ type: 'tryAgain', run: failed.id });
    await pair.until(isAnswered(2), 'it is answered');
    const again = thread()[1];
    assert.deepEqual(
      [run()?.id, again?.question, again?.questionStep, again?.follows, again?.state],
      [first, 'Why sum?', 1, first, 'done'],
    );
    assert.match(pair.model.questions.at(-1) ?? '', /Why sum\?/);
  });

  it('says that its code has changed on disk while no editor holds the file', async () => {
    const page = await pair.show();
    await explained();
    pair.editor.close(code);
    await pair.pass(1_000);
    assert.deepEqual([page.shown?.staleLines, page.shown?.isFileGone], [[], undefined]);
    pair.disk.set(code.path, `\n${total.replace('sum', 'max')}`);
    await pair.pass(1_000);
    assert.deepEqual(page.shown?.staleLines, [2]);
    assert.deepEqual(page.shown?.stands, [{ first: 1, last: 1, at: 2 }]);
  });

  it('opens the file of its current step where none shows it, and none for a pointer', async () => {
    await pair.show();
    const first = await explained();
    pair.editor.close(code);
    await pair.wish({ type: 'showLines', run: first, step: 1 });
    assert.equal(pair.editor.shown.length, 0);
    await pair.wish({ type: 'showLines', run: first, step: 1, open: true });
    assert.deepEqual(
      pair.editor.shown.map(({ document }) => document.uri.path),
      [code.path],
    );
  });

  it('asks nobody about a file outside of the workspace for a step that is walked to', async () => {
    await pair.show();
    await explained();
    const near = run()?.id ?? '';
    const far = near.replace(/.$/, 'z');
    const log = await pair.disk.read(`${runs}/${near}.run.jsonl`);
    const text = new TextDecoder().decode(log?.bytes).replaceAll('/folder/sums.py', '/elsewhere/sums.py');
    pair.disk.set(`${runs}/${far}.run.jsonl`, text);
    pair.disk.set('/elsewhere/sums.py', total);
    pair.editor.close(code);
    pair.editor.said.length = 0;
    await pair.wish({ type: 'showLines', run: far, step: 1, open: true });
    assert.deepEqual([pair.editor.said, pair.editor.shown], [[], []]);
    await pair.wish({ type: 'showLines', run: far, step: 1, reveal: true });
    assert.equal(pair.editor.said.length, 1);
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
