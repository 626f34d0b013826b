import assert from 'node:assert/strict';
import * as v from 'valibot';
import { anchor } from '../../../src/core/annotation/anchor';
import { Annotation } from '../../../src/core/annotation/annotation';
import {
  annotateCode,
  annotatePassage,
  annotateStep,
  selectorsFor,
  withNote,
} from '../../../src/core/annotation/create';
import { longestNote, refusalOf } from '../../../src/core/annotation/refusal';
import { newRun } from '../../../src/core/reasoning/run';

const birth = { id: 'urn:uuid:1', now: Date.UTC(2026, 0, 2, 3, 4, 5) };
const plainText = 'A base model continues text. It does not follow instructions unless it was trained to.';
const passage = { ...birth, chapter: 'chatgpt', language: 'en', passage: 'base', plainText };

describe('new annotation', () => {
  it('quotes a passage with its surroundings and position', () => {
    const start = plainText.indexOf('does not');
    const annotation = annotatePassage({ ...passage, start, end: start + 8 });
    assert.deepEqual(annotation.target, [
      {
        source: 'marginalia:/chatgpt/en/base',
        selector: [
          {
            type: 'TextQuoteSelector',
            exact: 'does not',
            prefix: 'A base model continues text. It ',
            suffix: ' follow instructions unless it w',
          },
          { type: 'TextPositionSelector', start, end: start + 8 },
        ],
      },
    ]);
    assert.equal(annotation.created, '2026-01-02T03:04:05.000Z');
    assert.equal(annotation.modified, annotation.created);
  });

  it('is a highlight without a note and a comment with one', () => {
    assert.equal(annotatePassage({ ...passage, start: 0, end: 6 }).motivation, 'highlighting');
    assert.equal(annotatePassage({ ...passage, start: 0, end: 6, note: '  ' }).motivation, 'highlighting');
    const noted = annotatePassage({ ...passage, start: 0, end: 6, note: 'why?' });
    assert.equal(noted.motivation, 'commenting');
    assert.deepEqual(noted.body, [
      { type: 'TextualBody', value: 'why?', format: 'text/markdown', purpose: 'commenting' },
    ]);
  });

  it('keeps the enclosing symbol of code', () => {
    const text = 'def greedy(p):\n    return p\n';
    const annotation = annotateCode({
      ...birth,
      uri: 'file:///a.py',
      text,
      start: 19,
      end: 27,
      symbol: 'greedy',
    });
    assert.equal(annotation.target[0]?.source, 'file:///a.py');
    assert.equal(annotation.target[0]?.['marginalia:symbol'], 'greedy');
  });

  it('fits the format that journals are read by', () => {
    const annotation = annotatePassage({ ...passage, start: 0, end: 6, note: 'why?' });
    assert.deepEqual(v.parse(Annotation, annotation), annotation);
  });

  for (const [start, end] of [
    [5, 5],
    [6, 5],
    [-1, 3],
    [0, 1000],
    [Number.NaN, 3],
  ] as const) {
    it(`refuses the range ${start} to ${end}`, () => {
      assert.throws(() => annotatePassage({ ...passage, start, end }), RangeError);
    });
  }

  it('cuts no character in half', () => {
    const faces = '😀'.repeat(20);
    for (const [before, after] of [
      ['', ''],
      ['a', ''],
      ['', 'a'],
    ] as const) {
      const text = `${faces}${before}x${after}${faces}`;
      const at = text.indexOf('x');
      const [quote] = selectorsFor(text, at, at + 1);
      assert.ok(JSON.stringify(quote).includes('😀'));
      assert.doesNotMatch(JSON.stringify(quote), /\\ud/);
    }
  });
});

