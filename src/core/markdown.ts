// Markdown to a safe tree of known elements. Raw HTML becomes text; nothing of the source is ever parsed as HTML.
import { nodesOf } from './prose/build';
import { DocumentReader } from './prose/document';
import { element, type Node } from './prose/tree';

export type { Alignment, Element, Node, Tag } from './prose/tree';
export { plainText } from './prose/tree';

/** In characters. What comes after so many is one paragraph of plain text. */
const longestSource = 200_000;

/**
 * Markdown (GFM) as a tree of known elements. Never throws, whatever the source: raw HTML becomes text, an
 * image its alternative text, a link that is not http, https or mailto its words.
 */
export function parseMarkdown(source: string): readonly Node[] {
  const markdown = new GrowingMarkdown();
  markdown.add(source);
  return markdown.nodes();
}

/** Markdown that arrives piece by piece: however it is cut, the tree is that of the whole. */
export class GrowingMarkdown {
  /** What reading has cost so far: characters, those that were read again included. */
  readonly effort = { characters: 0 };
  #source = '';
  /** What is not read any more. */
  #rest = '';
  readonly #reader = new DocumentReader();
  /** What of the source no line has taken yet. */
  #line = '';
  #endsWithReturn = false;

  get source(): string {
    return this.#source;
  }

  add(arrived: string): void {
    const text = arrived.slice(0, wholeCharacters(arrived, longestSource - this.#source.length));
    this.#source += arrived;
    this.#rest += arrived.slice(text.length);
    if (text === '') return;
    const joined = this.#endsWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    this.#endsWithReturn = text.endsWith('\r');
    const [first = '', ...lines] = joined.replace(/\r\n?/g, '\n').split('\n');
    this.#line += first;
    for (const line of lines) {
      this.effort.characters += this.#line.length;
      this.#reader.take(this.#line);
      this.#line = line;
    }
  }

  /** The tree of all that was added. Blocks that can no longer change are the same objects every time. */
  nodes(): readonly Node[] {
    const restore = this.#reader.keep();
    if (this.#line !== '') this.#reader.take(this.#line);
    const { root, definitions } = this.#reader;
    const nodes = nodesOf(root, 0, false, { definitions, effort: this.effort });
    restore();
    return this.#rest === '' ? nodes : [...nodes, element('p', [this.#rest])];
  }
}

/** At most so many UTF-16 units, and never half of a character. */
function wholeCharacters(text: string, most: number): number {
  if (most <= 0 || most >= text.length) return Math.max(0, most);
  return /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
}
