// The function around the caret, for languages whose editor support is not installed: by indentation alone.
// Where the editor knows symbols, its answer comes first (host/selection.ts).
import { type LineSpan, linesOf } from '../base/lines';

export interface Enclosing {
  readonly span: LineSpan;
  readonly symbol?: string;
}

/** A line that begins a function, a method or a class, with its name. */
const heads: readonly RegExp[] = [
  /^\s*(?:async\s+)?(?:def|class)\s+([\w$]+)/, // Python, Ruby
  /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\*?|class|interface|struct|enum|trait|impl|fn|func|fun|sub)\s+([\w$]+)/,
  /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+)?(?:unsafe\s+)?fn\s+([\w$]+)/, // Rust
  /^\s*func\s+(?:\([^)]*\)\s*)?([\w$]+)/, // Go
  /^\s*(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\([^)]*\)[^=]*=>|[\w$]+\s*=>)/,
  /^\s*(?:[\w$<>[\],*&:]+\s+)+\*?([\w$]+)\s*\([^;]*\)\s*(?:const\s*)?(?:throws\s+[\w.,\s]+)?\{?\s*$/, // C, Java, C#
];

/** Words that look like a C head and are none: "else if (x) {", "return f(x)". */
const notNames = /^(?:if|for|while|switch|catch|return|else|do|try|new|throw|await|typeof)$/;

/**
 * The innermost function or class around a line, decorators and doc comments above it not included.
 * `undefined` where the line stands in none. Takes time in proportion to the lines of the text.
 */
export function enclosingBlock(text: string, line: number): Enclosing | undefined {
  const lines = linesOf(text);
  let limit = caretIndent(lines, line);
  for (let at = Math.min(line, lines.length); at >= 1; at -= 1) {
    const current = lines[at - 1] ?? '';
    if (current.trim() === '') continue;
    const indent = indentOf(current);
    const isCandidate = at === line || indent < limit;
    const symbol = isCandidate ? headOf(current) : undefined;
    if (symbol !== undefined) {
      const last = endOf(lines, at, indent);
      if (last >= line) return { span: { first: at, last }, symbol };
    }
    if (at !== line && indent < limit) limit = indent;
    if (limit === 0 && indent === 0 && at !== line) break;
  }
  return undefined;
}

const closing = /^\s*[)\]}]/;

function headOf(line: string): string | undefined {
  for (const head of heads) {
    const name = head.exec(line)?.[1];
    if (
      name !== undefined &&
      !notNames.test(name) &&
      !notNames.test(line.trim().split(/[\s(]/, 1)[0] ?? '')
    ) {
      return name;
    }
  }
  return undefined;
}

/** A blank line belongs to what is above it, a closing brace to the block that it closes. */
function caretIndent(lines: readonly string[], line: number): number {
  for (let at = line; at >= 1; at -= 1) {
    const text = lines[at - 1] ?? '';
    if (text.trim() !== '') return indentOf(text) + (at === line && !closing.test(text) ? 0 : 1);
  }
  return 0;
}

/** The last line of a block: up to the next line that is not deeper, which counts when it only closes the block. */
function endOf(lines: readonly string[], first: number, indent: number): number {
  let last = first;
  for (let at = first + 1; at <= lines.length; at += 1) {
    const text = lines[at - 1] ?? '';
    if (text.trim() === '') continue;
    const isClosing = closing.test(text);
    if (indentOf(text) <= indent && !isClosing) break;
    last = at;
    if (isClosing && indentOf(text) <= indent && !/[{(:]\s*$/.test(text)) break;
  }
  return last;
}

/** Columns, a tab counted as four. */
function indentOf(line: string): number {
  const blank = /^\s*/.exec(line)?.[0] ?? '';
  return blank.replaceAll('\t', '    ').length;
}
