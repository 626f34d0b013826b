// Finds a piece of text that has changed a little. Seeds (short exact pieces) say where to look, at the speed of
// `indexOf`; an edit distance says how much has changed, on a few small windows only. So the cost grows with the
// text as a plain search does, and with the piece not at all beyond a bound.

export interface Match {
  readonly start: number;
  readonly end: number;
  /** 1: equal; 0.75: every fourth character was touched. */
  readonly similarity: number;
}

/** Characters that must be equal for a place to be looked at. Shorter ones hit everywhere, longer ones break. */
const seedLength = 8;
/** Spread over the piece. More find more places in a heavily edited text; each costs one search of the text. */
const seedCount = 24;
/** A seed that stands in more places says nothing about any of them. */
const tellingHits = 40;
/** Places that are worth an edit distance: those with the most seeds. */
const placeCount = 4;
/** Of a piece that is longer than this, a single seed stands in many a text by chance. */
const longPattern = 12 * seedLength;
/** Of longer quotes both ends are compared, in pieces of this length. */
const pieceLength = 256;

/** Where `quote`, which stood between `prefix` and `suffix`, may stand now: matches of at least `floor`. */
export function approximate(
  { exact, prefix, suffix }: { readonly exact: string; readonly prefix: string; readonly suffix: string },
  text: string,
  floor: number,
): readonly Match[] {
  if (exact.length <= 2 * pieceLength) {
    return closePlaces(prefix + exact + suffix, prefix.length, exact, text, floor);
  }
  const head = exact.slice(0, pieceLength);
  const tail = exact.slice(-pieceLength);
  const heads = closePlaces(prefix + head, prefix.length, head, text, floor);
  const tails = closePlaces(tail + suffix, 0, tail, text, floor);
  return heads.flatMap(first =>
    tails
      .map(last => ({
        start: first.start,
        end: last.end,
        similarity: Math.min(
          first.similarity,
          last.similarity,
          likeness(last.end - first.start, exact.length),
        ),
      }))
      .filter(match => match.similarity >= floor),
  );
}

/** `pattern` is the piece with its surroundings, `offset` where the piece begins in it. */
function closePlaces(
  pattern: string,
  offset: number,
  piece: string,
  text: string,
  floor: number,
): readonly Match[] {
  const slack = Math.ceil(piece.length * (1 - floor)) + seedLength;
  const matches: Match[] = [];
  for (const { first, last } of likelyStarts(pattern, offset, text, slack)) {
    const from = Math.max(0, first - slack);
    const window = text.slice(from, last + piece.length + slack);
    const { start, end, errors } = closest(piece, window, Math.floor(piece.length * (1 - floor)));
    const similarity = 1 - errors / piece.length;
    const isNew = !matches.some(match => match.start < from + end && from + start < match.end);
    if (similarity >= floor && isNew) matches.push({ start: from + start, end: from + end, similarity });
  }
  return matches;
}

/** Spans in which the piece may begin: those on which most seeds agree. */
function likelyStarts(pattern: string, offset: number, text: string, slack: number) {
  const enough = pattern.length > longPattern ? 2 : 1;
  const starts = seedsOf(pattern)
    .flatMap(seed => hitsOf(pattern.slice(seed, seed + seedLength), text).map(hit => hit - seed + offset))
    .sort((a, b) => a - b);
  const groups: { first: number; last: number; seeds: number }[] = [];
  for (const start of starts) {
    const group = groups.at(-1);
    if (group && start - group.first <= slack) {
      group.last = start;
      group.seeds += 1;
    } else {
      groups.push({ first: start, last: start, seeds: 1 });
    }
  }
  return groups
    .filter(group => group.seeds >= enough)
    .sort((a, b) => b.seeds - a.seeds)
    .slice(0, placeCount);
}

function seedsOf(pattern: string): readonly number[] {
  const lastSeed = Math.max(0, pattern.length - seedLength);
  const stride = Math.max(1, Math.floor(lastSeed / (seedCount - 1)));
  const seeds = [];
  for (let at = 0; at <= lastSeed && seeds.length < seedCount; at += stride) seeds.push(at);
  return seeds;
}

function hitsOf(seed: string, text: string): readonly number[] {
  const hits = [];
  for (let at = text.indexOf(seed); at !== -1; at = text.indexOf(seed, at + 1)) {
    hits.push(at);
    if (hits.length > tellingHits) return [];
  }
  return hits;
}

/**
 * The part of `window` with the fewest insertions, deletions and substitutions from `piece`, at most `most`;
 * more than that where there is none.
 * errors[i] after column j = fewest edits that turn piece[0..i) into a part of the window that ends at j
 * (P. H. Sellers, "The theory and computation of evolutionary distances", J. Algorithms 1, 1980);
 * starts[i] = where that part begins. Rows below the last one with at most `most` edits cannot matter
 * (E. Ukkonen, "Finding approximate patterns in strings", J. Algorithms 6, 1985).
 */
function closest(
  piece: string,
  window: string,
  most: number,
): { start: number; end: number; errors: number } {
  const rows = piece.length + 1;
  let errors = Int32Array.from({ length: rows }, (_, row) => row);
  let starts = new Int32Array(rows);
  let nextErrors = new Int32Array(rows);
  let nextStarts = new Int32Array(rows);
  let lastRow = Math.min(piece.length, most);
  let best = { start: 0, end: 0, errors: most + 1 };
  for (let column = 1; column <= window.length; column += 1) {
    const unit = window.charCodeAt(column - 1);
    nextErrors[0] = 0;
    nextStarts[0] = column;
    // One row more than before can come within reach; what lies below it in the column before is out of reach.
    const end = Math.min(piece.length, lastRow + 1);
    if (end > lastRow) errors[end] = most + 1;
    lastRow = 0;
    for (let row = 1; row <= end; row += 1) {
      const same = (errors[row - 1] ?? 0) + (piece.charCodeAt(row - 1) === unit ? 0 : 1);
      const added = (errors[row] ?? 0) + 1;
      const lost = (nextErrors[row - 1] ?? 0) + 1;
      const least = Math.min(same, added, lost);
      nextErrors[row] = least;
      nextStarts[row] =
        (least === same ? starts[row - 1] : least === added ? starts[row] : nextStarts[row - 1]) ?? 0;
      if (least <= most) lastRow = row;
    }
    [errors, nextErrors] = [nextErrors, errors];
    [starts, nextStarts] = [nextStarts, starts];
    const found = lastRow === piece.length ? (errors[lastRow] ?? most + 1) : most + 1;
    if (found < best.errors) best = { start: starts[piece.length] ?? 0, end: column, errors: found };
  }
  return best;
}

function likeness(one: number, other: number): number {
  return one <= 0 ? 0 : Math.min(one, other) / Math.max(one, other);
}
