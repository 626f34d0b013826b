// Finds the code that notes were made on in a file that may have changed. As in prose, a wrong place is worse than a lost
// one: a note beside other code lies to its reader, a lost one shows its old words and says so.
import { anchor } from '../anchor';
import type { Selector, Target } from '../annotation';
import type { CodeFile } from './codeFile';
import { type RowMap, rowMaps } from './rowMap';
import { isFaint } from './sketch';
import { gapOf, type Spot, spotsOf } from './spots';
import { type Looking, type Traits, traitsOf } from './traits';
import { type Kept, keptBy, type Wanted, wantedBy } from './wanted';

/** Offsets are in UTF-16 units of the file's text; `confidence`: 0..1, how likely it is that this is the code. */
export type CodeAnchor =
  /** Not a word is another one, blanks and line ends aside, and no other place can be meant. */
  | { readonly kind: 'exact'; readonly start: number; readonly end: number; readonly confidence: number }
  /** Words were changed, or it is only likely that it is this place. */
  | { readonly kind: 'moved'; readonly start: number; readonly end: number; readonly confidence: number }
  | { readonly kind: 'lost'; readonly quote: string };

/** A rival that is this likely, beside the best, leaves open which of them is meant. */
const rivalry = 0.75;
/** From here on a place is certain, and has no rivals. */
export const certain = 0.95;
/** Places at which changed lines are compared, too. */
const mostClose = 8;

/**
 * Weights of the traits, in their order, after a constant: a logistic regression over places whose truth is known, of blocks in
 * two Java projects over years, lines judged by hand, functions of this repository, and code made by script in five languages.
 * The bench `anchorCode` has them all, and others that were kept back.
 *
 *   confidence = 1 / (1 + e^-(constant + Σ weight · trait))
 */
const weights = {
  lines: [
    -11.37, 2.16, -0.02, -0.2, 2.99, 2.05, 0.01, 1.01, -3.9, 1.96, 2.87, 1.36, 0.13, 0.05, 0.57, 1.52, 0.96,
    0.98, 0.61,
  ],
  line: [
    -10.53, 2.98, 1.42, 0, 0, 1.96, 4.1, -1.15, -4.31, 0.78, 2.44, 3.24, 0.54, -0.28, -0.35, 0.48, 2.36, 2.07,
    0,
  ],
};

/** A less likely place is not shown: of lines, and of one alone, which has less to be told by. */
const floors = { lines: 0.2, line: 0.25 };

/** The places of notes on one file, in their order. */
export function anchorCode(targets: readonly Target[], file: CodeFile): readonly CodeAnchor[] {
  const all = targets.map(keptBy);
  const maps = rowMaps(
    all.flatMap(kept => kept?.sketch ?? []),
    file.lines.marks,
  );
  return all.map((kept, index) => {
    if (!kept) return { kind: 'lost', quote: '' };
    const map = kept.sketch && maps.get(kept.sketch);
    if (!map) return withoutSketch(targets[index]?.selector ?? [], kept, file);
    return inPlace(kept, file, map) ?? likeliest(wantedBy(kept), file, map);
  });
}

/** All of its lines, and one above and one below, stand as they stood: nothing else can be meant. */
function inPlace(kept: Kept, file: CodeFile, map: RowMap): CodeAnchor | undefined {
  const { sketch, count, squeezed, prefix } = kept;
  if (!sketch) return undefined;
  const first = map.now(sketch.at);
  if (first === undefined) return undefined;
  const isThere = (away: number) => {
    const old = sketch.at + away;
    if (old < map.from || old >= map.to) return first + away < 0 || first + away >= file.lines.count;
    return map.now(old) === first + away;
  };
  for (let away = -1; away <= count; away += 1) if (!isThere(away)) return undefined;
  const from = file.squeezed.begins[first] ?? 0;
  const to = file.squeezed.begins[first + count] ?? from;
  // It may begin in the middle of a line, so the words before it on that line tell which of several it is.
  const { text } = file.squeezed;
  let best: { at: number; agreeing: number } | undefined;
  for (
    let at = text.indexOf(squeezed, from);
    at !== -1 && at + squeezed.length <= to;
    at = text.indexOf(squeezed, at + 1)
  ) {
    const agreeing = agreeingBefore(prefix, text, at);
    if (!best || agreeing > best.agreeing) best = { at, agreeing };
  }
  return best && placed({ first, last: first + count - 1, at: best.at }, 1, kept, file);
}

