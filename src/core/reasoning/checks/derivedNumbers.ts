// Numbers that stand in code, and those that plainly follow from them: the last index of a length, a share in percent, the
// bits of a mask. Generous on purpose: what is said to be invented must be.
import { type Numeral, tokensOf } from './tokens';

export class NumbersSeen {
  readonly #values = new Set<number>();
  /** Powers of two are worked out of a shift. */
  #hasPowers = false;

  see(text: string): void {
    let before: Numeral | undefined;
    for (const token of tokensOf(text)) {
      if (token.kind === 'word' || !('value' in token) || token.value === undefined) {
        before = undefined;
        continue;
      }
      this.#values.add(token.value);
      const between = before && text.slice(before.end, token.start).trim();
      const result = before?.value === undefined ? undefined : combined(before.value, between, token.value);
      if (result !== undefined) this.#values.add(result);
      // A chain of them: 24 * 60 * 60.
      before = result === undefined ? token : { ...token, value: result };
    }
    if (text.includes('<<') || text.includes('**') || /\bpow\b|\bldexp\b/.test(text)) this.#hasPowers = true;
    for (const literal of text.matchAll(/(["'])(.)\1/gu)) {
      const code = literal[2]?.codePointAt(0);
      if (code !== undefined) this.#values.add(code);
    }
  }

  holds(value: number): boolean {
    if (isAnywhere(value) || sources(value).some(source => this.#values.has(source))) return true;
    return this.#hasPowers && isPower(value);
  }
}

/** The first, the next, nothing, false: they are said of code that does not write them. */
function isAnywhere(value: number): boolean {
  return value === 0 || value === 1;
}

function combined(a: number, sign: string | undefined, b: number): number | undefined {
  switch (sign) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '**':
      return a ** b;
    case '<<':
      return a * 2 ** b;
    default:
      return undefined;
  }
}

/** Numbers of which this one is seen at a glance to come. */
function sources(value: number): readonly number[] {
  const scales = [100, 1000, 1024, 60_000, 1024 * 1024, 1_000_000];
  const scaled = scales
    .flatMap(scale => [value * scale, value / scale])
    .filter(source => !isAnywhere(source));
  // A width in bits: of a mask or of a power of two.
  const widths =
    Number.isInteger(value) && value > 1 && value <= 64 ? [2 ** value, 2 ** value - 1, 2 ** (value - 1)] : [];
  return [
    value,
    value - 1,
    value + 1,
    ...scaled,
    ...widths,
    Number((1 / value).toPrecision(12)),
    Number((1 - value).toPrecision(12)),
  ];
}

function isPower(value: number): boolean {
  return value > 1 && [value, value + 1].some(one => Number.isInteger(Math.log2(one)));
}
