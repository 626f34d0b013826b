// Lines and offsets of a text: the one place that counts them. Lines are numbered from 1, as editors show them.

/** A span of whole lines, both ends included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** "12" or "12-18": how a span stands in `data-lines`. */
export function formatLines(span: LineSpan): string {
  return span.first === span.last ? `${span.first}` : `${span.first}-${span.last}`;
}

export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}

/** The part of `span` that lies within `bounds`, or `undefined` where they do not meet. */
export function clip(span: LineSpan, bounds: LineSpan): LineSpan | undefined {
  const first = Math.max(span.first, bounds.first);
  const last = Math.min(span.last, bounds.last);
  return first <= last ? { first, last } : undefined;
}
