// The plain text of Markdown, kept: passages are few, their text never changes, and offsets are asked often.
import { parseMarkdown, plainText } from '../../core/markdown';

const known = new Map<string, string>();

export function plainOf(markdown: string): string {
  const before = known.get(markdown);
  if (before !== undefined) return before;
  const plain = plainText(parseMarkdown(markdown));
  known.set(markdown, plain);
  return plain;
}
