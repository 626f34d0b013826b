// A program's text with its strings and comments painted over, so that what stands in them is not taken for code.
// Knows no grammar; never fails: what it cannot make sense of is code.
import type { CodeFamily, Region } from './codeFamily';

export interface CodeText {
  readonly source: readonly string[];
  /** As long as the text, line for line: comments are blanks, strings are quotes. */
  readonly lines: readonly string[];
  /** What each line begins in the middle of. */
  readonly begins: readonly ('code' | 'comment' | 'string')[];
  /** Each line that is for a preprocessor, and is blank in `lines`: its first word. */
  readonly directives: ReadonlyMap<number, string>;
}

const neverHolds = /^\s*#\s*if (?:0|false)\b/;

/** Takes time in proportion to the text. */
export function paint(lines: readonly string[], family: CodeFamily): CodeText {
  const painter = new Painter(lines.join('\n'), family);
  painter.paint();
  const painted = painter.painted.split('\n');
  const directives = new Map<number, string>();
  if (family.hasDirectives) {
    /** Conditions that are open since one that never holds. */
    let dead = 0;
    for (const [index, line] of painted.entries()) {
      const word = /^\s*#\s*(\w{1,20})/.exec(line)?.[1];
      if (dead > 0) {
        if (word?.startsWith('if')) dead += 1;
        else if (word === 'endif' || (dead === 1 && word?.startsWith('el'))) dead -= 1;
        if (dead > 0) painted[index] = '';
      } else if (neverHolds.test(line)) dead = 1;
      if (dead > 0 && painted[index] === '') continue;
      // A backslash carries a directive over to the next line.
      const isCarried = directives.has(index - 1) && lines[index - 1]?.endsWith('\\') === true;
      if (word === undefined && !isCarried) continue;
      directives.set(index, word ?? '');
      painted[index] = '';
    }
  }
  return { source: lines, lines: painted, begins: painter.begins, directives };
}

class Painter {
  readonly #text: string;
  readonly #family: CodeFamily;
  readonly #parts: string[] = [];
  readonly begins: CodeText['begins'][number][] = ['code'];
  /** Up to where it is painted. */
  #at = 0;
  /** Templates that the code stands in a hole of, with the braces that are open in it. */
  readonly #holes: { readonly region: Region; braces: number }[] = [];
  #here: Region | undefined;
  /** From where the end of a line was looked for last, and where it is. */
  #line = { from: 0, end: -1 };
  /** What was looked for to the end of the text and not found is not there further on either. */
  readonly #missing = new Set<string>();

  constructor(text: string, family: CodeFamily) {
    this.#text = text;
    this.#family = family;
  }

  get painted(): string {
    return this.#parts.join('');
  }

  paint(): void {
    const { opener } = this.#family;
    let from = 0;
    for (;;) {
      opener.lastIndex = from;
      const found = opener.exec(this.#text);
      if (!found) break;
      const start = found.index;
      from = this.#meet(found[0], start);
    }
    this.#copy(this.#text.length);
  }

  /** Something that may begin a region; where to look on. */
  #meet(opener: string, start: number): number {
    const after = start + opener.length;
    if (opener === '\n') return this.#meetLineEnd(after);
    if (opener === '{' || opener === '}') return this.#meetBrace(opener, after);
    if (opener === '/' && this.#family.hasPatterns) return this.#meetSlash(start);
    const region = this.#family.region(opener);
    if (!region) return after;
    if (region.isHere) {
      this.#here = region;
      return after;
    }
    return this.#fill(region, start, after);
  }

  #meetLineEnd(after: number): number {
    const here = this.#here;
    this.#here = undefined;
    if (!here || this.#missing.has(here.close)) return after;
    for (let from = after; from <= this.#text.length; ) {
      const lineEnd = this.#text.indexOf('\n', from);
      const end = lineEnd < 0 ? this.#text.length : lineEnd;
      if (end - from < 200 && this.#text.slice(from, end).trim().startsWith(here.close)) {
        // With the line end before it, so that its first line begins inside too.
        this.#copy(after - 1);
        this.#cover(end, 'string');
        return end;
      }
      from = end + 1;
    }
    this.#missing.add(here.close);
    return after;
  }

  #meetBrace(brace: string, after: number): number {
    const hole = this.#holes.at(-1);
    if (!hole) return after;
    if (brace === '{') hole.braces += 1;
    else if (hole.braces > 0) hole.braces -= 1;
    else {
      this.#holes.pop();
      return this.#fill(hole.region, after - 1, after);
    }
    return after;
  }

