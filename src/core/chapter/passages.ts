// Cuts a concept's Markdown file into passages: "## Title {#passage-id}", and below it the body.
import { fenceReader } from '../base/fences';
import { linesOf } from '../base/lines';
import type { PassageText } from './chapter';

export interface CutPassage extends PassageText {
  readonly id: string;
  /** Where its heading stands in the file. */
  readonly line: number;
}

/** Passages in the order of the file. Text above the first heading belongs to none and is left out. */
export function cutPassages(file: string): readonly CutPassage[] {
  const lines = linesOf(file.replace(/^\ufeff/, ''));
  const headings: { readonly title: string; readonly id: string; readonly index: number }[] = [];
  const fences = fenceReader();
  lines.forEach((content, index) => {
    fences.add(content);
    // What looks like a heading inside a code block is code.
    const isText = fences.endLine() === 'text';
    const heading = isText ? headingOf(content) : undefined;
    if (heading) headings.push({ ...heading, index });
  });
  return headings.map(({ title, id, index }, position) => {
    const body = lines.slice(index + 1, headings[position + 1]?.index).join('\n');
    return { id, title, line: index + 1, markdown: body.trim() };
  });
}

const longestHeading = 300;

function headingOf(line: string): { readonly title: string; readonly id: string } | undefined {
  if (line.length > longestHeading || !line.startsWith('## ')) return undefined;
  const text = line.trimEnd();
  const brace = text.lastIndexOf('{');
  const id = /^\{#([a-z0-9][a-z0-9-]{0,63})\}$/.exec(text.slice(brace))?.[1];
  const title = text.slice('## '.length, brace).trim();
  return brace < 0 || id === undefined || title === '' ? undefined : { title, id };
}
