import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Target } from '../../src/core/annotation/annotation';
import { anchorCode, type CodeAnchor } from '../../src/core/annotation/code/anchorCode';
import { CodeFile } from '../../src/core/annotation/code/codeFile';
import { squeeze } from '../../src/core/annotation/code/codeLines';
import { annotateCode } from '../../src/core/annotation/create';

/** Any text at all, with something in a range of it. */
const anyRange = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'ab{}() \t\n\r;"\'/*#é漢\ufeff'), minLength: 1, maxLength: 200 }),
    fc.nat(),
    fc.nat(),
  )
  .map(([text, one, other]) => {
    const [start, end] = [one % text.length, other % text.length].sort((a, b) => a - b);
    return { text, start: start ?? 0, end: (end ?? 0) + 1 };
  })
  .filter(({ text, start, end }) => squeeze(text.slice(start, end)) !== '');

const words =
  'account batch cache entry filter group index limit match order price queue record size total user'.split(
    ' ',
  );

/** Statements, one a line, that do not repeat themselves; each fifth opens a block of the four below it. */
const code = fc
  .tuple(fc.integer(), fc.integer({ min: 12, max: 60 }), fc.constantFrom('\n', '\r\n'))
  .map(([seed, count, lineEnd]) => {
    let state = seed;
    const word = () => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
      return words[(state >>> 8) % words.length] ?? '';
    };
    const lines = Array.from(
      { length: count },
      (_, at) => `  ${word()}${at} = ${word()}(${word()}, ${word()});`,
    );
    const blocks = lines.map((line, at) =>
      at % 5 === 0 ? `if (${word()}${at} > ${word()}) {` : at % 5 === 4 ? '}' : line,
    );
    return { lines: blocks, lineEnd };
  });

/** Some of its lines, one after the other. */
const noted = fc
  .tuple(code, fc.nat(), fc.integer({ min: 1, max: 8 }))
  .map(([{ lines, lineEnd }, at, count]) => {
    const first = at % (lines.length - 1);
    const chosen = lines.slice(first, first + count);
    // Brackets alone say nothing.
    return { lines, lineEnd, first, count: chosen.length, isTelling: chosen.some(line => line !== '}') };
  });

interface Noted {
  readonly lines: readonly string[];
  readonly lineEnd: string;
  readonly first: number;
  readonly count: number;
}

function targetOf(text: string, start: number, end: number): Target {
  const { target } = annotateCode({ id: 'urn:uuid:1', now: 0, uri: 'file:///a', text, start, end });
  return JSON.parse(JSON.stringify(target[0]));
}

function targetOn({ lines, lineEnd, first, count }: Noted): Target {
  const before = lines
    .slice(0, first)
    .map(line => line + lineEnd)
    .join('');
  const quote = lines.slice(first, first + count).join(lineEnd);
  const start = before.length + quote.length - quote.trimStart().length;
  return targetOf(lines.join(lineEnd), start, before.length + quote.length);
}

function placed(target: Target, text: string): CodeAnchor {
  const [found] = anchorCode([target], new CodeFile(text));
  assert.ok(found);
  return found;
}

/** What it stands on, blanks aside; nothing where it is lost. */
function wordsAt(place: CodeAnchor, text: string): string | undefined {
  return place.kind === 'lost' ? undefined : squeeze(text.slice(place.start, place.end));
}

