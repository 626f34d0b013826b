import assert from 'node:assert/strict';
import { compareCode, lineBefore, type SpanNow, spanIn } from '../../../src/core/reasoning/staleness';

const excerpt = {
  uri: 'file:///a.py',
  name: 'a.py',
  languageId: 'python',
  firstLine: 2,
  text: 'b = 1\nc = 2',
};

describe('staleness of a run', () => {
  const compared = (text: string) => {
    const { stands, staleLines } = compareCode(excerpt, text);
    return [stands.map(({ first, last, at }) => `${first}-${last} at ${at}`).join(), staleLines.join()];
  };

  it('is none on untouched code', () => {
    assert.deepEqual(compared('a = 0\nb = 1\nc = 2\n'), ['2-3 at 2', '']);
    assert.deepEqual(compared('a = 0\r\nb = 1\r\nc = 2\r\n'), ['2-3 at 2', '']);
  });
  it('names the line that changed', () => {
    assert.deepEqual(compared('a = 0\nb = 1\nc = 3\n'), ['2-2 at 2', '3']);
  });
  it('follows code that moved as a whole', () => {
    assert.deepEqual(compared('a\nz\nz\nb = 1\nc = 2\n'), ['2-3 at 4', '']);
  });
  it('names all lines where the code is gone', () => {
    assert.deepEqual(compared(''), ['', '2,3']);
  });
  it('follows both parts of code between which a line was written', () => {
    assert.deepEqual(compared('a = 0\nb = 1\nx = 9\nc = 2\n'), ['2-2 at 2,3-3 at 4', '']);
  });
});

describe('the lines of a step in code that has changed', () => {
  const text = [
    'def scratchpad(bits, slip, rng):',
    '    state = 0',
    '    for bit in bits:',
    '        state ^= bit',
    '        if rng.random() < slip:',
    '            state ^= 1',
    '    return state',
  ];
  const code = {
    ...excerpt,
    firstLine: 12,
    text: text.join('\n'),
    before: 'import random\n',
    after: '\nprint(scratchpad)',
  };
  const file = (lines: readonly string[]) => [
    ...'x'.repeat(9).split(''),
    'import random',
    '',
    ...lines,
    '',
    'print(scratchpad)',
  ];
  const now = (lines: readonly string[], first: number, last: number) => {
    const { stands } = compareCode(code, file(lines).join('\n'));
    return said(spanIn(stands, { first, last }));
  };
  const said = ({ lines, isChanged }: SpanNow) =>
    `${lines ? `${lines.first}-${lines.last}` : 'gone'}${isChanged ? ' changed' : ''}`;
  const withLine = [...text.slice(0, 2), '    seen = []', ...text.slice(2)];

  it('move with what was written above them, and are not old', () => {
    assert.equal(now(text, 14, 15), '14-15');
    assert.equal(now(withLine, 12, 13), '12-13');
    assert.equal(now(withLine, 14, 15), '15-16');
    assert.equal(now(withLine, 18, 18), '19-19');
  });
  it('are old where something was written between them', () => {
    assert.equal(now(withLine, 12, 14), '12-15 changed');
  });
  it('are old where one of them was changed, and those beside them are not', () => {
    const changed = text.with(4, '        if rng.random() <= slip:');
    assert.equal(now(changed, 16, 17), '16-17 changed');
    assert.equal(now(changed, 14, 15), '14-15');
    assert.equal(now(changed, 16, 16), '16-16 changed');
  });
  it('are nowhere once they were taken out', () => {
    const shorter = text.toSpliced(4, 2);
    assert.equal(now(shorter, 16, 17), 'gone changed');
    assert.equal(now(shorter, 18, 18), '16-16');
  });
  it('are found where the code went, changed and away from its place', () => {
    const moved = [...file([]), '', '', ...text.with(1, '    state = 1')];
    const { stands } = compareCode(code, moved.join('\n'));
    assert.equal(said(spanIn(stands, { first: 14, last: 15 })), '18-19');
    assert.equal(said(spanIn(stands, { first: 13, last: 13 })), '17-17 changed');
  });
  it('are told back from the lines of the file', () => {
    const { stands } = compareCode(code, file(withLine).join('\n'));
    assert.deepEqual(
      [13, 14, 15, 30].map(line => lineBefore(stands, line)),
      [13, undefined, 14, undefined],
    );
  });
  it('are found among lines that stand many times over', () => {
    const many = { ...excerpt, firstLine: 1, text: '}\n}\n}\n}' };
    const { stands } = compareCode(many, '}\n{\n}\n}\n}');
    assert.deepEqual(said(spanIn(stands, { first: 1, last: 4 })), '1-4 changed');
  });
});