function agreeingBefore(prefix: string, text: string, at: number): number {
  let count = 0;
  while (count < prefix.length && text[at - 1 - count] === prefix[prefix.length - 1 - count]) count += 1;
  return count;
}

function likeliest(wanted: Wanted, file: CodeFile, map: RowMap): CodeAnchor {
  const gap = gapOf(wanted, file, map);
  const looking = { wanted, file, map, gap };
  const seen = spotsOf(wanted, file, map, gap).map(spot => weighed(looking, spot, false));
  const likely = seen.sort(byConfidence).slice(0, mostClose);
  const close = wanted.count === 1 ? likely : likely.map(({ spot }) => weighed(looking, spot, true));
  const [best, ...others] = close.sort(byConfidence);
  const floor = wanted.count === 1 ? floors.line : floors.lines;
  if (!best || best.confidence < floor || isOpen(best, others)) return { kind: 'lost', quote: wanted.quote };
  // Brackets alone are those that the diff says, or none.
  const isFaintest = wanted.code.marks.every(isFaint);
  if (isFaintest && map.before(best.spot.first) !== wanted.sketch?.at) {
    return { kind: 'lost', quote: wanted.quote };
  }
  return placed(best.spot, best.confidence, wanted, file);
}

/** Whether another place may as well be meant. Where all of the quote stands, what only reads like it is no rival. */
function isOpen({ spot, confidence }: Weighed, others: readonly Weighed[]): boolean {
  if (confidence >= certain) return false;
  const rivals = others.filter(rival => spot.at === undefined || rival.spot.at !== undefined);
  return rivals.some(rival => rival.confidence > rivalry * confidence);
}

interface Weighed {
  readonly spot: Spot;
  readonly traits: Traits;
  readonly confidence: number;
}

function weighed(looking: Looking, spot: Spot, closely: boolean): Weighed {
  const traits = traitsOf(looking, spot, closely);
  const [constant = 0, ...rest] = looking.wanted.count === 1 ? weights.line : weights.lines;
  const sum = traits.reduce((total, trait, index) => total + trait * (rest[index] ?? 0), constant);
  return { spot, traits, confidence: 1 / (1 + Math.exp(-sum)) };
}

function byConfidence(one: Weighed, other: Weighed): number {
  return other.confidence - one.confidence || one.spot.first - other.spot.first;
}

function placed(
  { first, last, at }: Spot,
  confidence: number,
  { squeezed }: Kept,
  file: CodeFile,
): CodeAnchor {
  if (at === undefined) {
    const start = file.lines.starts[first] ?? 0;
    return { kind: 'moved', start, end: file.lines.ends[last] ?? start, confidence };
  }
  const start = file.offsetAt(at);
  const end = file.offsetAt(at + squeezed.length - 1) + 1;
  return { kind: confidence >= certain ? 'exact' : 'moved', start, end, confidence };
}

/** A note that knows only its words: without blanks and line ends, then, of several copies, where it stood. */
function withoutSketch(selectors: readonly Selector[], kept: Kept, file: CodeFile): CodeAnchor {
  const asWritten = anchor(selectors, file.lines.text);
  if (asWritten.kind === 'exact') return { ...asWritten, confidence: 1 };
  const { squeezed: exact, prefix, suffix, quote } = kept;
  const found = anchor([{ type: 'TextQuoteSelector', exact, prefix, suffix }], file.squeezed.text);
  if (found.kind === 'orphan') {
    if (asWritten.kind === 'orphan') return { kind: 'lost', quote };
    const { start, end, score } = asWritten;
    return { kind: 'moved', start, end, confidence: score };
  }
  const [start, end] = [file.offsetAt(found.start), file.offsetAt(found.end - 1) + 1];
  const confidence = found.kind === 'moved' ? found.score : 1;
  const isSame = file.squeezed.text.slice(found.start, found.end) === exact;
  return { kind: isSame && confidence >= certain ? 'exact' : 'moved', start, end, confidence };
}
