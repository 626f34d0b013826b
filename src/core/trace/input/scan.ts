// Reads program text by its brackets and quotes, without a grammar: enough to find where a call ends, and what is wrong with one.

export type InputLanguage = 'python' | 'javascript';

export type ScanFault =
  | { readonly code: 'open-bracket'; readonly bracket: string }
  | { readonly code: 'stray-bracket'; readonly bracket: string }
  | { readonly code: 'open-quote'; readonly quote: string };

/** A part of the text between brackets, quotes and marks. */
export interface Piece {
  readonly kind: 'name' | 'number' | 'string' | 'mark' | 'open' | 'close' | 'comment' | 'line-end';
  readonly text: string;
  readonly at: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

export interface Scanned {
  readonly pieces: readonly Piece[];
  readonly fault?: ScanFault;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

const pieceOf: Readonly<Record<InputLanguage, RegExp>> = {
  python:
    /(?<line>\r\n|\r|\n)|(?<comment>#[^\r\n]*)|(?<string>[rbufRBUF]{0,2}(?:"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\r\n]|\\[\s\S])*"|'(?:[^'\\\r\n]|\\[\s\S])*'))|(?<number>(?:\d|\.\d)[\w.]*)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<quote>["'])|(?<open>[([{])|(?<close>[)\]}])|(?<mark>\*\*|\/\/|[=!<>+\-*/%&|^]=|:=|->|<<|>>|[^\s])/uy,
  javascript:
    /(?<line>\r\n|\r|\n)|(?<comment>\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:[^"\\\r\n]|\\[\s\S])*"|'(?:[^'\\\r\n]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`)|(?<number>(?:\d|\.\d)[\w.]*)|(?<name>[\p{L}_$#][\p{L}\p{N}_$]*)|(?<quote>["'`])|(?<open>[([{])|(?<close>[)\]}])|(?<mark>=>|\.\.\.|\?\?|&&|\|\||\*\*|[=!]==?|[<>+\-*/%&|^]=|<<|>>|[^\s])/uy,
};

const kinds = ['comment', 'string', 'number', 'name', 'open', 'close', 'mark'] as const;

interface ScanOptions {
  /** Passes over what does not fit: a quote in a regular expression, a bracket in words. */
  readonly isLenient?: boolean;
}

export function scan(
  text: string,
  language: InputLanguage,
  { isLenient = false }: ScanOptions = {},
): Scanned {
  const pieces: Piece[] = [];
  const open: string[] = [];
  const pattern = pieceOf[language];
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (!groups) {
      at += 1;
      continue;
    }
    at = pattern.lastIndex;
    if (groups.line !== undefined) {
      pieces.push({ kind: 'line-end', text: groups.line, at: at - groups.line.length, depth: open.length });
      continue;
    }
    if (groups.quote !== undefined) {
      if (isLenient) continue;
      return { pieces, fault: { code: 'open-quote', quote: groups.quote } };
    }
    const kind = kinds.find(each => groups[each] !== undefined) ?? 'mark';
    const found = groups[kind] ?? '';
    if (kind === 'close' && closing[open.pop() ?? ''] !== found && !isLenient) {
      return { pieces, fault: { code: 'stray-bracket', bracket: found } };
    }
    pieces.push({ kind, text: found, at: at - found.length, depth: open.length });
    if (kind === 'open') open.push(found);
  }
  const last = open.at(-1);
  return last === undefined ? { pieces } : { pieces, fault: { code: 'open-bracket', bracket: last } };
}
