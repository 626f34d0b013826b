// Twice the input takes at most two and a half times the time, on inputs that are made to hurt.
import assert from 'node:assert/strict';
import { anchorCode } from '../../src/core/annotation/code/anchorCode';
import { CodeFile } from '../../src/core/annotation/code/codeFile';
import { annotateCode } from '../../src/core/annotation/create';
import { fenceReader } from '../../src/core/base/fences';
import { cutPassages } from '../../src/core/chapter/passages';
import { findRegions } from '../../src/core/chapter/regions';
import { prepareSearch } from '../../src/core/chapter/search';
import type { Form } from '../../src/core/endpoint/forms';
import { problemOfRefusal } from '../../src/core/endpoint/protocol/failure';
import { isBrokenOff } from '../../src/core/reasoning/brokenOff';
import { checkStep } from '../../src/core/reasoning/checks/checkStep';
import { readCode } from '../../src/core/reasoning/checks/knownCode';
import { measureSteps } from '../../src/core/reasoning/checks/stepMeasure';
import { enclosingBlock } from '../../src/core/reasoning/enclosing';
import { excerptNow, excerptOf } from '../../src/core/reasoning/excerpt';
import { pieceReader } from '../../src/core/reasoning/forms/reader';
import { lineMentions } from '../../src/core/reasoning/lineMentions';
import { cutPieces } from '../../src/core/reasoning/pieces/cutPieces';
import { newRun, type Run } from '../../src/core/reasoning/run';
import { compareCode } from '../../src/core/reasoning/staleness';
import { stepParser } from '../../src/core/reasoning/stepParser';
import { growthOf, mostGrowth } from './growth';
import { isLarge, report } from './rounds';

const size = isLarge ? 200_000 : 8_000;
/** Below this a measurement is made of noise, and no input can be felt. */
const feltMs = 6;

type Subject = (text: string) => unknown;

const whole: Subject = text => {
  const parser = stepParser({ first: 1, last: 400 });
  return [...parser.push(text), ...parser.end()];
};
const pieces: Subject = text => {
  const parser = stepParser({ first: 1, last: 400 });
  for (let at = 0; at < text.length; at += 3) parser.push(text.slice(at, at + 3));
  return parser.end();
};
const lines = Array.from({ length: 400 }, (_, at) => `value${at} = ${at}`).join('\n');
const hundred = Array.from({ length: 100 }, (_, at) => ({
  lines: { first: at * 4 + 1, last: at * 4 + 4 },
  quote: `value${at * 4} = ${at * 4}`,
}));
/** Three characters at a time. */
const answered =
  (form: Form): Subject =>
  text => {
    const asked = { form, pieces: hundred, code: { text: lines, firstLine: 1 } };
    const reader = pieceReader(asked, { first: 1, last: 400 }, []);
    for (let at = 0; at < text.length; at += 3) reader.push(text.slice(at, at + 3));
    return reader.end();
  };
const enclosing =
  (language: string): Subject =>
  text =>
    enclosingBlock(text, text.split('\n').length, language);

const checked: Subject = text => checkStep({ number: 1, lines: { first: 6, last: 9 }, text }, fewLines);
/** As many steps as lines, each with words for a few of them. */
const checkedInTurn: Subject = text => {
  const code = readCode(excerptIn(text));
  const steps = Array.from({ length: code.bounds.last }, (_, at) => ({
    number: at + 1,
    lines: { first: at + 5, last: at + 6 },
    text: 'Compares `a_1` with `b2`, and returns `c3` or `missing`; `b` is 17.',
  }));
  return [measureSteps(steps, code), steps.map(step => checkStep(step, code))];
};
const cut =
  (languageId: string): Subject =>
  text =>
    cutPieces({ text, languageId, firstLine: 1 });

const searched: Subject = text =>
  prepareSearch({
    id: 'c',
    key: 'c',
    title: { en: '' },
    languages: ['en'],
    concepts: [],
    passages: [
      { id: 'p', number: '1.1', concept: 'c', text: { en: { title: '', markdown: text } }, code: [] },
    ],
    regions: [],
    sources: [],
    problems: [],
  });

