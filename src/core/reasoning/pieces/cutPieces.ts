// Code cut into pieces: by its syntax tree where there is one, else by indents and brackets. Small code into what is told
// in one step; long code into blocks that open.
import { type LineSpan, linesOf } from '../../base/lines';
import type { SyntaxTree } from '../../base/syntaxTree';
import { type Atom, atomsOf } from './atoms';
import { blocksOf } from './blocks';
import type { Piece } from './piece';
import { quoteOf } from './quote';
import { type Run, segment } from './segment';
import { textFacts } from './textFacts';
import { treeFacts } from './treeFacts';

export interface CodeToCut {
  readonly text: string;
  readonly languageId: string;
  /** The number of its first line in its file, from 1. */
  readonly firstLine: number;
  /** Lines of the file: what of the text is cut. Missing: all of it. A piece that opens is cut by its lines. */
  readonly lines?: LineSpan;
}

export interface CutLimits {
  /** The most lines of a piece; blank lines, comments and brackets that stand alone are not counted. */
  readonly lines: number;
  /** About so many pieces at once. */
  readonly pieces: number;
}

export const usualLimits: CutLimits = { lines: 8, pieces: 16 };

/** Rather a few pieces more than blocks that hold two. */
const leniency = 1.25;

/**
 * `tree`: of `text`. The pieces cover all from the first line that is not blank to the last, in order and without gaps; a
 * blank line belongs to the piece above it. The same for the same text and tree. Takes time in proportion to both.
 */
export function cutPieces(
  { text, languageId, firstLine, lines: span }: CodeToCut,
  tree?: SyntaxTree,
  limits: CutLimits = usualLimits,
): readonly Piece[] {
  const lines = linesOf(text);
  const facts = tree ? treeFacts(lines, tree) : textFacts(lines, languageId);
  const wanted = span ? { first: span.first - firstLine, last: span.last - firstLine } : undefined;
  const atoms = within(atomsOf(lines, facts), wanted);
  const runs = segment(atoms, lines, limits.lines);
  const isSmall = runs.length <= limits.pieces * leniency;
  const blocks = blocksOf(runs, atoms, isSmall ? runs.length : limits.pieces);
  return blocks.map(block => pieceOf(block, runs, atoms, lines, firstLine, wanted, limits.lines));
}

/** What begins in a span; the first one takes in what stands above it there. */
function within(atoms: readonly Atom[], span: LineSpan | undefined): readonly Atom[] {
  return span ? atoms.filter(({ code }) => span.first <= code && code <= span.last) : atoms;
}

function pieceOf(
  block: Run,
  runs: readonly Run[],
  atoms: readonly Atom[],
  lines: readonly string[],
  firstLine: number,
  span: LineSpan | undefined,
  most: number,
): Piece {
  const first = atoms[runs[block.first]?.first ?? 0];
  const last = atoms[runs[block.last]?.last ?? 0];
  if (!first || !last) throw new RangeError('a piece has an atom at least');
  const from = Math.max(first.first, span?.first ?? 0);
  const to = Math.min(last.last, span?.last ?? last.last);
  const count = (runs[block.last]?.last ?? 0) - (runs[block.first]?.first ?? 0) + 1;
  const opens = block.first < block.last && count > most;
  return {
    lines: { first: firstLine + from, last: firstLine + to },
    quote: quoteOf(lines[first.code] ?? ''),
    ...(opens ? { opens } : {}),
  };
}
