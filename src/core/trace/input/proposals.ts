// Calls that a reader need not write: found in a doc example, in a test, at a place where the function is called.
import { parseCall } from './call';
import { type InputLanguage, type Piece, scan } from './scan';

export interface ProposedCall {
  readonly text: string;
  readonly line: number;
  /** It names nothing but the function and plain values, so that it means the same from anywhere. */
  readonly isComplete: boolean;
  /** What the doc example says comes out, as it stands there. */
  readonly expected?: string;
}

const mostProposals = 20;
const mostLookedAt = 200;
/** Longer ones nobody wants to edit. */
const mostCallChars = 1_000;
/** Of a file in which calls are looked for. */
const mostChars = 500_000;

/** The calls of `name` in a text, complete ones first; the same call once. */
export function callsIn(text: string, name: string, language: InputLanguage): readonly ProposedCall[] {
  const { pieces } = scan(text.slice(0, mostChars), language, { isLenient: true });
  const ends = closings(pieces);
  const found: ProposedCall[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'name' || piece.text !== name || isDefinition(pieces, index, ends, language)) continue;
    const last = pieces[index + 1]?.text === '(' ? ends.get(index + 1) : undefined;
    if (last === undefined) continue;
    const parts = pieces.slice(index, last + 1);
    const call = callOf(text, parts, language, pieces[index - 1]?.text === '.');
    if (call) found.push({ ...call, line: lineAt(text, piece.at) });
    if (found.length >= mostLookedAt) break;
  }
  return best(found);
}

/** Of each bracket that opens, by its place among the pieces, the place of the one that closes it. */
function closings(pieces: readonly Piece[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind }] of pieces.entries()) {
    if (kind === 'open') open.push(index);
    const first = kind === 'close' ? open.pop() : undefined;
    if (first !== undefined) ends.set(first, index);
  }
  return ends;
}

/** The examples of a docstring: `>>> f(1)` with what follows; in other languages, `@example` in a comment. */
export function callsInDoc(text: string, name: string, language: InputLanguage): readonly ProposedCall[] {
  const lines = text.split(/\r\n|\r|\n/);
  const found: ProposedCall[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const shown = /^\s*(?:\*\s*)?>>>\s?(.*)$/.exec(lines[index] ?? '')?.[1];
    const example = language === 'javascript' ? exampleAt(lines, index) : undefined;
    if (shown === undefined && example === undefined) continue;
    const parts = [shown ?? example ?? ''];
    const first = index + 1;
    for (;;) {
      const more = /^\s*(?:\*\s*)?\.\.\.\s?(.*)$/.exec(lines[index + 1] ?? '')?.[1];
      if (shown === undefined || more === undefined) break;
      parts.push(more);
      index += 1;
    }
    const expected = shown === undefined ? undefined : expectedIn(lines[index + 1] ?? '');
    for (const call of callsIn(parts.join('\n'), name, language)) {
      const isAll = call.text === parts.join('\n').trim();
      found.push({
        ...call,
        line: first + call.line - 1,
        ...(expected !== undefined && isAll ? { expected } : {}),
      });
    }
  }
  return best(found);
}

/** A line of a comment that stands below `@example` and before the next tag, or what stands beside the tag itself. */
function exampleAt(lines: readonly string[], index: number): string | undefined {
  const words = commentWords(lines[index] ?? '');
  if (words === undefined) return undefined;
  if (words.startsWith('@'))
    return words.startsWith('@example ') ? words.slice('@example '.length) : undefined;
  for (let above = index - 1; above >= Math.max(0, index - mostExampleLines); above -= 1) {
    const tag = commentWords(lines[above] ?? '');
    if (tag === undefined) return undefined;
    if (tag.startsWith('@')) return tag.startsWith('@example') ? words.split('//')[0] : undefined;
  }
  return undefined;
}

const mostExampleLines = 50;

/** Of a line of a comment, what stands behind its stars. */
function commentWords(line: string): string | undefined {
  const text = line.trim();
  const mark = ['/**', '*'].find(each => text.startsWith(each));
  return mark === undefined ? undefined : text.slice(mark.length).replace('*/', '').trim();
}

function expectedIn(line: string): string | undefined {
  const text = line.trim().replace(/^\*\s*/, '');
  return text === '' || /^(?:>>>|\.\.\.|"""|'''|Traceback|\*\/)/.test(text) ? undefined : text;
}

function callOf(
  text: string,
  parts: readonly Piece[],
  language: InputLanguage,
  isMember: boolean,
): Omit<ProposedCall, 'line'> | undefined {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last || last.at - first.at > mostCallChars) return undefined;
  const call = text.slice(first.at, last.at + last.text.length);
  if (!parseCall(call, language).ok) return undefined;
  // A keyword's name is no variable: `f(x=1)`, `{x: 1}`.
  const free = parts.slice(1).filter((piece, index, rest) => {
    if (piece.kind !== 'name' || plainNames.has(piece.text)) return false;
    const next = rest[index + 1]?.text;
    return !(language === 'python' ? next === '=' : next === ':');
  });
  return { text: call, isComplete: free.length === 0 && !isMember };
}

const plainNames = new Set([
  'True',
  'False',
  'None',
  'true',
  'false',
  'null',
  'undefined',
  'NaN',
  'Infinity',
]);

/** `def f(`, `function f(`, `class f(`, a method's head in a class. */
function isDefinition(
  pieces: readonly Piece[],
  index: number,
  ends: ReadonlyMap<number, number>,
  language: InputLanguage,
): boolean {
  const before = pieces[index - 1]?.text ?? '';
  if (/^(?:def|class|function|get|set|\*)$/.test(before)) return true;
  if (language === 'python') return false;
  // Behind the brackets of a method's head stands a block.
  const last = ends.get(index + 1);
  return last !== undefined && pieces[last + 1]?.text === '{';
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\r|\n/).length;
}

function best(found: readonly ProposedCall[]): readonly ProposedCall[] {
  const once = found.filter((call, index) => found.findIndex(({ text }) => text === call.text) === index);
  return [...once.filter(call => call.isComplete), ...once.filter(call => !call.isComplete)].slice(
    0,
    mostProposals,
  );
}
