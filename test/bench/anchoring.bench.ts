// Finding an annotation's quote again, in texts that grow, beside `indexOf` of the quote: the least that finds
// anything, which neither tells copies apart nor forgives an edit.
import { anchor, contextLength } from '../../src/core/annotation/anchor';
import type { Selector } from '../../src/core/annotation/annotation';
import { microsecondsEach } from './measure';
import { growth, type Row } from './row';

const sizes = [1, 10, 100];
const quoteLength = 80;

interface Case {
  readonly name: string;
  readonly kind: 'exact' | 'moved' | 'orphan';
  /** The text as it is when the quote is looked for. */
  readonly later: (text: string, quote: string) => string;
}

const cases: readonly Case[] = [
  { name: 'untouched', kind: 'exact', later: text => text },
  {
    name: 'text put in before',
    kind: 'moved',
    later: text => `A sentence that was not there before. ${text}`,
  },
  {
    name: 'two words of the quote changed',
    kind: 'moved',
    later: (text, quote) => text.replace(quote, edited(quote)),
  },
  { name: 'quote taken out', kind: 'orphan', later: (text, quote) => text.replace(around(text, quote), '') },
];

export async function bench(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const one of cases) {
    const grown: Row[] = [];
    for (const kilobytes of sizes) grown.push(await anchoring(one, kilobytes));
    rows.push(...grown, growth(`growth: anchor, ${one.name}, ×100 text`, grown));
  }
  return rows;
}

async function anchoring({ name, kind, later }: Case, kilobytes: number): Promise<Row> {
  const before = prose(kilobytes * 1024);
  const start = Math.floor(before.length * 0.6);
  const end = start + quoteLength;
  const exact = before.slice(start, end);
  const selectors: readonly Selector[] = [
    {
      type: 'TextQuoteSelector',
      exact,
      prefix: before.slice(start - contextLength, start),
      suffix: before.slice(end, end + contextLength),
    },
    { type: 'TextPositionSelector', start, end },
  ];
  const text = later(before, exact);
  const found = anchor(selectors, text);
  if (found.kind !== kind) throw new Error(`${name}, ${kilobytes} KB: ${found.kind} in place of ${kind}`);
  const medians = await microsecondsEach({
    ours: () => anchor(selectors, text),
    peer: () => text.indexOf(exact),
  });
  return {
    name: `anchor, ${name}, ${kilobytes} KB`,
    ...medians,
    unit: 'µs',
    peerName: `indexOf the quote (finds it: ${text.includes(exact) ? 'yes' : 'no'})`,
  };
}

function edited(quote: string): string {
  const words = quote.split(' ');
  const last = words.length - 3;
  return words.map((word, index) => (index === 2 ? 'other' : index === last ? 'another' : word)).join(' ');
}

/** The quote with all that was kept of its surroundings. */
function around(text: string, quote: string): string {
  const start = text.indexOf(quote);
  return text.slice(start - contextLength, start + quote.length + contextLength);
}

const syllables = 'ta ro mi len cor dus an vel op tri se ga lu nor est ip'.split(' ');

/** Words of made-up language that do not repeat themselves; the same for the same length. */
function prose(length: number): string {
  let seed = 12_345;
  // The upper bits: the lower ones of such a generator repeat themselves soon.
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  let text = '';
  while (text.length < length) {
    const word = Array.from({ length: 1 + random(4) }, () => syllables[random(syllables.length)]).join('');
    text += `${word}${random(11) === 0 ? '. ' : ' '}`;
  }
  return text;
}
