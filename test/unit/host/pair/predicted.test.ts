// Predicting what ran, host and page together: asked before anything is shown, graded by what was seen, kept, a miss a card.
import assert from 'node:assert/strict';
import { isFinished } from '../../../../src/core/reasoning/run';
import { questionNow } from '../../../../src/core/trace/predict/predictions';
import { questionsOf } from '../../../../src/core/trace/predict/questions';
import { code, Pair, runs } from '../../../support/pair';
import { playedTracer } from '../../../support/playedTracer';

/** Tells of `total` that it set `s` to 6, and gave back 12. */
const tracer = () =>
  playedTracer(
    [1, 2, 3],
    [
      { e: 'line', f: 1, l: 2 },
      { e: 'values', f: 1, set: { s: { k: 'int', s: '6' } }, gone: [] },
      { e: 'line', f: 1, l: 3 },
    ],
    '12',
  );

describe('what is predicted of a run', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = new Pair({ tracer: tracer() });
    pair.disk.set(code.path, 'def total(a):\n    s = sum(a)\n    return s * 2\n');
    await pair.show();
    await pair.openCode();
    pair.editor.reader.pick = rows => rows[0];
    pair.editor.reader.type = () => 'total([1, 2, 3])';
    pair.editor.reader.press = (_message, [yes]) => yes;
  });
  afterEach(() => pair.dispose());

  async function trace(): Promise<string> {
    const asked = pair.editor.run('marginalia.traceReasoning');
    let isOver = false;
    void asked.finally(() => {
      isOver = true;
    });
    await pair.until(() => isOver, 'the command is over');
    await pair.until(() => pair.page.shown?.trace != null, 'what was seen is told');
    await pair.pass(500);
    return pair.page.shown?.run?.id ?? assert.fail('no run');
  }
  const predicted = () => pair.page.shown?.predicted;
  const answers = () => predicted()?.predictions?.answers ?? [];
  const question = () => {
    const { trace: seen, run } = pair.page.shown ?? assert.fail('nothing is shown');
    if (!seen || !run) return undefined;
    const { text, firstLine } = run.excerpt;
    return questionNow(questionsOf(seen, { text, firstLine }), predicted()?.predictions ?? null, seen.at);
  };
  const files = () => pair.disk.paths(runs).filter(path => path.endsWith('.predictions.jsonl'));
  const notes = async () => [...(await pair.api.annotations()).annotations()];

  it('is asked of one that ran just now, graded by what was seen, and kept with it', async () => {
    const run = await trace();
    assert.deepEqual(
      [predicted()?.predictions?.isAsking, question()?.kind, question()?.name],
      [true, 'value', 's'],
    );
    assert.equal(await pair.wish({ type: 'predict', run, question: 'value 0 s', said: '6.0' }), undefined);
    assert.deepEqual(
      answers().map(({ graded, seen, said }) => [graded, seen, said]),
      [['hit', '6', '6.0']],
    );
    assert.equal(await pair.wish({ type: 'predict', run, question: 'result 1', said: undefined }), undefined);
    assert.deepEqual(
      answers().map(({ graded }) => graded),
      ['hit', 'shown'],
    );
    assert.equal(question(), undefined);
    assert.deepEqual([files().length, (await notes()).length], [1, 0]);
  });

  it('comes back in the next window as far as it had come', async () => {
    const run = await trace();
    await pair.wish({ type: 'predict', run, question: 'value 0 s', said: '6' });
    await pair.kill();
    await pair.restore();
    await pair.until(() => answers().length === 1, 'the answer is told again');
    assert.equal(question()?.kind, 'result');
    await pair.hide();
    await pair.reveal();
    await pair.until(() => question()?.kind === 'result', 'the question stands again');
  });

  it('makes a card of a miss, with the code and the input in front and what was seen behind, until that is undone', async () => {
    const run = await trace();
    await pair.wish({ type: 'predict', run, question: 'value 0 s', said: '7' });
    assert.deepEqual([answers()[0]?.graded, predicted()?.cards], ['miss', ['value 0 s']]);
    const [card] = await notes();
    const {
      call,
      line,
      seen,
      before,
      code: text,
    } = card?.['marginalia:prediction'] ?? assert.fail('no card');
    assert.deepEqual(
      [call, line, seen, before],
      ['total([1, 2, 3])', 2, '6', [{ name: 'a', text: '[1, 2, 3]' }]],
    );
    assert.match(text, /s = sum\(a\)/);
    assert.deepEqual(card?.body, [
      { type: 'TextualBody', value: '6', format: 'text/plain', purpose: 'describing' },
    ]);
    await pair.editor.run('marginalia.reviewAnnotations');
    await pair.until(() => pair.page.shown?.review?.due.length === 1, 'it is due');
    await pair.editor.run('marginalia.openConceptPanel');
    assert.equal(await pair.wish({ type: 'keepMiss', run, question: 'value 0 s', keep: false }), undefined);
    assert.deepEqual(await notes(), []);
    await pair.wish({ type: 'keepMiss', run, question: 'value 0 s', keep: true });
    await pair.wish({ type: 'keepMiss', run, question: 'value 0 s', keep: true });
    assert.equal((await notes()).length, 1);
  });

  it('refuses what is no value, what is not asked now, and what was answered before; and grades none of it', async () => {
    const run = await trace();
    const predict = (question: string, said: string) => pair.wish({ type: 'predict', run, question, said });
    assert.deepEqual(await predict('value 0 s', '1 + 2'), { code: 'guess-unread' });
    assert.deepEqual(await predict('result 1', '12'), { code: 'question-gone' });
    await predict('value 0 s', '6');
    assert.deepEqual(await predict('value 0 s', '7'), { code: 'question-gone' });
    assert.deepEqual(await pair.wish({ type: 'predict', run: 'nowhere', question: 'value 0 s' }), {
      code: 'run-gone',
    });
    assert.deepEqual(
      answers().map(({ graded }) => graded),
      ['hit'],
    );
  });

  it('ends in one run, begins there anew when asked to, and is asked of none where the setting says so', async () => {
    const run = await trace();
    await pair.wish({ type: 'endPredicting', run });
    assert.deepEqual([predicted()?.predictions?.isAsking, question()], [false, undefined]);
    await pair.wish({ type: 'beginPredicting', run });
    assert.equal(question()?.name, 's');
    pair.editor.set('marginalia.trace.predictFirst', false);
    await trace();
    assert.equal(question(), undefined);
    assert.deepEqual(await pair.wish({ type: 'beginPredicting', run: 'nowhere' }), { code: 'run-gone' });
  });

  it('goes along when the code is explained', async () => {
    const before = await trace();
    await pair.wish({ type: 'predict', run: before, question: 'value 0 s', said: '6' });
    await pair.wish({ type: 'explainAgain', run: before });
    await pair.until(
      () => pair.page.shown?.run?.id !== before && isFinished(pair.page.shown?.run ?? assert.fail('no run')),
      'it is explained',
    );
    await pair.until(() => answers().length === 1 && pair.page.shown?.trace != null, 'the answer is there');
    assert.equal(question()?.kind, 'result');
  });

  it('says so where the disk takes nothing, and grades nothing', async () => {
    const run = await trace();
    pair.disk.trouble = (path, act) =>
      act === 'write' && path.endsWith('.predictions.jsonl') ? 'full' : undefined;
    assert.equal(
      (await pair.wish({ type: 'predict', run, question: 'value 0 s', said: '6' }))?.code,
      'not-written',
    );
    assert.deepEqual(answers(), []);
    pair.disk.trouble = () => undefined;
    assert.equal(await pair.wish({ type: 'predict', run, question: 'value 0 s', said: '6' }), undefined);
  });
});
