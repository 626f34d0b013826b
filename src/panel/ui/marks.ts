// Ranges of a passage's plain text, and a selection as offsets of that text. The plain text of a rendered passage is the
// text of its text nodes in document order, so marks must never add a character.
import type { Verdict } from '../../core/annotation/annotation';
import type { LineSpan } from '../../core/base/lines';

export interface Mark {
  /** The annotation that these words belong to. */
  readonly id: string;
  readonly verdict: Verdict | 'mine' | 'plain' | 'unsent';
  /** What is to be said of the words; they belong to no annotation then, and lead nowhere. */
  readonly says?: string;
  /** Lines that the words name, which a press on them shows. */
  readonly lines?: LineSpan;
  /** UTF-16 offsets in the plain text. */
  readonly start: number;
  readonly end: number;
}

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly mark?: Mark;
}

/** The text from `start` on, cut where a mark begins or ends; empty where no mark touches it. */
export function piecesOf(start: number, length: number, marks: readonly Mark[]): readonly Piece[] {
  const end = start + length;
  const touching = marks.filter(mark => mark.start < end && mark.end > start);
  if (touching.length === 0) return [];
  const cuts = new Set([start, end]);
  for (const mark of touching) cuts.add(Math.max(start, mark.start)).add(Math.min(end, mark.end));
  const sorted = [...cuts].sort((a, b) => a - b);
  // The one that starts last lies on top, of several the shortest; one that is over shows what lay below it.
  const waiting = [...touching].sort((a, b) => b.start - a.start || a.end - b.end);
  const pile: Mark[] = [];
  return sorted.slice(0, -1).map((from, index) => {
    for (let next = waiting.at(-1); next && next.start <= from; next = waiting.at(-1)) {
      pile.push(next);
      waiting.pop();
    }
    while ((pile.at(-1)?.end ?? end) <= from) pile.pop();
    const to = sorted[index + 1] ?? end;
    const top = pile.at(-1);
    return top === undefined ? { start: from, end: to } : { start: from, end: to, mark: top };
  });
}

/** The DOM id of a margin note. */
export function noteId(annotation: string): string {
  return `note-${annotation.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}

/** Offsets of a selection in the plain text of `root`; `undefined` where it selects none of it. */
export function selectedOffsets(root: Element, range: Range): { start: number; end: number } | undefined {
  let start: number | undefined;
  let end = 0;
  for (const { node, start: at } of textNodes(root)) {
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    if (to <= from) continue;
    start ??= at + from;
    end = at + to;
  }
  return start === undefined ? undefined : { start, end };
}

/** Those below `root`, each with where it begins in the plain text. */
export function textNodes(root: Element): { node: Text; start: number }[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: { node: Text; start: number }[] = [];
  let start = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    found.push({ node, start });
    start += node.data.length;
  }
  return found;
}
