// Where the statement or block that begins on a row may end: by braces where there are any, by indents everywhere.
import { type CodeLines, closesBlock, goesOn, isAside, lineAt } from './codeLines';

/** A line that goes on with the block before it. */
const furtherLink = /^(?:else|elif|elsif|elseif|catch|finally|except|rescue|ensure)\b/;
const endWord = /^(?:end|fi|done|esac|endif)\b/;

/** Last rows, in order: after each link of a chain such as `if`, `else if`, `else`. The last is the end of all of it. */
export function blockEnds(code: CodeLines, first: number): readonly number[] {
  const { count, indents, opens } = code;
  const base = indents[first] ?? 0;
  const ends: number[] = [];
  // A brace that closes what stands before this block is not of this block.
  let depth = (opens[first] ?? 0) + (closesBlock(code, first) ? 1 : 0);
  let last = first;
  for (let row = first + 1; row < count; row += 1) {
    const indent = indents[row] ?? 0;
    const closes = depth > 0 && indent <= base && closesBlock(code, row);
    const isInside = indent > base || depth > 0;
    if (indent < base && depth <= 0 && isAside(code, row)) break;
    if (closes) {
      const isClosed = depth <= 1;
      depth += opens[row] ?? 0;
      last = row;
      if (!isClosed) continue;
      ends.push(row);
      if (depth <= 0 && !furtherLink.test(lineAt(code, row + 1))) break;
    } else if (isInside) {
      depth += opens[row] ?? 0;
      last = row;
    } else if (indent < base) {
      break;
    } else if (furtherLink.test(lineAt(code, row))) {
      if (ends.at(-1) !== last) ends.push(last);
      depth += opens[row] ?? 0;
      last = row;
    } else if (goesOn(code, row)) {
      depth += opens[row] ?? 0;
      last = row;
    } else {
      if (endWord.test(lineAt(code, row))) last = row;
      break;
    }
  }
  if (ends.at(-1) !== last) ends.push(last);
  return ends;
}
