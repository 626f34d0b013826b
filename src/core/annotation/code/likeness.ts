// How much two lines say the same: the share of the pairs of neighbouring characters that both have (L. R. Dice, "Measures
// of the amount of ecologic association between species", 1945).

/** Pairs of a line, sorted; blanks are none. */
export type Pairs = Uint32Array;

/** So much of a line is compared. */
const longestLine = 240;

export function pairsOf(key: string): Pairs {
  const length = Math.min(key.length, longestLine);
  if (length === 1) return Uint32Array.of(key.charCodeAt(0));
  const pairs = new Uint32Array(Math.max(0, length - 1));
  for (let at = 0; at + 1 < length; at += 1) {
    pairs[at] = key.charCodeAt(at) * 0x10000 + key.charCodeAt(at + 1);
  }
  return pairs.sort();
}

/** 0: nothing in common; 1: the same pairs. */
export function likeness(one: Pairs, other: Pairs): number {
  const all = one.length + other.length;
  let [at, place, common] = [0, 0, 0];
  while (at < one.length && place < other.length) {
    const difference = (one[at] ?? 0) - (other[place] ?? 0);
    if (difference === 0) common += 1;
    if (difference <= 0) at += 1;
    if (difference >= 0) place += 1;
  }
  return all === 0 ? 0 : (2 * common) / all;
}

/** No two lines of these lengths, in pairs, are more alike. */
export function mostLikeness(one: number, other: number): number {
  return (2 * Math.min(one, other)) / Math.max(1, one + other);
}
