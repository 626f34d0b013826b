// Whether a run of emphasis marks may open or close: CommonMark's rule, friendly to Chinese, Japanese and Korean as
// the markdown-cjk-friendly specification has it, and wary of code talk.

export type Mark = '*' | '_' | '~';

export interface Flanks {
  readonly opens: boolean;
  readonly closes: boolean;
  /** It stands inside a word, so it ends only a run of its own length: `**2*3*4**` is bold as a whole. */
  readonly isInside: boolean;
}

const cjk =
  /[\u1100-\u11ff\u2e80-\u303f\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3ffff}]/u;
const punctuation = /[\p{P}\p{S}]/u;
const space = /^$|\s/;
const closedBracket = /[)\]}]/;

/** `before` and `after` are the characters beside the run, empty at the ends of the text. */
export function flanksOf(mark: Mark, before: string, after: string): Flanks {
  const [left, right] = [sideOf(before), sideOf(after)];
  const isLeft = right !== 'space' && (right !== 'punctuation' || left !== 'letter');
  const isRight = left !== 'space' && (left !== 'punctuation' || right !== 'letter');
  const isInside = left === 'letter' && right === 'letter';
  if (mark === '_') {
    const opens = isLeft && (!isRight || punctuation.test(before));
    return { opens, closes: isRight && (!isLeft || punctuation.test(after)), isInside };
  }
  // `2*3*4`, `(a+b)*c*(d)` and `a**b**c` are products and powers far more often than half-bold words; `**R**etrieval`
  // stays bold.
  const isFactor = right === 'letter' && (left === 'letter' || closedBracket.test(before));
  return { opens: isLeft && !isFactor, closes: isRight, isInside };
}

type Side = 'space' | 'punctuation' | 'cjk' | 'letter';

function sideOf(character: string): Side {
  if (space.test(character)) return 'space';
  if (cjk.test(character)) return 'cjk';
  return punctuation.test(character) ? 'punctuation' : 'letter';
}
