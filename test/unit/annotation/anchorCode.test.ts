import assert from 'node:assert/strict';
import type { Target } from '../../../src/core/annotation/annotation';
import { anchorCode, type CodeAnchor } from '../../../src/core/annotation/code/anchorCode';
import { CodeFile } from '../../../src/core/annotation/code/codeFile';
import { annotateCode } from '../../../src/core/annotation/create';

const cart = `import { tax } from './tax';

export class Cart {
  constructor(items) {
    this.items = items;
  }

  add(item) {
    if (item.count < 1) {
      throw new RangeError('nothing to add');
    }
    this.items.push(item);
  }

  total(country) {
    let sum = 0;
    for (const item of this.items) {
      sum += item.price * item.count;
    }
    if (country !== undefined) {
      sum += tax(sum, country);
    } else {
      sum += tax(sum, 'DE');
    }
    return sum;
  }
}
`;

function targetOf(quote: string, text = cart): Target {
  const start = text.indexOf(quote);
  assert.ok(start >= 0, quote);
  const { target } = annotateCode({
    id: 'urn:uuid:1',
    now: 0,
    uri: 'file:///a',
    text,
    start,
    end: start + quote.length,
  });
  const [only] = target;
  assert.ok(only);
  // As it is read from a journal.
  return JSON.parse(JSON.stringify(only));
}

function placed(target: Target, text: string): CodeAnchor {
  const [found] = anchorCode([target], new CodeFile(text));
  assert.ok(found);
  return found;
}

/** The code on which a note on `quote` stands in `changed`, after "exact " or "moved "; else "lost". */
function found(quote: string, changed: string, before = cart): string {
  const place = placed(targetOf(quote, before), changed);
  return place.kind === 'lost' ? 'lost' : `${place.kind} ${changed.slice(place.start, place.end)}`;
}

const loop = 'for (const item of this.items) {\n      sum += item.price * item.count;\n    }';
const taxed =
  "if (country !== undefined) {\n      sum += tax(sum, country);\n    } else {\n      sum += tax(sum, 'DE');\n    }";

