// Markdown made to hurt: patterns that are repeated, opened and closed, nested. Twice the text, at most two and a half
// times the work, and nothing is lost.
import assert from 'node:assert/strict';
import { GrowingMarkdown, type Node, parseMarkdown } from '../../src/core/markdown';
import { reach } from '../../src/core/prose/emphasis';
import { report, rounds } from './rounds';

const longest = 50_000;
const alphabet = [...'*_~[]()<>!`#-+|&@:.漢a \n'];
const cells = Math.floor(longest / 6);

/** By name: what is repeated, or how a text of `length` characters is made. */
const known: Record<string, string | ((length: number) => string)> = {
  'a table of a sixth of columns and rows': length => wideTable(Math.floor(length / 6)),
  'emphasis in Chinese': '漢_**',
  'closing brackets': ']*~',
  'quoted brackets': '> __]_[',
  'mail in Chinese': '_漢@',
  'nested emphasis': length => '*a '.repeat(length / 6) + 'b* '.repeat(length / 6),
  'lazy lines of a list': length => `- a\n${'b\n'.repeat(length / 2 - 2)}`,
  'items with lazy lines': '- a\nb\n',
  'items in items': '- - - - - - - a\n',
  'quotations in quotations': `${'>'.repeat(20)}a\n`,
  'code without end': length =>
    Array.from({ length: 300 }, (_, n) => '`'.repeat(n % 300))
      .join('a')
      .slice(0, length),
  'links without end': '[a](b ',
  'links in links': '[a](https://b.c)[',
  'addresses that are none': 'http://[',
  'tags without end': '<a b="',
  'empty rules of tables': '|\n',
  'dashes and lines': '\n--',
  'definitions and their use': '[a]: https://b.c\n\n[a]',
};

describe('Markdown made to hurt', function () {
  this.timeout(600_000);

  it('costs in proportion to its length', () => {
    const tried: string[] = Object.keys(known);
    for (const [name, made] of Object.entries(known)) grow(name, length => of(made, length));
    const next = seeded(20261126);
    for (let round = 0; round < rounds(25); round++) {
      const pattern = Array.from({ length: 1 + (next() % 8) }, () => alphabet[next() % alphabet.length]).join(
        '',
      );
      tried.push(pattern);
      grow(JSON.stringify(pattern), length => of(pattern, length));
    }
    for (let round = 0; round < rounds(10); round++) {
      const [first, second] = [pick(next), pick(next)];
      tried.push(first);
      grow(JSON.stringify([first, second]), length => of(first, length / 2) + of(second, length / 2));
    }
    const [worst] = slowest;
    report('Markdown', { patterns: tried.length, 'ms for the slowest': Math.ceil(worst?.ms ?? 0) });
    console.log(
      `        slowest of 50,000 characters: ${worst?.name} in ${worst?.ms.toFixed(1)} ms (50 ms wanted)`,
    );
  });

  it('makes no more elements than there are characters, whatever the shape', () => {
    for (const [name, made] of Object.entries(known)) {
      const text = of(made, longest);
      assert.ok(elements(parseMarkdown(text)) <= text.length, name);
    }
  });

  it('reads on as it grows, not again', () => {
    for (const [name, made] of Object.entries(known)) {
      const effort = (length: number) => {
        const growing = new GrowingMarkdown();
        const text = of(made, length);
        for (let at = 0; at < text.length; at += 500) {
          growing.add(text.slice(at, at + 500));
          growing.nodes();
        }
        return growing.effort.characters;
      };
      const [half, whole] = [effort(longest / 2), effort(longest)];
      assert.ok(whole <= 2.5 * half + 4 * reach, `${name}: ${half} characters read, then ${whole}`);
    }
  });
});

const slowest: { name: string; ms: number }[] = [];

/** Twice the length, at most 2.5 times the time; what takes under 20 ms is not worth a quarrel with the clock. */
function grow(name: string, text: (length: number) => string): void {
  const [half, whole] = [text(longest / 2), text(longest)];
  let ratio = Number.POSITIVE_INFINITY;
  let ms = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 9 && (ms > 20 || ratio > 2.5) && (attempt < 3 || ratio > 2.5); attempt++) {
    const before = timed(half);
    ms = Math.min(ms, timed(whole));
    ratio = ms < 20 ? 1 : Math.min(ratio, ms / before);
  }
  assert.ok(
    ratio <= 2.5,
    `${name}: ${ratio.toFixed(1)} times the time for twice the text (${ms.toFixed(0)} ms)`,
  );
  slowest.push({ name, ms });
  slowest.sort((a, b) => b.ms - a.ms);
}

/** Milliseconds of the processor's time: a machine that has other work does not change them. */
function timed(text: string): number {
  const before = process.cpuUsage();
  parseMarkdown(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function of(made: string | ((length: number) => string), length: number): string {
  if (typeof made !== 'string') return made(length).slice(0, length);
  return made.repeat(Math.ceil(length / made.length)).slice(0, length);
}

function wideTable(columns: number): string {
  return `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|\n'.repeat(Math.min(columns, cells))}`;
}

function pick(next: () => number): string {
  const parts = [
    '*a ',
    'b* ',
    '[',
    '](a)',
    '`',
    '``',
    '<a ',
    '> ',
    '- ',
    '|',
    '_漢',
    '**',
    ')',
    '~~',
    '\n\n',
    '![',
    '@',
  ];
  return parts[next() % parts.length] ?? '';
}

function elements(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + (typeof node === 'string' ? 0 : 1 + elements(node.children)), 0);
}

/** Numbers that look like chance and are the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >> 8;
  };
}
