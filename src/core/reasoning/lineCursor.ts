// Reads forward over the beginning of a line that may still be arriving.

/** What a reader sees as blank, or not at all; some models write such where others have a space. */
export const blanks = ' \t\u3000\u00a0\u2002\u2003\u2009\u202f\u200b\u2060\ufeff';

/** Knows whether it has looked past what is there. */
export class LineCursor {
  readonly #text: string;
  at = 0;
  hasSeenEnd = false;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#peek() === undefined;
  }

  /** Skips any of these characters; how many. */
  skip(chars: string): number {
    const from = this.at;
    for (let char = this.#peek(); char !== undefined && chars.includes(char); char = this.#peek())
      this.at += 1;
    return this.at - from;
  }

  takeAny(chars: string): string | undefined {
    const char = this.#peek();
    if (char === undefined || !chars.includes(char)) return undefined;
    this.at += 1;
    return char;
  }

  /** Takes a word, in any case. */
  take(word: string): boolean {
    const found = this.#text.slice(this.at, this.at + word.length).toLowerCase();
    if (found.length < word.length && word.startsWith(found)) this.hasSeenEnd = true;
    if (found !== word) return false;
    this.at += word.length;
    return true;
  }

  takeFirst(words: readonly string[]): boolean {
    return words.some(word => this.take(word));
  }

  /** In digits of half or full width. */
  takeNumber(mostDigits: number): number | undefined {
    const from = this.at;
    this.skip('0123456789０１２３４５６７８９');
    const digits = this.#text.slice(from, this.at).normalize('NFKC');
    if (digits !== '' && digits.length <= mostDigits) return Number(digits);
    this.at = from;
    return undefined;
  }

  isAt(pattern: RegExp): boolean {
    const char = this.#peek();
    return char !== undefined && pattern.test(char);
  }

  isAtAny(words: readonly string[]): boolean {
    const from = this.at;
    this.skip(blanks);
    const isThere = this.takeFirst(words);
    this.at = from;
    return isThere;
  }

  textFrom(from: number): string {
    return this.#text.slice(from, this.at);
  }

  back(to: number): undefined {
    this.at = to;
    return undefined;
  }

  #peek(): string | undefined {
    const char = this.#text[this.at];
    if (char === undefined) this.hasSeenEnd = true;
    return char;
  }
}
