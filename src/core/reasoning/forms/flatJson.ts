// Reads an object of strings while it is being written, cut anywhere. What is no string is passed over, however deep; what
// is no JSON at all is passed over too. Takes time in proportion to the text, and never throws.

export type FlatJsonEvent =
  | { readonly type: 'key'; readonly key: string }
  /** More of the string that stands under the last key. */
  | { readonly type: 'text'; readonly text: string };

/** Longer keys are none that anybody asked for. */
const longestKey = 1_000;

type Place = 'before' | 'key' | 'colon' | 'value' | 'string' | 'other' | 'over';

const simple: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

export class FlatJson {
  #place: Place = 'before';
  #key = '';
  /** An escape as far as it has come, from its backslash on. */
  #escape = '';
  /** The first half of a pair, which is told with its second. */
  #high = '';
  /** How deep in a value that is no string. */
  #depth = 0;
  #isInnerString = false;

  /** The object has ended. */
  get isOver(): boolean {
    return this.#place === 'over';
  }

  push(text: string): readonly FlatJsonEvent[] {
    const events: FlatJsonEvent[] = [];
    for (let at = 0; at < text.length && this.#place !== 'over'; ) at = this.#step(text, at, events);
    return events;
  }

  #step(text: string, at: number, events: FlatJsonEvent[]): number {
    switch (this.#place) {
      case 'key':
      case 'string':
        return this.#inString(text, at, events);
      case 'other':
        return this.#inOther(text, at);
      default:
        this.#between(text.charAt(at));
        return at + 1;
    }
  }

  /** Outside of all strings of ours. */
  #between(sign: string): void {
    switch (sign) {
      case '"':
        this.#key = this.#place === 'value' ? this.#key : '';
        this.#place = this.#place === 'value' ? 'string' : 'key';
        break;
      case ':':
        if (this.#place === 'colon') this.#place = 'value';
        break;
      case ',':
        this.#place = 'before';
        break;
      case '}':
        this.#place = 'over';
        break;
      case '{':
      case '[':
        if (this.#place !== 'value') break;
        this.#place = 'other';
        this.#depth = 1;
        break;
    }
  }

  #inOther(text: string, at: number): number {
    const sign = text.charAt(at);
    if (this.#isInnerString) {
      if (this.#escape !== '') this.#escape = '';
      else if (sign === '\\') this.#escape = sign;
      else if (sign === '"') this.#isInnerString = false;
    } else if (sign === '"') this.#isInnerString = true;
    else if (sign === '{' || sign === '[') this.#depth += 1;
    else if (sign === '}' || sign === ']') this.#depth -= 1;
    if (this.#depth === 0) this.#place = 'colon';
    return at + 1;
  }

  #inString(text: string, at: number, events: FlatJsonEvent[]): number {
    if (this.#escape !== '') {
      // A number that is not whole is left out; the string has ended all the same.
      if (this.#escape.length > 1 && text.charCodeAt(at) === quote) this.#escape = '';
      else {
        this.#takeEscape(text.charAt(at), events);
        return at + 1;
      }
    }
    let end = at;
    while (end < text.length && text.charCodeAt(end) !== quote && text.charCodeAt(end) !== backslash)
      end += 1;
    if (end > at) this.#say(text.slice(at, end), events);
    if (end === text.length) return end;
    if (text.charCodeAt(end) === backslash) this.#escape = '\\';
    else this.#close(events);
    return end + 1;
  }

  #takeEscape(sign: string, events: FlatJsonEvent[]): void {
    const sequence = this.#escape + sign;
    if (sequence === '\\u' || (sequence.length < 6 && /^\\u[0-9a-f]*$/i.test(sequence))) {
      this.#escape = sequence;
      return;
    }
    this.#escape = '';
    if (/^\\u[0-9a-f]{4}$/i.test(sequence)) {
      this.#say(String.fromCharCode(Number.parseInt(sequence.slice(2), 16)), events);
    } else if (sequence.length === 2) this.#say(simple.get(sign) ?? sign, events);
    else this.#say(sequence, events);
  }

  /** Halves of a pair are told together: alone they are no character. */
  #say(text: string, events: FlatJsonEvent[]): void {
    if (this.#place === 'key') {
      if (this.#key.length < longestKey) this.#key += text.slice(0, longestKey - this.#key.length);
      return;
    }
    const whole = this.#high + text;
    const last = whole.charCodeAt(whole.length - 1);
    this.#high = last >= 0xd800 && last <= 0xdbff ? whole.slice(-1) : '';
    const told = this.#high === '' ? whole : whole.slice(0, -1);
    if (told !== '') events.push({ type: 'text', text: told });
  }

  #close(events: FlatJsonEvent[]): void {
    if (this.#place === 'key') {
      this.#place = 'colon';
      events.push({ type: 'key', key: this.#key });
      return;
    }
    if (this.#high !== '') events.push({ type: 'text', text: this.#high });
    this.#high = '';
    this.#place = 'colon';
  }
}

const quote = 0x22;
const backslash = 0x5c;