describe('law: anchorCode', () => {
  it('text that was not touched anchors exactly, to the character', () => {
    fc.assert(
      fc.property(anyRange, ({ text, start, end }) => {
        const place = placed(targetOf(text, start, end), text);
        const words = text.slice(start, end);
        const blanksBefore = words.length - words.replace(/^[\s\ufeff]+/, '').length;
        const blanksAfter = words.length - words.replace(/[\s\ufeff]+$/, '').length;
        assert.deepEqual(place, {
          kind: 'exact',
          start: start + blanksBefore,
          end: end - blanksAfter,
          confidence: 1,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('blanks and line ends are nothing to it, to and fro', () => {
    fc.assert(
      fc.property(noted, fc.constantFrom('\n', '\r\n', '\r', '\n\n', ' \n\t'), (note, lineEnd) => {
        const [before, after] = [note.lines.join(note.lineEnd), note.lines.join(lineEnd)];
        const there = placed(targetOn(note), after);
        assert.ok(there.kind === 'exact', there.kind);
        const back = placed(targetOf(after, there.start, there.end), before);
        assert.deepEqual(back, placed(targetOn(note), before));
      }),
      { numRuns: 300 },
    );
  });

  it('an edit elsewhere leaves it on its words', () => {
    fc.assert(
      fc.property(
        noted,
        fc.nat(),
        fc.nat({ max: 2 }),
        fc.constantFrom([], ['// more'], ['one();', 'two();']),
        (note, at, removed, inserted) => {
          fc.pre(note.isTelling);
          const { lines, lineEnd, first, count } = note;
          const place = at % (lines.length + 1);
          fc.pre(place + removed <= first || place >= first + count);
          const changed = [...lines.slice(0, place), ...inserted, ...lines.slice(place + removed)].join(
            lineEnd,
          );
          const found = placed(targetOn(note), changed);
          assert.equal(wordsAt(found, changed), squeeze(lines.slice(first, first + count).join('')));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('what is undone is where it was', () => {
    fc.assert(
      fc.property(noted, fc.nat(), fc.string({ maxLength: 20 }), (note, at, typed) => {
        const text = note.lines.join(note.lineEnd);
        const cut = at % text.length;
        const target = targetOn(note);
        const before = placed(target, text);
        placed(target, text.slice(0, cut) + typed + text.slice(cut + 5));
        assert.deepEqual(placed(target, text), before);
        assert.equal(before.kind, 'exact');
      }),
      { numRuns: 300 },
    );
  });

  it('other code never passes for it', () => {
    fc.assert(
      fc.property(noted, code, (note, { lines }) => {
        fc.pre(note.isTelling && lines[0] !== note.lines[0]);
        const [own, other] = [
          new Set(note.lines.slice(note.first, note.first + note.count)),
          lines.join('\n'),
        ];
        fc.pre(!lines.some(line => line !== '}' && own.has(line)));
        const found = placed(targetOn(note), other);
        assert.ok(found.kind === 'lost' || found.confidence < 0.95, `${JSON.stringify(found)}`);
      }),
      { numRuns: 300 },
    );
  });

  it('is told of each note what is told of it alone', () => {
    fc.assert(
      fc.property(
        code,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 6 })), { minLength: 2, maxLength: 6 }),
        ({ lines, lineEnd }, places) => {
          const targets = places.map(([at, count]) => {
            const first = at % lines.length;
            return targetOn({ lines, lineEnd, first, count: Math.min(count, lines.length - first) });
          });
          const changed = lines.filter((_, at) => at % 7 !== 3).join(lineEnd);
          const together = anchorCode(targets, new CodeFile(changed));
          const alone = targets.map(target => placed(target, changed));
          assert.deepEqual(together, alone);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('any sketch and any quote are answered with a range of the text', () => {
    const line = fc.string({ maxLength: 30 });
    const sketch = fc.record({
      file: fc.string({ maxLength: 10 }),
      from: fc.nat({ max: 30 }),
      at: fc.nat({ max: 40 }),
      marks: fc.string({ maxLength: 90 }),
      above: fc.array(line, { maxLength: 4 }),
      below: fc.array(line, { maxLength: 4 }),
      heads: fc.array(line, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 60 }),
        sketch,
        fc.string({ maxLength: 200 }),
        (exact, kept, text) => {
          const selector = [{ type: 'TextQuoteSelector', exact }];
          const found = placed({ source: 'file:///a', selector, 'marginalia:sketch': kept }, text);
          if (found.kind !== 'lost')
            assert.ok(0 <= found.start && found.start < found.end && found.end <= text.length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
