// Cuts a concept's Markdown file into passages: "## Title {#passage-id}", and below it the body.
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
  let fence: string | undefined;
  lines.forEach((content, index) => {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(content);
    if (mark?.[1] !== undefined) {
      // What looks like a heading inside a code block is code.
      if (fence === undefined) fence = mark[1];
      else if (mark[1].startsWith(fence) && mark[2]?.trim() === '') fence = undefined;
    }
    const heading =
      fence === undefined && content.length <= longestHeading ? headingPattern.exec(content) : null;
    if (heading) headings.push({ title: heading[1] ?? '', id: heading[2] ?? '', index });
  });
  return headings.map(({ title, id, index }, position) => {
    const body = lines.slice(index + 1, headings[position + 1]?.index).join('\n');
    return { id, title, line: index + 1, markdown: body.trim() };
  });
}

const longestHeading = 300;
const headingPattern = /^## +(\S.*?) *\{#([a-z0-9][a-z0-9-]{0,63})\} *$/;
