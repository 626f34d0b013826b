// The inside of a block: emphasis, code, links and addresses, read once from left to right. It says how far its
// reading can no longer change, so that a growing text is read on from there.
import { addressEnd, isWebHost, mailAround, mailMayGrow, safeHref, schemeStart } from './address';
import { Emphasis, type Run, reach } from './emphasis';
import { flanksOf, type Mark } from './flanking';
import { depthOf, nest, type Piece } from './nest';
import { escapedAt, longestReference, referenceAt } from './reference';
import { targetAt } from './target';
import { element, type Node } from './tree';

export type Definitions = ReadonlyMap<string, string>;

export interface Inline {
  /** Where the reading may begin the next time; the nodes before it are final. */
  readonly settled: number;
  readonly final: readonly Node[];
  readonly open: readonly Node[];
  /** The labels that were looked up, found or not, and what they led to. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}

/** Reads `text` from `from` on. `room` is how many elements may stand inside each other. */
export function readInline(text: string, from: number, room: number, definitions: Definitions): Inline {
  return new InlineReader(text, from, definitions).read(room);
}

interface Bracket {
  readonly at: number;
  readonly piece: number;
  readonly isImage: boolean;
  readonly floor: Run | undefined;
  hasBrackets: boolean;
}

/** A place where nothing may be open: so many characters were read, so many pieces made. */
interface Rest {
  readonly at: number;
  readonly pieces: number;
}

/** Fewest characters between two of them. */
const restingStep = 32;
const longestTag = 3_000;
const longestName = 120;
const longestLabel = 200;
const endlessWord = /^[\w.+-]{120}$/;

const tag =
  /<(?:\/[A-Za-z][\w-]{0,60}\s{0,20}|[A-Za-z][\w-]{0,60}(?:\s{1,20}[\w:.-]{1,40}(?:\s{0,5}=\s{0,5}(?:"[^"]{0,200}"|'[^']{0,200}'|[^\s"'=<>`]{1,200}))?){0,8}\s{0,20}\/?)>/y;
const quotedAddress = /<([A-Za-z][A-Za-z\d+.-]{1,31}:[^\s<>]{0,1000}|[\w.+-]{1,64}@[A-Za-z\d.-]{1,255})>/y;
/** `__init__`: a name, not emphasis. */
const dunder = /__[A-Za-z\d](?:\w{0,100}[A-Za-z\d])?__(?!\w)/y;
const backticks = /`+/g;

class InlineReader {
  readonly #text: string;
  readonly #definitions: Definitions;
  readonly #pieces: Piece[] = [];
  readonly #emphasis = new Emphasis();
  readonly #labels = new Map<string, string | undefined>();
  readonly #brackets: Bracket[] = [];
  readonly #rests: Rest[] = [];
  readonly #from: number;
  /** Brackets below this index stand around a link, so they are none. */
  #spent = 0;
  #at: number;
  #plainFrom: number;
  /** From here on, more text may change what was read. */
  #unsure = Number.POSITIVE_INFINITY;
  #noAddressBefore = 0;
  #ticks: ReadonlyMap<number, number[]> | undefined;

  constructor(text: string, from: number, definitions: Definitions) {
    this.#text = text;
    this.#definitions = definitions;
    this.#from = from;
    this.#at = from;
    this.#plainFrom = from;
  }

  read(room: number): Inline {
    while (this.#at < this.#text.length) {
      const before = this.#at;
      this.#step(this.#text[before] ?? '');
      if (this.#at === before) this.#at++;
    }
    this.#flush(this.#at);
    const { at, pieces } = this.#settled();
    this.#emphasis.pair();
    return {
      settled: at,
      final: nest(this.#pieces.slice(0, pieces), room),
      open: nest(this.#pieces.slice(pieces), room),
      labels: this.#labels,
    };
  }

  /** Reads what begins here, if anything but plain text does. */
  #step(character: string): void {
    this.#rest(character);
    if (character === '\\') this.#escape();
    else if (character === '`') this.#code();
    else if (character === '*' || character === '_' || character === '~') this.#run(character);
    else if (character === '[') this.#open(false);
    else if (character === ']') this.#close();
    else if (character === '!' && this.#text[this.#at + 1] === '[') this.#open(true);
    else if (character === '<') this.#tag();
    else if (character === '&') this.#reference();
    else if (character === '\n') this.#lineEnd();
    else if (character === ':') this.#address();
    else if (character === 'w' || character === 'W') this.#webHost();
    else if (character === '@') this.#mail();
  }

  /** Text up to `end` as it stands. */
  #flush(end: number): void {
    if (end > this.#plainFrom) this.#pieces.push({ node: this.#text.slice(this.#plainFrom, end) });
    this.#plainFrom = end;
  }

  /** A piece for the text from `start` to `end`. */
  #put(start: number, end: number, piece: Piece): void {
    this.#flush(start);
    this.#pieces.push(piece);
    this.#at = end;
    this.#plainFrom = end;
  }

  #doubt(at: number): void {
    this.#unsure = Math.min(this.#unsure, at);
  }

  /** Between words, reading may begin anew if nothing is open there. */
  #rest(character: string): void {
    const at = this.#at;
    if (at - (this.#rests.at(-1)?.at ?? this.#from) < restingStep) return;
    const last = this.#text[at - 1] ?? '';
    const isWithin = last === character ? /[*_~`]/.test(last) : /[\udc00-\udfff]/.test(character);
    if (isWithin || /[^\S\n]|\\/.test(last)) return;
    // Within a word that is longer than any name, nothing is an address.
    const isBetween = character === ' ' || !/[\w.+-]/.test(last);
    if (!isBetween && !endlessWord.test(this.#text.slice(at - longestName, at))) return;
    this.#flush(at);
    this.#rests.push({ at, pieces: this.#pieces.length });
  }

  /** The last place to rest at before anything that later text may still change. */
  #settled(): Rest {
    const bracket = this.#brackets.find(({ at }) => this.#text.length - at <= reach)?.at ?? this.#text.length;
    this.#emphasis.pair(bracket);
    this.#emphasis.forget(bracket);
    const limit = Math.min(bracket, this.#emphasis.first?.at ?? bracket, this.#unsure);
    let settled: Rest = { at: this.#from, pieces: 0 };
    let depth = 0;
    let next = 0;
    for (const rest of this.#rests) {
      if (rest.at > limit) break;
      for (; next < rest.pieces; next++) depth += depthOf(this.#pieces[next]);
      if (depth === 0) settled = rest;
    }
    return settled;
  }

  #escape(): void {
    const at = this.#at;
    const character = escapedAt(this.#text, at);
    if (at + 1 === this.#text.length) this.#doubt(at);
    else if (this.#text[at + 1] === '\n') this.#put(at, at + 2, { node: element('br', []) });
    else if (character !== undefined) this.#put(at, at + 2, { node: character });
  }

  #code(): void {
    const at = this.#at;
    let end = at;
    while (this.#text[end] === '`') end++;
    const close = this.#tickAfter(end, end - at);
    if (close === undefined || close - at > reach) {
      if (this.#text.length - at <= reach) this.#doubt(at);
      this.#at = end;
      return;
    }
    const after = close + end - at;
    if (after === this.#text.length) this.#doubt(at);
    const inside = this.#text.slice(end, close).replace(/\n/g, ' ');
    const isPadded = /^ .* $/.test(inside) && inside.trim() !== '';
    this.#put(at, after, { node: element('code', [isPadded ? inside.slice(1, -1) : inside]) });
  }

  /** Where the next run of exactly so many backticks stands. Each run is found once and passed once. */
  #tickAfter(from: number, length: number): number | undefined {
    this.#ticks ??= ticksOf(this.#text, this.#at);
    const places = this.#ticks.get(length);
    while (places && (places.at(-1) ?? from) < from) places.pop();
    return places?.at(-1);
  }

  #run(mark: Mark): void {
    const { start, end } = this.#runAt(mark);
    const isName = mark === '_' && end - start === 2 && this.#isDunder(start);
    if (isName || (mark === '~' && end - start !== 2)) return;
    const flanks = flanksOf(mark, characterBefore(this.#text, start), characterAt(this.#text, end));
    if (!flanks.opens && !flanks.closes) return;
    const written = end - start;
    const run: Run = {
      mark,
      at: start,
      written,
      ...flanks,
      left: written,
      opening: [],
      closing: [],
      before: undefined,
      after: undefined,
    };
    this.#put(start, end, { run });
    this.#emphasis.add(run);
  }

  #runAt(mark: Mark): { start: number; end: number } {
    const start = this.#at;
    while (this.#text[this.#at] === mark) this.#at++;
    return { start, end: this.#at };
  }

  #isDunder(start: number): boolean {
    if (/\w/.test(this.#text[start - 1] ?? '')) return false;
    dunder.lastIndex = start;
    const found = dunder.exec(this.#text);
    if (this.#text.length - start < longestName) this.#doubt(start);
    if (found) this.#at = dunder.lastIndex;
    return found !== null;
  }

  #open(isImage: boolean): void {
    const at = this.#at;
    const around = this.#brackets.at(-1);
    if (around) around.hasBrackets = true;
    const end = at + (isImage ? 2 : 1);
    this.#put(at, end, { node: this.#text.slice(at, end) });
    const piece = this.#pieces.length - 1;
    this.#brackets.push({ at, piece, isImage, floor: this.#emphasis.last, hasBrackets: false });
  }

  #close(): void {
    const at = this.#at;
    const bracket = this.#brackets.pop();
    if (!bracket) return;
    const isSpent = this.#brackets.length < this.#spent && !bracket.isImage;
    this.#spent = Math.min(this.#spent, this.#brackets.length);
    if (isSpent || at - bracket.at > reach) return;
    const target = this.#target(bracket);
    // `m[i](x)` is code, unless it leads somewhere.
    const isCode = /[\w\])]/.test(this.#text[bracket.at - 1] ?? '') && !bracket.isImage;
    const href = target && safeHref(target.href);
    if (target && (href !== undefined || !isCode)) this.#link(bracket, { href, end: target.end });
  }

  #target(bracket: Bracket): { href: string; end: number } | undefined {
    const next = this.#at + 1;
    if (next >= this.#text.length) this.#doubt(bracket.at);
    const target = this.#text[next] === '(' ? targetAt(this.#text, next) : undefined;
    if (target === 'unfinished') this.#doubt(bracket.at);
    else if (target) return target;
    const words = bracket.hasBrackets
      ? ''
      : this.#text.slice(bracket.at + (bracket.isImage ? 2 : 1), this.#at);
    if (this.#text[next] !== '[') return this.#defined(words, next);
    const found = this.#labelAt(next);
    if (found === undefined) this.#doubt(bracket.at);
    return found?.label ? this.#defined(found.label, found.end) : this.#defined(words, found?.end ?? next);
  }

  /** The label in brackets at `at`, empty where it holds brackets; `undefined` where it may still grow. */
  #labelAt(at: number): { label: string; end: number } | undefined {
    const end = this.#text.slice(at + 1, at + longestLabel).search(/[[\]]/);
    if (end < 0) return this.#text.length - at <= longestLabel ? undefined : { label: '', end: at };
    const close = at + 1 + end;
    return this.#text[close] === ']'
      ? { label: this.#text.slice(at + 1, close), end: close + 1 }
      : { label: '', end: at };
  }

  #defined(words: string, end: number): { href: string; end: number } | undefined {
    if (words.length > longestLabel || words.trim() === '') return undefined;
    const label = labelOf(words);
    const href = this.#definitions.get(label);
    this.#labels.set(label, href);
    return href === undefined ? undefined : { href, end };
  }

  #link(
    { piece, isImage, floor, at }: Bracket,
    { href, end }: { href: string | undefined; end: number },
  ): void {
    this.#flush(this.#at);
    this.#emphasis.pairInside(floor);
    const source = this.#text.slice(at, end);
    this.#pieces[piece] = isImage ? { opens: 'image', source } : { opens: 'link', href, source };
    this.#put(this.#at, end, { closes: true });
    if (!isImage) this.#spent = this.#brackets.length;
  }

  /** An address in angle brackets; a tag stands as it was written, with the marks in it. */
  #tag(): void {
    const at = this.#at;
    quotedAddress.lastIndex = at;
    tag.lastIndex = at;
    const address = quotedAddress.exec(this.#text)?.[1];
    if (address !== undefined) {
      const href = safeHref(address.includes(':') ? address : `mailto:${address}`);
      const node = href === undefined ? `<${address}>` : element('a', [address], { href });
      this.#put(at, quotedAddress.lastIndex, { node });
    } else if (tag.test(this.#text)) this.#at = tag.lastIndex;
    else if (this.#text.length - at < longestTag) this.#doubt(at);
  }

  #reference(): void {
    const at = this.#at;
    const rest = this.#text.slice(at, at + longestReference);
    const found = referenceAt(rest);
    if (found) this.#put(at, at + found.length, { node: found.character });
    else if (rest.length < longestReference && !rest.includes(';')) this.#doubt(at);
  }

  /** Two spaces before the end of a line break it there; one is not shown. */
  #lineEnd(): void {
    const at = this.#at;
    let start = at;
    while (start > this.#plainFrom && this.#text[start - 1] === ' ') start--;
    this.#put(start, at + 1, { node: at - start >= 2 ? element('br', []) : '\n' });
  }

  #address(): void {
    if (this.#at < this.#noAddressBefore) return;
    if (this.#text.length - this.#at < '://a'.length) this.#doubt(this.#at - 'https'.length);
    const start = schemeStart(this.#text, this.#at, this.#plainFrom);
    if (start !== undefined) this.#linkTo(start, '');
  }

  #webHost(): void {
    if (this.#at >= this.#noAddressBefore && isWebHost(this.#text, this.#at))
      this.#linkTo(this.#at, 'http://');
  }

  #linkTo(start: number, scheme: string): void {
    const { end, mayGrow } = addressEnd(this.#text, start);
    if (mayGrow) this.#doubt(start);
    const words = this.#text.slice(start, end);
    const href = safeHref(scheme + words.replaceAll('&amp;', '&'));
    if (href === undefined) this.#noAddressBefore = end;
    else this.#put(start, end, { node: element('a', [words.replaceAll('&amp;', '&')], { href }) });
  }

  #mail(): void {
    if (mailMayGrow(this.#text, this.#at)) this.#doubt(this.#at - longestName);
    const found = mailAround(this.#text, this.#at, this.#plainFrom);
    if (!found) return;
    const words = this.#text.slice(found.start, found.end);
    const href = safeHref(`mailto:${words}`);
    if (href !== undefined) this.#put(found.start, found.end, { node: element('a', [words], { href }) });
  }
}

/** Labels are the same whatever their case and their spaces. */
export function labelOf(words: string): string {
  return words.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Where runs of backticks stand, by their length; the last first, so that what was passed can be dropped. */
function ticksOf(text: string, from: number): ReadonlyMap<number, number[]> {
  const found: [number, number][] = [];
  backticks.lastIndex = from;
  for (let run = backticks.exec(text); run; run = backticks.exec(text))
    found.push([run[0].length, run.index]);
  const ticks = new Map<number, number[]>();
  for (const [length, at] of found.reverse()) {
    const places = ticks.get(length);
    if (places) places.push(at);
    else ticks.set(length, [at]);
  }
  return ticks;
}

function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

function characterBefore(text: string, at: number): string {
  const isPair = /[\udc00-\udfff]/.test(text[at - 1] ?? '') && /[\ud800-\udbff]/.test(text[at - 2] ?? '');
  return text.slice(isPair ? at - 2 : Math.max(0, at - 1), at);
}
