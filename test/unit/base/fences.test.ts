import assert from 'node:assert/strict';
import { fenceReader } from '../../../src/core/base/fences';
import { cutPassages } from '../../../src/core/chapter/passages';
import { codeTracker } from '../../../src/core/endpoint/answer/codeTracker';
import { type Node, parseMarkdown, plainText } from '../../../src/core/markdown';
import { stepParser } from '../../../src/core/reasoning/stepParser';

const short = { text: '.', opens: '<', code: '|', closes: '>' };

function kindsOf(text: string, deepest?: number): string {
  const reader = fenceReader(deepest);
  return text
    .split('\n')
    .map(line => {
      for (const char of line) reader.add(char);
      return short[reader.endLine()];
    })
    .join('');
}

describe('fences', () => {
  for (const [what, text, kinds] of [
    ['code between two', 'a\n```py\nb\n\n```\nc', '.<||>.'],
    ['tildes are not closed by backticks', '~~~\n```\n~~~', '<|>'],
    ['a longer one is not closed by a shorter', '````\n```\n````', '<|>'],
    ['a longer one closes', '```\n`````', '<>'],
    ['a closed span opens nothing', '```print(x)```\na', '..'],
    ['tildes may have backticks behind them', '~~~ `a`\nb', '<|'],
    ['words behind a fence close nothing', '```\n```py\n```', '<|>'],
    ['two signs are none', '``\na', '..'],
    ['blanks behind a fence', '```\na\n```  ', '<|>'],
  ] as const) {
    it(what, () => assert.equal(kindsOf(text), kinds));
  }

  it('is code, and no fence, where it stands too deep', () => {
    assert.equal(kindsOf('    ```\na'), '..');
    assert.equal(kindsOf('    ```\na', Number.POSITIVE_INFINITY), '<|');
  });

  it('says which fence is open', () => {
    const reader = fenceReader();
    reader.add('~~~~ x');
    const open = () => `${reader.open?.sign} ${reader.open?.length}`;
    assert.equal(open(), 'undefined undefined');
    reader.endLine();
    assert.equal(open(), '~ 4');
  });
});

/** `HERE` stands where it is asked whether it is code. */
const forms: readonly (readonly [what: string, text: string, isCode: boolean])[] = [
  ['between two', '```\nHERE\n```', true],
  ['after the second', '```\na\n```\nHERE', false],
  ['unclosed', '```\na\n\nHERE', true],
  ['tildes', '~~~\na\n```\nHERE', true],
  ['tildes, closed', '~~~\na\n~~~\nHERE', false],
  ['closed by a longer one', '```\na\n`````\nHERE', false],
  ['not closed by a shorter one', '````\na\n```\nHERE', true],
  ['not closed with words behind', '```\na\n``` b\nHERE', true],
  ['closed with blanks behind', '```\na\n``` \t\nHERE', false],
  ['words behind the first', '```py title="a"\nHERE', true],
  ['a backtick behind tildes', '~~~ `a`\nHERE', true],
  ['a closed span', '```a```\nHERE', false],
  ['two signs', '``\nHERE', false],
  ['three blanks before it', '   ```\nHERE', true],
  ['a deep one within', '```\na\n   ```\nHERE', false],
  ['the end of Windows lines', '```\r\na\r\n```\r\nHERE', false],
  ['in an item', '- a\n\n  ```\n  HERE\n  ```', true],
  ['after one in an item', '- a\n\n  ```\n  b\n  ```\n\nHERE', false],
  ['on the line of an item', '- ```\n  HERE\n  ```', true],
  ['after one on the line of an item', '- ```\n  a\n  ```\n\nHERE', false],
  ['on the line of a numbered item', '10. ```py\n    HERE', true],
  ['after one on the line of a numbered item', '10. ```py\n    a\n    ```\n\nHERE', false],
  ['in an item of an item', '- - ```\n    HERE', true],
  ['in a quotation', '> ```\n> HERE', true],
  ['after one in a quotation', '> ```\n> a\n> ```\n> HERE', false],
  ['after the quotation of one', '> ```\n> a\n\nHERE', false],
  ['right after the quotation of one', '> ```\n> a\nHERE', false],
  ['in an item in a quotation', '> - ```\n>   HERE', true],
  ['a quotation within', '```\n> ```\nHERE', true],
  ['a quotation in one in a quotation', '> ```\n> > ```\n> HERE', true],
  ['an item within', '```\n- ```\nHERE', true],
  ['a mark that begins no item', '-```\nHERE', false],
  ['a number that begins no item', '1.```\nHERE', false],
];

/** Whether each of those who look for fences takes it for code. */
const readers: Readonly<Record<string, (text: string) => boolean>> = {
  'the reader of lines': text => kindAt(text) === 'code',
  'the reader of lines of any depth': text => kindAt(text, Number.POSITIVE_INFINITY) === 'code',
  'what is drawn': text => isDrawnAsCode(parseMarkdown(text)),
  'thoughts, sign by sign': text => isTracked([...before(text)]),
  'thoughts, as a whole': text => isTracked([before(text)]),
  steps: text => {
    // A head opens a step at the beginning of a line only, and no wrapper is assumed once there was one.
    if (!/^HERE/m.test(text)) return kindAt(text) === 'code';
    const parser = stepParser({ first: 1, last: 9 });
    const events = [...parser.push(`L1: begins\n${text.replace('HERE', 'L2: HERE')}`), ...parser.end()];
    return !events.some(event => event.type === 'step' && event.step.lines?.first === 2);
  },
  passages: text => {
    if (!/^HERE/m.test(text)) return kindAt(text) === 'code';
    return !cutPassages(text.replace('HERE', '## HERE {#here}')).some(({ id }) => id === 'here');
  },
};

describe('who looks for fences agrees', () => {
  for (const [what, text, isCode] of forms) {
    for (const [who, isCodeTo] of Object.entries(readers)) {
      it(`${what}: ${who}`, () => assert.equal(isCodeTo(text), isCode));
    }
  }

  it('but for what stands too far left in an item, which models write', () => {
    const text = '- ```\nHERE\n```';
    const code = Object.keys(readers).filter(who => readers[who]?.(text));
    assert.deepEqual(code, [
      'the reader of lines of any depth',
      'thoughts, sign by sign',
      'thoughts, as a whole',
      'steps',
    ]);
  });
});

const before = (text: string) => text.slice(0, text.indexOf('HERE'));

function kindAt(text: string, deepest?: number) {
  const reader = fenceReader(deepest);
  const kinds = text.split(/\r?\n/).map(line => {
    reader.add(line);
    return { line, kind: reader.endLine() };
  });
  return kinds.find(({ line }) => line.includes('HERE'))?.kind;
}

function isTracked(pieces: readonly string[]): boolean {
  const tracker = codeTracker();
  for (const piece of pieces) tracker.take(piece);
  return tracker.isInFence();
}

function isDrawnAsCode(nodes: readonly Node[]): boolean {
  return nodes.some(
    node =>
      typeof node !== 'string' &&
      (node.tag === 'pre' ? plainText([node]).includes('HERE') : isDrawnAsCode(node.children)),
  );
}
