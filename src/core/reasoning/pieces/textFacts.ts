// Lines and seams where there is no grammar: by indents and brackets, over text whose strings and comments are painted out.
import { nameInLine } from '../blockHead';
import { familyOf } from '../codeFamily';
import { paint } from '../codeText';
import { columnOf } from '../indentedBlock';
import { isBound, isBranch, isClosing, isOpening } from './lineLook';
import type { LineFacts, LineKind, Seam, SeamKind } from './seam';

/** Takes time in proportion to the text. */
export function textFacts(lines: readonly string[], languageId: string): readonly LineFacts[] {
  const code = paint(lines, familyOf(languageId, lines));
  const indents = new Indents();
  let depth = 0;
  let before: LineBefore | undefined;
  let isInDocstring = false;
  return lines.map((source, at) => {
    const text = code.lines[at] ?? '';
    const isInString = code.begins[at] === 'string';
    isInDocstring = isInString ? isInDocstring : isDocstring(source, before);
    const isGoingOn = isInString || depth > 0 || /\\\s*$/.test((lines[at - 1] ?? '').slice(-20));
    const isList = depth > 0;
    for (const sign of text) {
      if (sign === '(' || sign === '[') depth += 1;
      else if (sign === ')' || sign === ']') depth = Math.max(0, depth - 1);
    }
    // A brace inside brackets holds statements again; so does a word that begins one.
    if (/\{\s*$/.test(text.slice(-20)) || statementWord.test(text)) depth = 0;
    const kind =
      isInDocstring && source.trim() !== ''
        ? 'noteBack'
        : kindOf(source, text, isInString, code.directives.has(at));
    if (kind !== 'code') return { kind, seam: { kind: 'sibling', level: 0 } };
    const column = columnOf(source);
    const seam = isGoingOn ? goingOn(indents, column, isList) : seamOf(indents, column, text, before);
    before = { text, column };
    return { kind, seam };
  });
}

interface LineBefore {
  readonly text: string;
  readonly column: number;
}

const statementWord = /^\s*(?:def|class|return|import|raise|del|pass|with|while|try|global|@\w+)\b/;
const docstring = /^\s*[rRuU]?(?:"""|''')/;

/** Begins right below a head. */
function isDocstring(source: string, before: LineBefore | undefined): boolean {
  return docstring.test(source.slice(0, 400)) && before !== undefined && /:\s*$/.test(before.text.slice(-20));
}

function kindOf(source: string, text: string, isInString: boolean, isDirective: boolean): LineKind {
  if (source.trim() === '') return 'blank';
  if (isInString || isDirective) return 'code';
  if (text.trim() === '') return 'note';
  if (isClosing(text)) return 'closing';
  return isOpening(text) ? 'opening' : 'code';
}

function goingOn(indents: Indents, column: number, isList: boolean): Seam {
  return { kind: isList ? 'member' : 'inside', level: indents.levelOf(column) + 1 };
}

function seamOf(indents: Indents, column: number, text: string, before: LineBefore | undefined): Seam {
  const level = indents.enter(column);
  if (!before) return { kind: 'sibling', level };
  if (isBranch(text)) return { kind: 'branch', level: level + 1 };
  if (column > before.column) return { kind: headKind(before.text), level };
  if (isBound(before.text)) return { kind: 'bound', level };
  return { kind: 'sibling', level };
}

function headKind(head: string): SeamKind {
  if (nameInLine(head) !== undefined) return 'definition';
  return 'head';
}

/** The indents that are open, as levels: even, so that a branch has a place between. */
class Indents {
  readonly #columns: number[] = [];

  enter(column: number): number {
    while (this.#columns.length > 0 && (this.#columns.at(-1) ?? 0) >= column) this.#columns.pop();
    this.#columns.push(column);
    return this.#columns.length * 2;
  }

  levelOf(column: number): number {
    const deeper = this.#columns.filter(one => one <= column).length;
    return deeper * 2;
  }
}
