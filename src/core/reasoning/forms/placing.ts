// Which piece a step speaks of, by the names in its words: where a model names lines that are no piece's, its words tell more
// than its numbers.
import { type LineSpan, linesOf } from '../../base/lines';
import type { Piece } from '../pieces/piece';

/** Two names that stand in one piece only. Fewer do not move a step away from the lines that it names. */
const convincing = 2;
/** A step that is longer says what it is about in its beginning. */
const longestRead = 4_000;

export interface Placing {
  /** The piece with just these lines. */
  at(lines: LineSpan): Piece | undefined;
  /** The piece that a whole step is about; `undefined`: not sure. `named`: the lines that its model gave. */
  of(text: string, named: LineSpan): Piece | undefined;
}

/** `code`: the lines that were cut, the first of which has the number `firstLine`. Prepared once; a step costs what it says. */
export function placing(
  pieces: readonly Piece[],
  code: { readonly text: string; readonly firstLine: number },
): Placing {
  const byLines = new Map(pieces.map(piece => [JSON.stringify(piece.lines), piece]));
  const holders = piecesByName(pieces, linesOf(code.text), code.firstLine);
  const most = Math.max(2, pieces.length / 4);

  /** By piece: each name counts by how few pieces hold it. */
  const weigh = (text: string) => {
    const weights = new Map<Piece, number>();
    for (const name of namesIn(text.slice(0, longestRead))) {
      const held = holders.get(name) ?? [];
      if (held.length > most) continue;
      for (const piece of held) weights.set(piece, (weights.get(piece) ?? 0) + 1 / held.length);
    }
    return weights;
  };

  return {
    at: ({ first, last }) => byLines.get(JSON.stringify({ first, last })),
    of(text, named) {
      const weights = weigh(text);
      const own = pieces.filter(({ lines }) => lines.first <= named.last && named.first <= lines.last);
      const [best, second] = [...weights].sort(([, one], [, other]) => other - one);
      const [only] = own;
      if (!best) return own.length === 1 ? only : undefined;
      const [piece, weight] = best;
      const isClear = weight > (second?.[1] ?? 0);
      if (own.length === 1 && only && (weights.get(only) ?? 0) === weight) return only;
      if (isClear && own.includes(piece)) return piece;
      const ofOwn = Math.max(0, ...own.map(one => weights.get(one) ?? 0));
      if (isClear && ofOwn === 0 && weight >= convincing) return piece;
      return own.length === 1 && ofOwn > 0 ? only : undefined;
    },
  };
}

function piecesByName(
  pieces: readonly Piece[],
  lines: readonly string[],
  firstLine: number,
): ReadonlyMap<string, readonly Piece[]> {
  const holders = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const own = lines.slice(piece.lines.first - firstLine, piece.lines.last - firstLine + 1);
    for (const [name] of own.join('\n').matchAll(word)) {
      const held = holders.get(name);
      if (!held) holders.set(name, [piece]);
      else if (held.at(-1) !== piece) held.push(piece);
    }
  }
  return holders;
}

const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const shaped = /[a-z][A-Z]|[A-Za-z]_|_[A-Za-z]|[A-Za-z]\d/;

/** Words in backticks, and words that are shaped like no others but names: each once. */
function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [at, part] of text.split('`').entries()) {
    for (const [name] of part.matchAll(word)) if (at % 2 === 1 || shaped.test(name)) names.add(name);
  }
  return names;
}
