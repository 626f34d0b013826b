// The safe tree that Markdown becomes: known elements and text, in one form.

/** Elements that the panel knows how to make. */
export type Tag =
  | 'p'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'ul'
  | 'ol'
  | 'li'
  | 'blockquote'
  | 'pre'
  | 'code'
  | 'em'
  | 'strong'
  | 'del'
  | 'br'
  | 'hr'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'
  | 'a';

export type Node = string | Element;

export type Alignment = 'left' | 'center' | 'right';

export interface Element extends Attributes {
  readonly tag: Tag;
  readonly children: readonly Node[];
}

export interface Attributes {
  /** Only on `a`: http, https or mailto. */
  readonly href?: string;
  /** Only on `pre`: the language after the fence. */
  readonly language?: string;
  /** Only on `ol`, where it does not begin with 1. */
  readonly start?: number;
  /** Only on `th` and `td`. */
  readonly align?: Alignment;
}

/** Deepest nesting of elements; what is deeper stands there as its source. */
export const deepest = 17;

export function element(tag: Tag, children: readonly Node[], attributes: Attributes = {}): Element {
  return { tag, children: joined(children), ...attributes };
}

/** Neighbouring strings as one, empty ones gone: a tree has one form, and the DOM no needless text nodes. */
export function joined(nodes: readonly Node[]): readonly Node[] {
  const result: Node[] = [];
  for (const next of nodes) {
    const last = result.at(-1);
    if (typeof next === 'string' && typeof last === 'string') result[result.length - 1] = last + next;
    else if (next !== '') result.push(next);
  }
  return result;
}

/**
 * All text of a tree in document order and nothing else: no line break between blocks. This is `textContent`
 * of the DOM that is made from the tree, so an offset (in UTF-16 units) means the same place in both.
 */
export function plainText(nodes: readonly Node[]): string {
  return nodes.map(node => (typeof node === 'string' ? node : plainText(node.children))).join('');
}