describe('saved step', () => {
  const file = 'import x\n\ndef f(a):\n    b = a + 1\n    return b\n\nf(2)\n';
  const excerpt = {
    uri: 'file:///f.py',
    name: 'f.py',
    languageId: 'python',
    symbol: 'f',
    firstLine: 3,
    text: 'def f(a):\n    b = a + 1\n    return b',
  };
  const destination = { url: '', protocol: 'ollama' as const, server: '', model: 'qwen3:4b', isLocal: true };
  const run = { ...newRun('run-1', 0, excerpt), destination };
  const step = { number: 2, lines: { first: 4, last: 4 }, text: 'Adds **one**.' };

  it('tells its run, its model and the code as it was', () => {
    const saved = annotateStep({ ...birth, run, step, documentText: file });
    assert.equal(saved.motivation, 'describing');
    assert.deepEqual(saved['marginalia:step'], {
      run: 'run-1',
      number: 2,
      model: 'qwen3:4b',
      code: excerpt.text,
    });
    assert.deepEqual(saved.body, [
      { type: 'TextualBody', value: 'Adds **one**.', format: 'text/markdown', purpose: 'describing' },
    ]);
    assert.equal(saved.target[0]?.['marginalia:symbol'], 'f');
  });

  it('stands on its lines in the document', () => {
    const selectors = annotateStep({ ...birth, run, step, documentText: file }).target[0]?.selector ?? [];
    const start = file.indexOf('    b = a + 1');
    assert.deepEqual(anchor(selectors, file), { kind: 'exact', start, end: start + 13 });
  });

  it('finds its lines where the document has moved them', () => {
    const moved = `import y\nimport z\n${file}`;
    const selectors = annotateStep({ ...birth, run, step, documentText: moved }).target[0]?.selector ?? [];
    const start = moved.indexOf('    b = a + 1');
    assert.deepEqual(selectors[1], { type: 'TextPositionSelector', start, end: start + 13 });
  });

  it('has no position where its lines have changed', () => {
    const changed = file.replace('b = a + 1', 'b = a + 10 * g(a)');
    const target = annotateStep({ ...birth, run, step, documentText: changed }).target[0];
    assert.deepEqual(
      target?.selector?.map(selector => selector.type),
      ['TextQuoteSelector'],
    );
  });

  it('is about all of the code when it names no lines', () => {
    const { lines: _none, ...whole } = step;
    const quote = annotateStep({ ...birth, run, step: whole }).target[0]?.selector?.[0];
    assert.equal(quote && 'exact' in quote && quote.exact, excerpt.text);
  });
});

describe('edited note', () => {
  it('takes a note up to the limit, and says of a longer one by how much it is too long', () => {
    const place = { ...passage, start: 0, end: 6 };
    const most = 'x'.repeat(longestNote);
    assert.doesNotThrow(() => annotatePassage({ ...place, note: most }));
    const tooLong = { code: 'note-too-long', size: 20_001, limit: 20_000, unit: 'characters' };
    for (const attempt of [
      () => annotatePassage({ ...place, note: `${most}x` }),
      () =>
        annotateCode({ ...birth, uri: 'file:///a.py', text: plainText, start: 0, end: 3, note: `${most}x` }),
      () => withNote(annotatePassage(place), `${most}x`, 0),
    ]) {
      assert.throws(attempt, error => {
        assert.deepEqual(refusalOf(error), tooLong);
        return true;
      });
    }
  });

  it('turns a highlight into a comment and back', () => {
    const highlight = annotatePassage({ ...passage, start: 0, end: 6 });
    const comment = withNote(highlight, 'so', birth.now + 1000);
    assert.equal(comment.motivation, 'commenting');
    assert.equal(comment.modified, '2026-01-02T03:04:06.000Z');
    assert.deepEqual(withNote(comment, '', birth.now), highlight);
  });

  it('leaves the text of a saved step alone', () => {
    const run = newRun('r', 0, { uri: 'u', name: 'n', languageId: 'l', firstLine: 1, text: 'one line' });
    const saved = annotateStep({ ...birth, run, step: { number: 1, text: 'The step.' } });
    const noted = withNote(withNote(saved, 'first', 0), 'second', 0);
    assert.deepEqual(
      noted.body.map(body => ('value' in body ? body.value : undefined)),
      ['The step.', 'second'],
    );
    assert.equal(noted.motivation, 'describing');
  });
});
