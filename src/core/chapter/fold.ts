// One form for all spellings of the same words, so that search finds them, with the way back to the text as it
// stands: half and full width, upper and lower case, composed and decomposed, with and without diacritics.

export interface Folded {
  readonly text: string;
  /** The piece of the original text from which the folded characters between two offsets come. */
  rangeOf(start: number, end: number): { readonly start: number; readonly end: number };
}

export function fold(original: string): Folded {
  if (isPlain.test(original)) {
    return { text: original.toLowerCase(), rangeOf: (start, end) => ({ start, end }) };
  }
  let text = '';
  // For each folded unit the offset at which its character begins in the original; at the end its length.
  const begins: number[] = [];
  for (const { 0: unit, index } of original.matchAll(units)) {
    const folded = foldUnit(unit);
    text += folded;
    // Characters that stay one for one are marked one by one, others as a whole.
    const isRun = folded.length === unit.length && isPlain.test(unit);
    for (let at = 0; at < folded.length; at += 1) begins.push(isRun ? index + at : index);
  }
  begins.push(original.length);
  return {
    text,
    rangeOf(start, end) {
      const from = begins[start] ?? original.length;
      if (end <= start) return { start: from, end: from };
      let after = end;
      while (after < text.length && begins[after] === begins[end - 1]) after += 1;
      return { start: from, end: begins[after] ?? original.length };
    },
  };
}

export function foldText(text: string): string {
  return fold(text).text;
}

/** Letters that lower-casing alone folds, one for one, and common Chinese, which nothing folds. */
const isPlain = /^[\p{ASCII}\u3001\u3002\u4e00-\u9fff]*$/u;

/**
 * What is folded as one piece: a plain run that no mark follows; a Hangul syllable in its letters; halves of
 * half-width Hangul; any other character with its marks. Nothing but these composes with what comes after it.
 */
const units =
  /(?:[\p{ASCII}\u3001\u3002\u4e00-\u9fff](?![\p{M}\p{Default_Ignorable_Code_Point}]))+|[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*|[\uac00-\ud7a3][\u11a8-\u11ff]*|[\uffa0-\uffdc]+|.[\p{M}\p{Default_Ignorable_Code_Point}\uff9e\uff9f]*/gsu;

/**
 * Accents of Latin, Greek and Cyrillic letters, the points and vowels that Hebrew and Arabic mostly leave out, and what is
 * never seen. Other scripts' marks are letters of theirs.
 */
const optional =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670\p{Default_Ignorable_Code_Point}]/gu;

function foldUnit(unit: string): string {
  if (isPlain.test(unit)) return unit.toLowerCase();
  let folded = unit.normalize('NFKD').replace(optional, '');
  // By the way of upper case, as Unicode's full folding does: ß and ẞ are ss, every sigma is σ. Each character by
  // itself, since lower case looks at the neighbours of a sigma.
  folded = Array.from(folded, character => plainLetter(character.toUpperCase().toLowerCase())).join('');
  return folded.normalize('NFKD').replace(optional, '').normalize('NFC');
}

/** Letters with a stroke, and joined ones, which Unicode does not take apart. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ħ', 'h'],
  ['ŧ', 't'],
  ['æ', 'ae'],
  ['œ', 'oe'],
]);

function plainLetter(letter: string): string {
  return plainLetters.get(letter) ?? letter;
}
