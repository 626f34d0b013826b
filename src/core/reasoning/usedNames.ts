// The names that a piece of code uses and may not define itself, in the order in which they come: what to ask the editor's
// own providers about.
import { linesOf } from '../base/lines';
import { tokensOf } from './checks/tokens';
import { familyOf } from './codeFamily';
import { paint } from './codeText';
import type { Excerpt } from './run';

export interface UsedName {
  readonly name: string;
  /** Where it stands first: line of the file from 1, and UTF-16 units from its beginning. */
  readonly line: number;
  readonly character: number;
}

/** Each costs a question to a language server, and the reader waits. */
const mostNames = 12;

/** What is called, and what is written as types and constants are; local names say what they are by themselves. */
export function usedNames({ text, languageId, firstLine, symbol }: Excerpt): readonly UsedName[] {
  const source = linesOf(text);
  const { lines } = paint(source, familyOf(languageId, source));
  const found = new Map<string, UsedName>();
  for (const [index, line] of lines.entries()) {
    for (const { kind, text: name, start, end } of tokensOf(line)) {
      if (kind !== 'word' || found.has(name) || name === symbol) continue;
      const isCalled = /^\s*\(/.test(line.slice(end, end + 8)) && !keywords.has(name);
      if (!isCalled && !/^\p{Lu}/u.test(name)) continue;
      found.set(name, { name, line: firstLine + index, character: start });
      if (found.size === mostNames) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** Words before brackets that call nothing, in any of the languages that we know. */
const keywords = new Set(
  'if for while switch catch return await typeof function def fn func elif and or not in with new print'.split(
    ' ',
  ),
);
