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
/** Of a file in which calls are looked for. */
const mostChars = 500_000;

/** The calls of `name` in a text, complete ones first; the same call once. */
export function callsIn(text: string, name: string, language: InputLanguage): readonly ProposedCall[] {
  const { pieces } = scan(text.slice(0, mostChars), language, { isLenient: true });
  const found: ProposedCall[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'name' || piece.text !== name || isDefinition(pieces, index, language)) continue;
    const next = pieces[index + 1];
    if (next?.text !== '(' || next.kind !== 'open') continue;
    const call = callAt(text, piece, language, isMember(pieces, index));
    if (call) found.push({ ...call, line: lineAt(text, piece.at) });
  }
  return best(found);
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

/** A line of a comment that stands below `@example` and before the next tag. */
function exampleAt(lines: readonly string[], index: number): string | undefined {
  const line = /^\s*\*\s?(.*)$/.exec(lines[index] ?? '')?.[1];
  if (line === undefined || line.startsWith('@') || line.startsWith('/'))
    return /@example\s+(\S.*?)(?:\*\/)?$/.exec(line ?? '')?.[1];
  for (let above = index - 1; above >= 0; above -= 1) {
    const tag = /^\s*\*?\s*\/?\*{0,2}\s*@(\w+)/.exec(lines[above] ?? '')?.[1];
    if (tag) return tag === 'example' ? line.replace(/\/\/.*$/, '') : undefined;
    if (!/^\s*\*/.test(lines[above] ?? '')) return undefined;
  }
  return undefined;
}

function expectedIn(line: string): string | undefined {
  const text = line.trim().replace(/^\*\s*/, '');
  return text === '' || /^(?:>>>|\.\.\.|"""|'''|Traceback|\*\/)/.test(text) ? undefined : text;
}

function callAt(
  text: string,
  { at }: Piece,
  language: InputLanguage,
  isMember: boolean,
): Omit<ProposedCall, 'line'> | undefined {
  const { pieces, fault } = scan(text, language, { from: at, stopsAtClose: true });
  const last = pieces.at(-1);
  if (fault || !last) return undefined;
  const call = text.slice(at, last.at + last.text.length);
  if (!parseCall(call, language).ok) return undefined;
  // A keyword's name is no variable: `f(x=1)`, `{x: 1}`.
  const free = pieces.slice(1).filter((piece, index, rest) => {
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

function isMember(pieces: readonly Piece[], index: number): boolean {
  return pieces[index - 1]?.text === '.';
}

/** `def f(`, `function f(`, `class f(`, a method's head in a class. */
function isDefinition(pieces: readonly Piece[], index: number, language: InputLanguage): boolean {
  const before = pieces[index - 1]?.text ?? '';
  if (/^(?:def|class|function|get|set|\*)$/.test(before)) return true;
  if (language === 'python') return false;
  // Behind the brackets of a method's head stands a block.
  let depth = 0;
  for (let at = index + 1; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (piece?.kind === 'open') depth += 1;
    if (piece?.kind === 'close') depth -= 1;
    if (depth === 0) return pieces[at + 1]?.text === '{';
  }
  return false;
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
