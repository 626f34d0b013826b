// The function around the caret, for languages whose editor support is not installed: by braces or by indents.
// Where the editor knows symbols, its answer comes first (host/selection.ts).
import { linesOf } from '../base/lines';
import type { Enclosing } from './block';
import { blockByBraces } from './bracedBlock';
import { familyOf } from './codeFamily';
import { paint } from './codeText';
import { blockByIndent } from './indentedBlock';

/**
 * The innermost function or class around a line, decorators and doc comments above it not included.
 * `undefined` where the line stands in none. Takes time in proportion to the text.
 */
export function enclosingBlock(text: string, line: number, languageId = ''): Enclosing | undefined {
  const lines = linesOf(text);
  const family = familyOf(languageId, lines);
  const code = paint(lines, family);
  const braced = family.blocks === 'braces' ? blockByBraces(code, line, family) : undefined;
  return braced ?? blockByIndent(code, line, family);
}