  #meetSlash(start: number): number {
    const end = mayBeginPattern(this.#text, start) ? patternEnd(this.#text, start) : undefined;
    if (end === undefined) return start + 1;
    this.#copy(start);
    this.#cover(end, 'string');
    return end;
  }

  /** Covers a region that begins at `start`; `after`: where to look for its end. */
  #fill(region: Region, start: number, after: number): number {
    const end = this.#endOf(region, after);
    this.#copy(start);
    if (end.hole) this.#holes.push({ region, braces: 0 });
    this.#cover(end.at, region.kind);
    return end.at;
  }

  #endOf(region: Region, after: number): { readonly at: number; readonly hole?: true } {
    const text = this.#text;
    const lineEnd = this.#lineEndFrom(after);
    let limit = region.spansLines && !this.#missing.has(region.close) ? text.length : lineEnd;
    if (region.close === '\n') return { at: lineEnd };
    let depth = 0;
    for (let at = after; at < limit; at += 1) {
      if (region.escapes && text[at] === '\\') {
        at += 1;
        // A backslash carries a string over to the next line.
        if (at === limit) limit = this.#lineEndFrom(at + 1);
        continue;
      }
      if (region.hole && text.startsWith(region.hole, at)) {
        return { at: at + region.hole.length, hole: true };
      }
      if (text.startsWith(region.close, at)) {
        if (depth === 0) return { at: at + region.close.length };
        depth -= 1;
        at += region.close.length - 1;
      } else if (region.nests && text.startsWith(region.nests, at)) {
        depth += 1;
        at += region.nests.length - 1;
      }
    }
    // Without an end it was none, or is still being typed: it takes its own line only.
    if (region.spansLines) this.#missing.add(region.close);
    return { at: lineEnd };
  }

  /** Looked for once a line: a line may hold all of a file, and a region begin at every other letter. */
  #lineEndFrom(at: number): number {
    const { from, end } = this.#line;
    if (from <= at && at <= end) return end;
    const found = this.#text.indexOf('\n', at);
    this.#line = { from: at, end: found < 0 ? this.#text.length : found };
    return this.#line.end;
  }

  #copy(end: number): void {
    const piece = this.#text.slice(this.#at, end);
    this.#parts.push(piece);
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) this.begins.push('code');
    this.#at = Math.max(this.#at, end);
  }

  #cover(end: number, kind: Region['kind']): void {
    const piece = this.#text.slice(this.#at, end).split('\n');
    this.#parts.push(piece.map(line => (kind === 'comment' ? ' ' : '"').repeat(line.length)).join('\n'));
    for (let line = 1; line < piece.length; line += 1) this.begins.push(kind);
    this.#at = Math.max(this.#at, end);
  }
}

/** A slash divides what stands before it, or else begins a pattern. `<` begins a closing tag. */
function mayBeginPattern(text: string, slash: number): boolean {
  let at = slash - 1;
  while (at >= 0 && (text[at] === ' ' || text[at] === '\t')) at -= 1;
  const before = text[at];
  if (before === undefined || before === '\n' || '(,=:[!&|?{;+-*%~^>'.includes(before)) return true;
  return /\b(?:return|typeof|case|in|of|delete|void|throw|do|else|await|yield)$/.test(
    text.slice(Math.max(0, at - 11), at + 1),
  );
}

function patternEnd(text: string, slash: number): number | undefined {
  let isInClass = false;
  for (let at = slash + 1; at < text.length && at < slash + longestPattern; at += 1) {
    const char = text[at];
    if (char === '\n') return undefined;
    if (char === '\\') at += 1;
    else if (char === '[') isInClass = true;
    else if (char === ']') isInClass = false;
    else if (char === '/' && !isInClass) return at + 1;
  }
  return undefined;
}

/** A line of nothing but slashes must not be read to its end from each of them. */
const longestPattern = 500;