describe('anchorCode', () => {
  it('finds code that was not touched', () => {
    assert.equal(found(loop, cart), `exact ${loop}`);
    assert.equal(found('item.price', cart), 'exact item.price');
  });

  it('follows it below what was written above it', () => {
    assert.equal(found(loop, `// One line.\n\n// And one more.\n${cart}`), `exact ${loop}`);
  });

  it('counts line ends and blanks for nothing, to and fro', () => {
    const windows = 'import os\r\n\r\ndef second(xs):\r\n    return xs\r\n';
    const unix = windows.replaceAll('\r\n', '\n');
    assert.equal(found('def second(xs):', unix, windows), 'exact def second(xs):');
    assert.equal(found('def second(xs):', windows, unix), 'exact def second(xs):');
    assert.equal(found(loop, cart.replaceAll('\n', '\r\n')), `exact ${loop.replaceAll('\n', '\r\n')}`);
    const tabs = cart.replace(/^(?: {2})+/gm, blanks => '\t'.repeat(blanks.length / 2));
    assert.equal(found('sum += item.price * item.count;', tabs), 'exact sum += item.price * item.count;');
  });

  it('finds it again where a formatter broke the line', () => {
    const broken = cart.replace(
      "throw new RangeError('nothing to add');",
      "throw new RangeError(\n        'nothing to add'\n      );",
    );
    assert.equal(
      found("throw new RangeError('nothing to add');", broken),
      "exact throw new RangeError(\n        'nothing to add'\n      );",
    );
  });

  it('takes what was written into a block with it', () => {
    const inner = '      if (item.isGift) continue;\n';
    const changed = cart.replace('{\n      sum += item.price', `{\n${inner}      sum += item.price`);
    assert.equal(found(loop, changed), `moved ${loop.replace('{\n', `{\n${inner}`)}`);
  });

  it('follows a first line that was changed, to the end of its block', () => {
    const changed = cart.replace('const item of this.items', 'const item of this.items.values()');
    assert.equal(found(loop, changed), `moved ${loop.replace('this.items', 'this.items.values()')}`);
  });

  it('takes all of a chain, but not what it did not take', () => {
    const more = "    } else if (country === '') {\n      sum += 1;\n";
    const changed = cart.replace('    } else {\n', `${more}    } else {\n`);
    assert.equal(found(taxed, changed), `moved ${taxed.replace('    } else {\n', `${more}    } else {\n`)}`);
  });

  it('follows code into another indent', () => {
    const deeper = cart.replace(loop, `if (this.items) {\n      ${loop.replaceAll('\n', '\n  ')}\n    }`);
    assert.equal(found(loop, deeper), `exact ${loop.replaceAll('\n', '\n  ')}`);
  });

  it('follows a method that was moved above another', () => {
    const add = cart.slice(cart.indexOf('  add('), cart.indexOf('  total('));
    const moved = cart.replace(add, '').replace('  constructor', `${add}  constructor`);
    assert.equal(found(add.trim(), moved), `exact ${add.trim()}`);
  });

  it('says lost what was taken out', () => {
    assert.equal(found(loop, cart.replace(`    ${loop}\n`, '')), 'lost');
    assert.equal(found(loop, 'Something else altogether.\n'), 'lost');
    assert.equal(found(loop, ''), 'lost');
    assert.deepEqual(placed(targetOf(loop), ''), { kind: 'lost', quote: loop });
  });

  it('does not take a lookalike that stood there already', () => {
    const twice = [
      'def check(text):',
      '    if text[3] != "_":',
      '        raise ValueError("bad locale: " + text)',
      '    if text[5] != "_":',
      '        raise ValueError("bad locale: " + text)',
      '    return text',
      '',
    ];
    const note = twice.slice(1, 3).join('\n').trim();
    const without = [...twice.slice(0, 1), ...twice.slice(3)].join('\n');
    assert.equal(found(note, without, twice.join('\n')), 'lost');
  });

  it('tells apart what stands twice, by where it stands', () => {
    const twice = 'a = 1\nlog()\nb = 2\nlog()\nc = 3\n';
    const second = twice.lastIndexOf('log()');
    const { target } = annotateCode({
      id: 'urn:uuid:1',
      now: 0,
      uri: 'file:///a',
      text: twice,
      start: second,
      end: second + 5,
    });
    const changed = `zero = 0\n${twice}`;
    const place = target[0] && placed(target[0], changed);
    assert.deepEqual(place, { kind: 'exact', start: second + 9, end: second + 14, confidence: 1 });
  });

  it('loses a bracket alone, unless the diff says which it is', () => {
    const close = {
      ...targetOf('}'),
      selector: [{ type: 'TextQuoteSelector', exact: '}', prefix: '', suffix: '' }],
    };
    assert.equal(placed(close, 'function other() {\n  return 1;\n}\n').kind, 'lost');
    assert.equal(placed(close, cart).kind, 'exact');
  });

  it('reads notes that keep nothing of their file', () => {
    const { selector } = targetOf(loop);
    const old: Target = { source: 'file:///a', ...(selector ? { selector } : {}) };
    assert.equal(placed(old, cart).kind, 'exact');
    const place = placed(old, cart.replaceAll('\n', '\r\n'));
    assert.equal(place.kind, 'exact');
  });

  it('takes damaged sketches for none', () => {
    const target = targetOf(loop);
    for (const damaged of [7, {}, { ...(target['marginalia:sketch'] as object), at: -1 }, null, 'x']) {
      assert.equal(placed({ ...target, 'marginalia:sketch': damaged }, cart).kind, 'exact');
    }
  });

  it('takes a target without a quote for lost', () => {
    assert.deepEqual(placed({ source: 'file:///a' }, cart), { kind: 'lost', quote: '' });
    assert.equal(
      placed({ source: 'file:///a', selector: [{ type: 'TextQuoteSelector', exact: ' \n' }] }, cart).kind,
      'lost',
    );
  });

  it('places many notes as it places each', () => {
    const quotes = [
      'this.items = items;',
      loop,
      taxed,
      'return sum;',
      "throw new RangeError('nothing to add');",
    ];
    const changed = `// new\n${cart.replace('return sum;', 'return Math.round(sum);')}`;
    const targets = quotes.map(quote => targetOf(quote));
    assert.deepEqual(
      anchorCode(targets, new CodeFile(changed)),
      targets.map(target => placed(target, changed)),
    );
  });
});
