// A closer look at a step of long code, from the panel to the model and back.
import assert from 'node:assert/strict';
import { formatLines, type LineSpan } from '../../../../src/core/base/lines';
import type { Piece } from '../../../../src/core/reasoning/pieces/piece';
import { isFinished } from '../../../../src/core/reasoning/run';
import { code, Pair } from '../../../support/pair';

/** So long that it is cut into blocks. */
const block = (at: number) =>
  [
    `    if a[${at}] > limit:`,
    ...['first', 'second', 'third'].map(name => `        ${name}_${at} = a[${at}]`),
    '    else:',
    ...['fourth', 'fifth', 'sixth'].map(name => `        ${name}_${at} = limit`),
    '',
  ].join('\n');
const long = `def total(a, limit):\n${Array.from({ length: 24 }, (_, at) => block(at)).join('\n')}\n    return limit\n`;

describe('long code', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = new Pair();
    await pair.show();
    await pair.openCode();
    pair.editor.edit(code, long);
  });
  afterEach(() => pair.dispose());

  const run = () => pair.page.shown?.run;
  const messagesOf = (body: string | undefined) => JSON.parse(body ?? '').messages;
  const isOver = () => isFinished(run() ?? assert.fail('no run'));

  it('is told a stretch at a time, each after what was said before, and as a whole at the end', async () => {
    pair.model.words = question =>
      question.startsWith('Now say')
        ? ['Adds it all up.']
        : [...question.matchAll(/^(L[\d-]+)\b.*:$/gm)].flatMap(([, lines], at, all) =>
            // The names stand in the code, and again in the form to fill in.
            at < all.length / 2 ? [] : [`${lines}: Does part ${lines}.\n`],
          );
    await pair.wish({ type: 'explainHere' });
    await pair.until(isOver, 'it is over');
    const { pieces = [], steps = [], summary } = run() ?? {};
    assert.deepEqual(
      steps.map(({ lines }) => lines),
      pieces.map(({ lines }) => lines),
    );
    assert.deepEqual(
      steps.map(({ number }) => number),
      pieces.map((_, at) => at + 1),
    );
    assert.equal(summary, 'Adds it all up.');

    const asked = pair.model.questions.map(messagesOf);
    assert.ok(asked.length > 4);
    for (const [at, messages] of asked.entries()) {
      const before = asked[at - 1];
      if (before) assert.deepEqual(messages.slice(0, before.length), before);
    }
    const code =
      asked
        .at(-1)
        ?.map(({ content }: { content: string }) => content)
        .join('\n') ?? '';
    for (const line of [1, 40, 80, 120, 200]) {
      assert.equal(code.split(new RegExp(`^ *${line}\\| `, 'm')).length, 2, `line ${line} once`);
    }
    const [first] = asked;
    assert.ok(
      first?.at(-1)?.content.length < code.length / 3,
      'the first question brings the first stretch only',
    );
  });

  it('keeps what was told of it when it is stopped on the way', async () => {
    pair.model.words = () => ['It adds.\n', 'L1: Begins.\n'];
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => pair.model.questions.length === 3, 'the third stretch is asked for');
    await pair.wish({ type: 'stopRun', run: run()?.id ?? '' });
    await pair.until(isOver, 'it is over');
    const asked = pair.model.questions.length;
    await pair.pass(1_000);
    assert.deepEqual([run()?.state, pair.model.questions.length], ['stopped', asked]);
    // Of the first stretch; in the second there is no such line.
    assert.equal(run()?.steps[0]?.text, 'Begins.');
  });
});

describe('a closer look', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = new Pair();
    await pair.show();
    await pair.openCode();
    pair.editor.edit(code, long);
  });
  afterEach(() => pair.dispose());

  const name = ({ first, last }: LineSpan) => (first === last ? `L${first}` : `L${first}-${last}`);
  /** Of the pieces, those that a question asks for. */
  const steps = (pieces: readonly Piece[], words: string) => (question: string) =>
    pieces.flatMap(({ lines }, at) =>
      new RegExp(`^${name(lines)}\\b.*:$`, 'm').test(question)
        ? [`${name(lines)}: ${words} ${at + 1}.\n`]
        : [],
    );
  const run = () => pair.page.shown?.run;
  const look = () => pair.page.shown?.looks.at(-1);

  /** An explanation with a step for each block; resolves with the number of one that opens. */
  async function explained(): Promise<number> {
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => (run()?.pieces?.length ?? 0) > 0, 'the code is cut');
    pair.model.words = steps(run()?.pieces ?? [], 'Does the part');
    await pair.wish({ type: 'explainAgain', run: run()?.id ?? '' });
    await pair.until(
      () => (run()?.steps.length ?? 0) > 2 && isFinished(run() ?? assert.fail()),
      'it is over',
    );
    return (run()?.pieces ?? []).map(({ opens }) => opens).lastIndexOf(true) + 1;
  }

  async function looked(step: number) {
    const id = run()?.id ?? '';
    const before = look()?.id;
    await pair.wish({ type: 'lookCloser', run: id, step });
    await pair.until(() => {
      const now = look();
      return now !== undefined && now.id !== before && isFinished(now);
    }, 'the look is over');
    return look() ?? assert.fail('no look');
  }

  it('tells of the pieces inside a step, in the run that it stands in', async () => {
    const step = await explained();
    const outer = run();
    const lines = outer?.steps[step - 1]?.lines ?? assert.fail('the step wears no lines');
    pair.model.words = () => ['L1: nothing here.\n', `L${lines.first}: `, 'Begins the part.\n'];
    const seen = await looked(step);
    assert.equal(run()?.id, outer?.id, 'the reader stays where they were');
    assert.deepEqual(
      [seen.follows, seen.inside && formatLines(seen.inside)],
      [outer?.id, formatLines(lines)],
    );
    const pieces = seen.pieces ?? [];
    assert.ok(pieces.length > 1 && pieces.every(piece => !piece.opens));
    assert.deepEqual([pieces[0]?.lines.first, pieces.at(-1)?.lines.last], [lines.first, lines.last]);
    assert.equal(seen.steps.find(one => one.lines)?.text, 'Begins the part.');
  });

  it('goes on with the very words of the run, so that the server need not read them again', async () => {
    const step = await explained();
    await looked(step);
    const [first, second] = pair.model.questions.slice(-2).map(body => JSON.parse(body).messages);
    assert.deepEqual(second.slice(0, first.length), first);
    assert.deepEqual(second[first.length], { role: 'assistant', content: run()?.answer });
    assert.equal(second.length, first.length + 2);
    for (const { lines } of look()?.pieces ?? [])
      assert.match(second.at(-1).content, new RegExp(`${name(lines)}\\b`));
  });

  it('stands in the run in the next window too, and in no list of runs', async () => {
    const step = await explained();
    const seen = await looked(step);
    const listed = () => pair.page.shown?.runs.map(({ id }) => id) ?? [];
    const outer = run()?.id;
    assert.ok(!listed().includes(seen.id));
    await pair.kill();
    await pair.restore();
    await pair.until(() => run()?.id === outer && pair.page.shown?.looks.length === 1, 'it is shown');
    assert.deepEqual(look()?.steps, seen.steps);
    assert.ok(listed().length > 0 && !listed().includes(seen.id));
  });

  it('is not taken at a step that has nothing inside it', async () => {
    await explained();
    const asked = pair.model.questions.length;
    const closed = (run()?.pieces?.findIndex(({ opens }) => !opens) ?? -1) + 1;
    await pair.wish({ type: 'lookCloser', run: run()?.id ?? '', step: closed });
    assert.equal(pair.model.questions.length, asked);
  });
});
