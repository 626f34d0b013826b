// How often a model's words were so, host and page together: told when code ran beside them, and summed over what is kept.
import assert from 'node:assert/strict';
import { isFinished } from '../../../../src/core/reasoning/run';
import { code, Pair, runs } from '../../../support/pair';
import { playedTracer } from '../../../support/playedTracer';

/** Tells of `total` that it gave back 6. */
const tracer = () => playedTracer([1, 2], [{ e: 'line', f: 1, l: 2 }], '6');

describe('the score of a model, on the reader’s own runs', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = new Pair({ tracer: tracer() });
    pair.disk.set(code.path, 'def total(a):\n    return sum(a)\n');
    await pair.show();
    await pair.openCode();
    pair.editor.reader.pick = rows => rows[0];
    pair.editor.reader.type = () => 'total([1, 2, 3])';
    pair.editor.reader.press = (_message, [yes]) => yes;
  });
  afterEach(() => pair.dispose());

  const explained = async (...words: readonly string[]): Promise<string> => {
    pair.model.words = () => words;
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => isFinished(pair.page.shown?.run ?? assert.fail('no run')), 'the run is over');
    return pair.page.shown?.run?.id ?? '';
  };
  const trace = async () => {
    let isOver = false;
    void pair.editor.run('marginalia.traceReasoning').finally(() => {
      isOver = true;
    });
    await pair.until(() => isOver, 'it has run');
    await pair.pass(500);
  };
  const score = () => {
    const { score: now } = pair.page.shown ?? {};
    return now && `${now.right}/${now.n} in ${now.runs}: ${now.kinds.map(({ kind }) => kind).join()}`;
  };
  const files = () => pair.disk.paths(runs).filter(path => path.endsWith('.checks.json'));

  it('is told once code has run beside what was said, and kept; and not where nothing could be told', async () => {
    await explained('L1: takes a.\n', 'L2: Returns 6.\n');
    await pair.pass(500);
    assert.equal(score(), undefined);
    await trace();
    await pair.until(() => score() !== undefined, 'it is told');
    assert.equal(score(), '1/1 in 1: call');
    assert.equal(files().length, 1);
    await pair.kill();
    await pair.restore();
    await pair.until(() => score() !== undefined, 'it is told again');
    assert.equal(score(), '1/1 in 1: call');
  });

  it('counts every run that is kept, anew where one is run again, and none that is deleted', async () => {
    const first = await explained('L1: takes a.\n', 'L2: Returns 6.\n');
    await trace();
    await pair.until(() => score() === '1/1 in 1: call', 'the first is told');
    const second = await explained('L1: takes a.\n', 'L2: Returns 9.\n');
    assert.notEqual(second, first);
    await trace();
    await pair.until(() => score() === '1/2 in 2: call', 'the second is counted, too');
    await trace();
    await pair.until(() => files().length === 2, 'it is told anew');
    assert.equal(score(), '1/2 in 2: call');
    await pair.wish({ type: 'deleteRun', run: first });
    await trace();
    await pair.until(() => score() === '0/1 in 1: call', 'the deleted one is not counted');
  });

  it('counts nothing of a model that was shown what was seen, whose steps say that they are from a run', async () => {
    const first = await explained('L1: takes a.\n', 'L2: Returns 6.\n');
    assert.deepEqual(await pair.wish({ type: 'explainRan', run: first }), { code: 'nothing-seen' });
    await trace();
    await pair.until(() => score() === '1/1 in 1: call', 'the first is told');
    const asked = pair.model.questions.length;
    assert.equal(await pair.wish({ type: 'explainRan', run: first }), undefined);
    await pair.until(() => {
      const run = pair.page.shown?.run;
      return run !== undefined && run.id !== first && isFinished(run) && pair.page.shown?.trace != null;
    }, 'it is explained beside what was seen');
    const question = JSON.parse(pair.model.questions[asked] ?? '{}').messages.at(-1).content;
    assert.match(
      question,
      /This was seen when `total\(\[1, 2, 3\]\)` ran:\nLine 1: called 1×; a was \[1, 2, 3\]\nLine 2: ran 1×; gave back 6/,
    );
    assert.match(question, /Explain what happened in `total` in that run/);
    assert.equal(pair.page.shown?.run?.variation?.saw?.call, 'total([1, 2, 3])');
    await pair.pass(500);
    assert.equal(score(), '1/1 in 1: call');
    // Asked again it is shown the same; of other code that would be untrue.
    const again = pair.page.shown?.run?.id ?? '';
    await pair.wish({ type: 'explainAgain', run: again });
    await pair.until(() => pair.page.shown?.run?.id !== again, 'it is asked again');
    assert.ok(pair.page.shown?.run?.variation?.saw);
  });

  it('counts what a model has stated of a call before it was shown any of it', async () => {
    const first = await explained('L1: takes a.\n', 'L2: adds.\n');
    assert.deepEqual(await pair.wish({ type: 'expectRan', run: first }), { code: 'nothing-seen' });
    await trace();
    const asked = pair.model.questions.length;
    pair.model.words = () => ['L1-2: `a` = `[1, 2, 3]`; ', 'returns `7`\n', 'L1-2: returns `7`'];
    assert.equal(await pair.wish({ type: 'expectRan', run: first }), undefined);
    await pair.until(() => {
      const run = pair.page.shown?.run;
      return run !== undefined && run.id !== first && isFinished(run) && pair.page.shown?.trace != null;
    }, 'it is traced beside what was seen');
    const question = JSON.parse(pair.model.questions[asked] ?? '{}').messages.at(-1).content;
    assert.match(question, /Now `total\(\[1, 2, 3\]\)` is run\. Do not explain\. Trace it/);
    // None of what was seen is in it.
    assert.doesNotMatch(question, /\b6\b|This was seen/);
    assert.equal(pair.page.shown?.run?.variation?.expects?.call, 'total([1, 2, 3])');
    assert.equal(pair.page.shown?.run?.steps.length, 2);
    await pair.until(() => score() !== undefined, 'it is told');
    // The second time that it names the part the run did not come there: neither right nor wrong.
    assert.equal(score(), '1/2 in 1: assignment,call');
  });
});
