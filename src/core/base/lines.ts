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

/** In order, with those that touch as one. */
export function joinedSpans(spans: readonly LineSpan[]): readonly LineSpan[] {
  const joined: LineSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before && span.first <= before.last + 1) {
      joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    } else joined.push(span);
  }
  return joined;
}

/** What of `span` is left without `holes`, in order. */
export function without(span: LineSpan, holes: readonly LineSpan[]): readonly LineSpan[] {
  const parts: LineSpan[] = [];
  let first = span.first;
  for (const hole of [...holes].sort((a, b) => a.first - b.first)) {
    if (hole.first > first) parts.push({ first, last: Math.min(hole.first - 1, span.last) });
    first = Math.max(first, hole.last + 1);
    if (first > span.last) break;
  }
  if (first <= span.last) parts.push({ first, last: span.last });
  return parts.filter(part => part.first <= part.last);
}
