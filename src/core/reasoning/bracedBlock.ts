// The function around a line where braces make the blocks.

import type { Enclosing } from './block';
import { type Head, headBefore } from './blockHead';
import type { CodeFamily } from './codeFamily';
import type { CodeText } from './codeText';
import { columnOf, lastByIndent } from './indentedBlock';

/** An open bracket, and where the statement that is being read in it began. */
interface Frame {
  readonly bracket: string;
  /** The innermost block that it is, or stands in. */
  readonly block: Block | undefined;
  readonly parent: Frame | undefined;
  /** Commas divide what stands in it: arguments, or a literal. */
  readonly isList: boolean;
  statementAt: number;
}

interface Block {
  readonly parent: Block | undefined;
  /** Members stand in it, divided by commas. */
  readonly isList: boolean;
  readonly statementAt: number;
  readonly braceAt: number;
  /** `undefined`: nothing closes it. */
  closedAt: number | undefined;
}

/** What each closing bracket closes. */
const opens: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

export function blockByBraces(code: CodeText, line: number, family: CodeFamily): Enclosing | undefined {
  const text = code.lines.join('\n');
  const lineAt = lineNumbers(code.lines);
  const how = {
    hasBareHeads: family.hasBareHeads === true,
    hasSemicolons: family.hasSemicolons === true,
  };
  const heads = new Map<Block, Head | undefined>();
  const headOf = (block: Block) => {
    if (!heads.has(block)) heads.set(block, headBefore(text.slice(block.statementAt, block.braceAt), how));
    return heads.get(block);
  };
  for (const block of blocksOf(text, code).reverse()) {
    const closing = block.closedAt === undefined ? undefined : lineAt(block.closedAt);
    if (lineAt(block.statementAt) > line || (closing !== undefined && closing < line)) continue;
    const head = headOf(block);
    if (!head || !(head.isSure || holdsFunctions(block.parent, headOf))) continue;
    const first = lineAt(block.statementAt + head.at);
    if (first > line) continue;
    const column = columnOf(code.source[first - 1] ?? '');
    // "int f() try {": its handlers stand after its brace.
    const isTry = /\btry\s{0,9}$/.test(text.slice(Math.max(0, block.braceAt - 14), block.braceAt));
    const lastIndented = lastByIndent(code, lineAt(block.braceAt), column, family);
    const isAgreed = closing !== undefined && isBelow(code, closing, first, column, lastIndented);
    if (isAgreed && !isTry) return { span: { first, last: closing }, symbol: head.name };
    // Braces and indents do not agree: rather more than a part that passes for the whole.
    const last = Math.max(closing ?? 0, lastIndented);
    if (last >= line) return { span: { first, last } };
  }
  return undefined;
}

/** In a function, "each(x, list) {" is no function. */
function holdsFunctions(block: Block | undefined, headOf: (block: Block) => Head | undefined): boolean {
  for (let around = block; around; around = around.parent) {
    if (around.isList) return true;
    const head = headOf(around);
    if (head) return head.isType;
  }
  return true;
}

/** Whether a closing brace stands where its block began, or after the last line that its indents give the block. */
function isBelow(
  code: CodeText,
  closing: number,
  first: number,
  column: number,
  lastIndented: number,
): boolean {
  const text = code.lines[closing - 1] ?? '';
  if (closing === first || columnOf(text) === column) return true;
  return closing === lastIndented && !/^\s*[)\]}]/.test(text);
}

/** Every `{` with what closes it, in the order of opening. */
function blocksOf(text: string, code: CodeText): Block[] {
  const blocks: Block[] = [];
  const branches: Frame[] = [];
  let frame: Frame = { bracket: '', block: undefined, parent: undefined, isList: false, statementAt: 0 };
  let line = 0;
  let before = '';
  const sign = /[()[\]{};,\n]|[^\s()[\]{};,]+/g;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    const [word] = found;
    const at = found.index;
    if (word === '\n') {
      line += 1;
      const directive = code.directives.get(line);
      if (directive !== undefined) frame = branch(directive, frame, branches);
      continue;
    }
    if (word === '{') {
      const isList = /(?:[=(,:[?&|]|^return|^default)$/.test(before.slice(-8));
      const statementAt = pastBlanks(text, frame.statementAt, at);
      const block = { parent: frame.block, isList, statementAt, braceAt: at, closedAt: undefined };
      blocks.push(block);
      frame = { bracket: word, block, parent: frame, isList, statementAt: at + 1 };
    } else if (word === '(' || word === '[') {
      frame = { bracket: word, block: frame.block, parent: frame, isList: true, statementAt: at + 1 };
    } else if (opens.has(word)) {
      const closed = nearest(frame, opens.get(word) ?? '');
      if (closed?.block && word === '}') closed.block.closedAt = at;
      frame = closed?.parent ?? frame;
      if (word === '}' && !frame.isList) frame.statementAt = at + 1;
    } else if (word === ';' || (word === ',' && frame.isList)) frame.statementAt = at + 1;
    before = word;
  }
  return blocks;
}

/** Each branch of a condition begins with the brackets that were open at its head. */
function branch(directive: string, frame: Frame, branches: Frame[]): Frame {
  if (directive === 'if' || directive === 'ifdef' || directive === 'ifndef') branches.push(frame);
  if (directive === 'else' || directive === 'elif' || directive === 'elseif') return branches.at(-1) ?? frame;
  if (directive === 'endif') branches.pop();
  return frame;
}

/** The innermost open bracket of a kind; one that was forgotten in between is not waited for. */
function nearest(frame: Frame, bracket: string): Frame | undefined {
  let at: Frame | undefined = frame;
  for (let tries = 0; at && tries < mostForgotten; tries += 1) {
    if (at.bracket === bracket) return at;
    // A brace closes what parentheses were left open in it, and no parenthesis closes a brace.
    if (at.bracket === '{') return undefined;
    at = at.parent;
  }
  return undefined;
}

const mostForgotten = 50;

function pastBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text[at]?.trim() === '') at += 1;
  return at;
}

/** From an offset to the number of its line. */
function lineNumbers(lines: readonly string[]): (offset: number) => number {
  let at = 0;
  const starts = lines.map(line => {
    const start = at;
    at += line.length + 1;
    return start;
  });
  return offset => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
