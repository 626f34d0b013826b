// Markdown to a safe tree of known elements. Raw HTML becomes text; nothing of the source is ever parsed as HTML.

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

export interface Element {
  readonly tag: Tag;
  readonly children: readonly Node[];
  /** Only on `a`: http, https or mailto. */
  readonly href?: string;
  /** Only on `pre`: the language after the fence. */
  readonly language?: string;
}