/** A subject, and a unit that is repeated, or what makes a text of a length. */
const attacks: readonly (readonly [string, Subject, (length: number) => string])[] = [
  ...[
    '*',
    '_',
    '- ',
    '-S]',
    '-到',
    'L',
    '9',
    '`',
    '~',
    ' ',
    '\t',
    '\r',
    '\n',
    '\r\n',
    '第',
    '[(',
    'L1, ',
    'L1-',
  ].flatMap(
    unit =>
      [
        [`steps, ${JSON.stringify(unit)}`, whole, repeated(unit)],
        [`steps in pieces, ${JSON.stringify(unit)}`, pieces, repeated(unit)],
      ] as const,
  ),
  ...[
    'L1-4: `value0 = 0` Sets `value1`.\n',
    'L1-4: `value0 = 0',
    'L2-9: Sets `value1` and `value7`.\n',
    'The same sentence as before. ',
    'The same sentence as before and ',
    'Sets. ',
    '`value1` ',
    '。',
    '. ',
  ].map(unit => [`aligned, ${JSON.stringify(unit)}`, answered('free'), repeated(unit)] as const),
  ...[
    '{"summary": "',
    '{"a": "b", ',
    '{"a": "b", "a": "b", ',
    '\\',
    '\\ud83d',
    '{"a": [[[[',
    '{"a": {"b": "\\"',
    '"',
    '{',
    ' ',
  ].map(unit => [`JSON, ${JSON.stringify(unit)}`, answered('schema'), repeated(unit)] as const),
  ['JSON, one endless key', answered('schema'), length => `{"${'k'.repeat(length)}`],
  ['JSON, one endless string', answered('schema'), length => `{"summary": "${'s'.repeat(length)}`],
  ['JSON, one deep value', answered('schema'), length => `{"summary": ${'['.repeat(length)}`],
  ...['漢', '𠮷', 'ภาษาไทย', 'ア', 'a漢'].map(
    unit => [`search, ${JSON.stringify(unit)}`, searched, repeated(unit)] as const,
  ),
  ['steps, fences', whole, repeated('```\n')],
  ['steps, quoted fences', whole, repeated('> - > ```\n')],
  ['steps, marks of quotations', whole, repeated('> - ')],
  ['steps, wrappers', pieces, repeated('```\nL3: x\n```\n')],
  ['steps, an endless fence', pieces, length => `\`\`\`${'x'.repeat(length)}`],
  ['steps, dashes and words', pieces, length => `${'-'.repeat(length)} Output`],
  ...[
    'java',
    'c',
    'javascript',
    'rust',
    'csharp',
    'python',
    'ruby',
    'php',
    'shellscript',
    'lua',
    'sql',
    'kotlin',
    '',
  ].flatMap(
    language =>
      [
        ...[
          '{',
          '}',
          '(',
          '"',
          "'",
          '`',
          '/',
          '/*',
          '*/',
          '<<EOT\n',
          '<<~A\n',
          '"""\n',
          "'a",
          '${`',
          '#if\n',
          '#else\n',
          '{\n',
          'a(){\n',
          'a b(\n',
          '[[',
          'r#"',
          'R"(',
          '\\',
          'L:\n',
          ';',
          '%w[',
          'qr/',
          '"\\\n',
          '#if 0\n',
          'f<',
          ', x_{',
        ].map(
          unit =>
            [`enclosing ${language}, ${JSON.stringify(unit)}`, enclosing(language), repeated(unit)] as const,
        ),
        [
          `enclosing ${language}, blanks before a sign`,
          enclosing(language),
          (length: number) => `int f() throws${' '.repeat(length)}!\n  x`,
        ],
        [
          `enclosing ${language}, deeper and deeper`,
          enclosing(language),
          (length: number) =>
            Array.from({ length: Math.sqrt(length) }, (_, deep) => `${' '.repeat(deep)}def f(x) {`).join(
              '\n',
            ),
        ],
      ] as const,
  ),
  ...['aA', 'a_1 ', 'x\n', '9', '1 * ', '"a', "'b' ", 'f(a0, b1)\n', '0x', '1_', '#'].flatMap(
    unit =>
      [
        [
          `code of a check, ${JSON.stringify(unit)}`,
          (text: string) => readCode(excerptIn(text)),
          repeated(unit),
        ],
        [`words of a check, ${JSON.stringify(unit)}`, checked, repeated(unit)],
      ] as const,
  ),
  ...[
    '`a` ',
    '`a1`',
    '`"',
    'aB ',
    'for example ',
    'e.g. x. ',
    '例如',
    '12 ',
    '1,000',
    '第3行',
    '1.1',
    'lines 3, ',
    'f(',
  ].map(unit => [`words of a check, ${JSON.stringify(unit)}`, checked, repeated(unit)] as const),
  ['steps against all of the code', checkedInTurn, repeated('if (a_1 > b2) return c3;\n')],
  ...['javascript', 'python', 'c', 'sql', 'ruby', ''].flatMap(
    language =>
      [
        ...[
          '[',
          '[\n',
          ']\n',
          '{\n',
          '}\n',
          '(a,\n',
          'x = 1\n',
          'if (a) {\n',
          '} else {\n',
          'case 1:\n',
          '@a\n',
          '// a\n',
          '# a\n',
          '"""\n',
          '\n',
          ' ',
          'x',
          '\u202e',
          'a\\\n',
        ].map(
          unit => [`pieces ${language}, ${JSON.stringify(unit)}`, cut(language), repeated(unit)] as const,
        ),
        [
          `pieces ${language}, deeper and deeper`,
          cut(language),
          (length: number) =>
            Array.from({ length: Math.sqrt(length) }, (_, deep) => `${' '.repeat(deep)}if x {`).join('\n'),
        ],
        [
          `pieces ${language}, functions`,
          cut(language),
          repeated('function f(a) {\n  if (a) {\n    b();\n  }\n  return a;\n}\n\n'),
        ],
      ] as const,
  ),
  ['regions, begun', findRegions, repeated('# region a\n')],
  [
    'regions, ended',
    findRegions,
    length => `${'# region a\n'.repeat(length / 22)}${'# endregion b\n'.repeat(length / 28)}`,
  ],
  [
    'regions, many names',
    findRegions,
    length => Array.from({ length: length / 20 }, (_, n) => `# region ${n}\n`).join(''),
  ],
  ['regions, a long marker', findRegions, length => `# region${' '.repeat(length)}x`],
  ['passages, fences', cutPassages, repeated('```\n')],
  ['passages, headings', cutPassages, length => `## {${' '.repeat(length)}`],
  [
    'fences, in pieces',
    text => {
      const reader = fenceReader();
      for (const char of text) reader.add(char);
      return reader.endLine();
    },
    repeated('`'),
  ],
  ...['context ', 'first 1 tokens ', '9', 'n_keep '].map(
    unit =>
      [
        `a refusal, ${unit}`,
        (text: string) => problemOfRefusal({ status: 400, headers: {}, body: text }, asked),
        repeated(unit),
      ] as const,
  ),
  ...['def f():\n', 'f f f ', '\uFFFD', '\n', 'a\n'].flatMap(
    unit =>
      [
        [
          `an excerpt, ${JSON.stringify(unit)}`,
          (text: string) => excerptOf(fileOf(text), wholeOf(text)),
          repeated(unit),
        ],
        [
          `an excerpt anew, ${JSON.stringify(unit)}`,
          (text: string) => excerptNow({ ...excerptIn(text), symbol: 'f' }, fileOf(text)),
          repeated(unit),
        ],
      ] as const,
  ),
  [
    'staleness, one line again and again',
    text => compareCode(excerptIn(text), `${text}x\n`.repeat(2)),
    repeated('a\n'),
  ],
  [
    'staleness, a line changed in code that says the same again and again',
    text => compareCode(excerptIn(text), `${text.slice(2)}b\n${text}`),
    repeated('a\n'),
  ],
  [
    'staleness, lines of their own, each second one changed',
    text => compareCode(excerptIn(text), text.replaceAll('0\n', '0;\n')),
    length => Array.from({ length: length / 8 }, (_none, at) => `line ${at}`).join('\n'),
  ],
  ...['line 5 ', 'line ', 'lines 3, ', '第 ', '第 3 、', 'L5-', 'line\u00a0'].map(
    unit =>
      [
        `lines that an answer names, ${JSON.stringify(unit)}`,
        (text: string) => lineMentions(text, { first: 1, last: 9 }),
        repeated(unit),
      ] as const,
  ),
  [
    'lines that an answer names, one long list',
    text => lineMentions(`lines 3${text}`, { first: 1, last: 9 }),
    repeated(', 3'),
  ],
  ...[
    'a\n',
    '{\n',
    '}\n',
    '}\n{',
    'else {\n',
    '  ',
    '\r',
    '\n',
    '"',
    "'\\",
    '//',
    '(',
    'aB',
    'aB(c)\n\t',
    '漢\n',
    '\ufeff',
  ].map(unit => [`notes on code, ${JSON.stringify(unit)}`, anchored, repeated(unit)] as const),
  [
    'notes on code, deeper and deeper',
    anchored,
    length => Array.from({ length: Math.sqrt(length) }, (_, deep) => `${' '.repeat(deep)}if x {`).join('\n'),
  ],
  [
    'notes on code, lines of their own',
    anchored,
    length => Array.from({ length: length / 16 }, (_, at) => `  call${at}(index);`).join('\n'),
  ],
  ['a sentence that breaks off', text => isBrokenOff(brokenIn(text)), repeated('") ')],
];

