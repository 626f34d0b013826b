// The function around a line where indents make the blocks, or where braces did not tell.

import type { Enclosing } from './block';
import { nameInLine } from './blockHead';
import type { CodeFamily } from './codeFamily';
import type { CodeText } from './codeText';

/** What a line says about the blocks around it. `goesOn`: it belongs to the line above, whatever its indent. */
type Kind = 'code' | 'comment' | 'blank' | 'goesOn';

export function blockByIndent(code: CodeText, line: number, family: CodeFamily): Enclosing | undefined {
  const { source } = code;
  const kinds = kindsOf(code, family);
  const column = (at: number) => columnOf(source[at - 1] ?? '');
  const end = new BlockEnd(code, kinds, Math.min(line, source.length), family);
  let limit = caretColumn(code, kinds, line, column);
  for (let at = Math.min(line, source.length); at >= 1; at -= 1) {
    if (kinds[at - 1] !== 'code') continue;
    const indent = column(at);
    const isCandidate = at === line || indent < limit;
    const symbol = isCandidate ? nameInLine(code.lines[at - 1] ?? '') : undefined;
    if (symbol !== undefined) {
      const last = end.of(indent);
      if (last >= line) return { span: { first: at, last }, symbol };
    }
    if (at !== line && indent < limit) limit = indent;
    if (limit === 0 && indent === 0 && at !== line) break;
  }
  return undefined;
}

/** The last line of what begins on line `first`, as indents have it. */
export function lastByIndent(code: CodeText, first: number, column: number, family: CodeFamily): number {
  return new BlockEnd(code, kindsOf(code, family), first, family).of(column);
}

/** Columns, a tab counted as four. */
export function columnOf(line: string): number {
  let column = 0;
  for (const char of line) {
    if (char === '\t') column += 4;
    else if (char.trim() === '') column += 1;
    else break;
  }
  return column;
}

function kindsOf(code: CodeText, family: CodeFamily): readonly Kind[] {
  let depth = 0;
  return code.lines.map((line, index) => {
    const begins = code.begins[index];
    const isInside = begins === 'string' || code.lines[index - 1]?.endsWith('\\') === true;
    if (statementWord.test(line)) depth = 0;
    const isBracketed = family.hasFreeBrackets === true && depth > 0;
    for (const sign of line) {
      if (sign === '(' || sign === '[' || sign === '{') depth += 1;
      else if (sign === ')' || sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    }
    if (isInside || (isBracketed && line.trim() !== '')) return 'goesOn';
    if (line.trim() !== '') return 'code';
    if (code.directives.has(index)) return 'blank';
    return code.source[index]?.trim() === '' ? 'blank' : 'comment';
  });
}

/** No bracket is open before these: one that seems so was forgotten. */
const statementWord = /^\s*(?:def|class|return|import|raise|del|pass|with|while|try|global|@\w+)\b/;

const closing = /^\s*[)\]}]/;
const closingWord = /^\s*(?:[)\]}]|(?:end|endfunction|fi|done|esac)\b)/i;
const reopening = /[{(:]\s*$/;

/**
 * How deep the caret stands. A blank line belongs to what is above it, a closing brace to the block that it closes, and a
 * comment at the left to the block whose lines stand above and below it.
 */
function caretColumn(
  code: CodeText,
  kinds: readonly Kind[],
  line: number,
  column: (line: number) => number,
): number {
  const inside = (at: number) => column(at) + (closingWord.test(code.lines[at - 1] ?? '') ? 1 : 0);
  if (kinds[line - 1] === 'code') return inside(line);
  const above = kinds.lastIndexOf('code', line - 1) + 1;
  const outside = above === 0 ? 0 : column(above) + 1;
  if (kinds[line - 1] !== 'comment') return outside;
  const below = kinds.indexOf('code', line) + 1;
  return Math.max(column(line), Math.min(outside, below === 0 ? 0 : inside(below)));
}

/** Looks for the ends of blocks from the inside out, and over each line once. */
class BlockEnd {
  readonly #code: CodeText;
  readonly #kinds: readonly Kind[];
  readonly #closing: RegExp;
  #at: number;
  #last: number;

  /** `inside`: a line of the innermost block. */
  constructor(code: CodeText, kinds: readonly Kind[], inside: number, family: CodeFamily) {
    this.#code = code;
    this.#kinds = kinds;
    this.#closing = family.hasEndWords ? closingWord : closing;
    this.#at = inside + 1;
    this.#last = kinds[inside - 1] === 'blank' ? inside - 1 : inside;
  }

  /** The last line of the block that began at this column: no later call may ask for a greater one. */
  of(column: number): number {
    for (; this.#at <= this.#code.lines.length; this.#at += 1) {
      const kind = this.#kinds[this.#at - 1];
      const line = this.#code.lines[this.#at - 1] ?? '';
      const isOut = columnOf(this.#code.source[this.#at - 1] ?? '') <= column;
      if (kind === 'goesOn' || (kind === 'comment' && !isOut)) this.#last = this.#at;
      if (kind !== 'code') continue;
      const isClosing = this.#closing.test(line);
      if (isOut && !isClosing) break;
      this.#last = this.#at;
      if (isOut && isClosing && !reopening.test(line)) {
        this.#at += 1;
        break;
      }
    }
    return this.#last;
  }
}
