// Tables: which line makes one of the line before it, and the cells of a line.
import type { Alignment } from './tree';

/** Most columns, longest line, and most cells that are added to short rows: a table costs what was written. */
const mostColumns = 64;
const longestLine = 4_000;
export const mostPadding = 2_000;

const ruleCharacters = /^[|:\- \t]+$/;

/** Whether `line` may be the rule under a table's head. */
export function isTableRule(line: string): boolean {
  return line.length <= longestLine && /[|:]/.test(line) && ruleCharacters.test(line);
}

/** The columns that the rule gives to a table with this head; `undefined` where they are not the same number. */
export function columnsOf(head: string, line: string): readonly (Alignment | undefined)[] | undefined {
  const cells = cellsOf(line, mostColumns + 1);
  if (head.length > longestLine || cells.length > mostColumns) return undefined;
  const isTable = cellsOf(head, mostColumns + 1).length === cells.length;
  return isTable && cells.every(cell => /^:?-+:?$/.test(cell)) ? cells.map(alignmentOf) : undefined;
}

export function isRow(line: string): boolean {
  return line.length <= longestLine;
}

/** The cells of a line, `most` of them: the last one holds all that is left. */
export function cellsOf(line: string, most: number): readonly string[] {
  const written = withoutOuterBars(line.trim());
  const cells: string[] = [];
  let cell = '';
  for (let at = 0; at < written.length; at++) {
    const character = written[at] ?? '';
    if (character === '\\' && written[at + 1] === '|') {
      cell += '|';
      at++;
    } else if (character === '|' && cells.length < most - 1) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell.trim()];
}

function withoutOuterBars(line: string): string {
  const inside = line.startsWith('|') ? line.slice(1) : line;
  return inside.endsWith('|') && !inside.endsWith('\\|') ? inside.slice(0, -1) : inside;
}

function alignmentOf(cell: string): Alignment | undefined {
  const [start, end] = [cell.startsWith(':'), cell.endsWith(':')];
  if (start) return end ? 'center' : 'left';
  return end ? 'right' : undefined;
}