/** A quarter of the text, found again among twice as much, in which a line is another. */
function anchored(text: string): unknown {
  const [start, end] = [Math.floor(text.length / 4), Math.floor(text.length / 2) + 1];
  const { target } = annotateCode({ id: 'urn:uuid:1', now: 0, uri: 'file:///a', text, start, end });
  const changed = `${text.slice(0, end - 2)}b\n${text.slice(end)}`;
  return anchorCode([...target, ...target], new CodeFile(`${text.slice(3)}\nb\n${changed}`));
}

const brokenIn = (text: string): Run => ({
  ...newRun('run', 0, excerptIn('a')),
  state: 'stopped',
  steps: [{ number: 1, text: `Adds${text}` }],
});

const fewLines = readCode(excerptIn('a1 = b2 + 3;\n'.repeat(40)));
const asked = { url: 'http://127.0.0.1:1', server: 'S', model: 'm' };

function repeated(unit: string): (length: number) => string {
  return length => unit.repeat(Math.ceil(length / unit.length));
}

function excerptIn(text: string) {
  return {
    uri: 'file:///a',
    name: 'a',
    languageId: 'c',
    firstLine: 5,
    text: `${text.slice(0, text.length / 2)}b`,
  };
}

function fileOf(text: string) {
  return { uri: 'file:///a', name: 'a', languageId: 'python', text };
}

function wholeOf(text: string) {
  return { firstLine: 0, lastLine: text.split('\n').length - 1, lastCharacter: 1, isEmpty: false };
}

describe('growth', () => {
  it('is in proportion to the input', async () => {
    let worst = 0;
    for (const [what, subject, make] of attacks) {
      const at = (times: number) => {
        const text = make(size * times);
        return () => subject(text);
      };
      const ratio = await growthOf(at, { feltMs });
      worst = Math.max(worst, ratio);
      assert.ok(ratio <= mostGrowth, `${what}: twice the input takes ${ratio.toFixed(2)} times the time`);
    }
    report('growth', {
      attacks: attacks.length,
      'characters at most': size * 2,
      'worst, in hundredths': Math.round(worst * 100),
    });
  });
});
