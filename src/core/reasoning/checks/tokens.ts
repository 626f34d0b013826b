// Words and numbers of a text, in order, in code and in prose alike. By characters, so that no text can make it slow.

export interface Token {
  readonly kind: 'word' | 'number';
  readonly text: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

export interface Numeral extends Token {
  readonly kind: 'number';
  /** Missing where it is no single number: "1.2.3". */
  readonly value: number | undefined;
  /** Letters that stand right behind it: "n", "px", "nd". */
  readonly suffix: string;
}

/** Letters of Chinese, Japanese and Korean are no part of a word: in prose, names stand between them without a space. */
export function tokensOf(text: string): readonly (Token | Numeral)[] {
  const tokens: (Token | Numeral)[] = [];
  for (let at = 0; at < text.length; ) {
    const char = text.charCodeAt(at);
    if (isLetter(char)) {
      const end = wordEnd(text, at + 1);
      tokens.push({ kind: 'word', text: text.slice(at, end), start: at, end });
      at = end;
    } else if (isDigit(char)) {
      const numeral = numeralAt(text, at);
      tokens.push(numeral);
      at = numeral.end;
    } else at += 1;
  }
  return tokens;
}

const underscore = 0x5f;
const dollar = 0x24;
const point = 0x2e;

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

function isLetter(char: number): boolean {
  const isLatin = (char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a);
  // Accented, Greek and Cyrillic letters, without the signs for "times" and "divided by".
  const isOther = char >= 0xc0 && char <= 0x52f && char !== 0xd7 && char !== 0xf7;
  return isLatin || char === underscore || char === dollar || isOther;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at += 1;
  return at;
}

const radixes: Readonly<Record<string, number>> = { x: 16, b: 2, o: 8 };

function numeralAt(text: string, start: number): Numeral {
  const radix = text[start] === '0' ? radixes[text[start + 1]?.toLowerCase() ?? ''] : undefined;
  if (radix !== undefined) {
    const end = wordEnd(text, start + 2);
    const digits = text.slice(start + 2, end).replaceAll('_', '');
    const value = Number.parseInt(digits, radix);
    return numeral(text, start, end, Number.isNaN(value) ? undefined : value, '');
  }
  let at = digitsEnd(text, start);
  // Three digits behind a comma are thousands.
  while (text[at] === ',' && digitsEnd(text, at + 1) === at + 4) at += 4;
  const points = fractions(text, at);
  at = points.end;
  if (/[eE]/.test(text[at] ?? '')) {
    const sign = text[at + 1] === '+' || text[at + 1] === '-' ? 2 : 1;
    if (isDigit(text.charCodeAt(at + sign))) at = digitsEnd(text, at + sign);
  }
  const end = wordEnd(text, at);
  const digits = text.slice(start, at).replace(/[_,']/g, '');
  // ".5" begins with its point.
  const isFraction = text.charCodeAt(start - 1) === point && !/[\w)\]]/.test(text[start - 2] ?? '');
  const value = points.count > 1 ? undefined : Number(isFraction ? `0.${digits}` : digits);
  return numeral(text, start, end, value, text.slice(at, end));
}

function numeral(
  text: string,
  start: number,
  end: number,
  value: number | undefined,
  suffix: string,
): Numeral {
  return { kind: 'number', text: text.slice(start, end), start, end, value, suffix };
}

/** Behind digits, and what may stand between two of them. */
function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (isDigit(text.charCodeAt(at))) at += 1;
    else if ((text[at] === '_' || text[at] === "'") && isDigit(text.charCodeAt(at + 1))) at += 1;
    else break;
  }
  return at;
}

function fractions(text: string, from: number): { readonly end: number; readonly count: number } {
  let [end, count] = [from, 0];
  while (text.charCodeAt(end) === point && isDigit(text.charCodeAt(end + 1))) {
    end = digitsEnd(text, end + 1);
    count += 1;
  }
  return { end, count };
}
