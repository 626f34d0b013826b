// Ranges of a passage's plain text as elements, and a selection as offsets of that text. The plain text of a
// rendered passage is the text of its text nodes in document order, so marks must never add a character.
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

/** Wraps each range in links to its note. Where ranges overlap, the one that starts last has the words. */
export function markText(root: Element, marks: readonly Mark[]): void {
  const started = new Set<string>();
  for (const { node, start } of textNodes(root)) {
    const pieces = piecesOf(start, node.data.length, marks).map(piece => {
      const words = node.data.slice(piece.start - start, piece.end - start);
      return piece.mark === undefined ? words : marked(words, piece.mark, node, started);
    });
    if (pieces.length > 0) node.replaceWith(...pieces);
  }
}

interface Piece {
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

function marked(words: string, mark: Mark, place: Text, started: Set<string>): Element {
  if (mark.lines) return mentioned(words, mark.lines, mark.says ?? '', place);
  if (mark.says !== undefined) return remarked(words, mark.verdict, mark.says);
  // Inside a link of the text itself, a second link would not be allowed: the words are only underlined.
  const isInLink = place.parentElement?.closest('a') !== null;
  const element = document.createElement(isInLink ? 'span' : 'a');
  element.className = 'said';
  element.dataset.for = mark.id;
  element.dataset.verdict = mark.verdict;
  if (element instanceof HTMLAnchorElement) {
    element.setAttribute('href', `#${noteId(mark.id)}`);
    element.setAttribute('aria-details', noteId(mark.id));
    // One tab stop for each annotation, at its first words.
    if (started.has(mark.id)) element.tabIndex = -1;
    started.add(mark.id);
  }
  element.append(words);
  return element;
}

/** In code `L1` is a name, and in a link there is one already. */
function mentioned(words: string, { first, last }: LineSpan, says: string, place: Text): Element {
  const isWord = place.parentElement?.closest('a, code') === null;
  const element = document.createElement(isWord ? 'a' : 'span');
  element.append(words);
  if (!(element instanceof HTMLAnchorElement)) return element;
  element.className = 'mention';
  element.setAttribute('href', '#lines');
  element.dataset.mention = `${first}-${last}`;
  element.title = says;
  return element;
}

/** The remark is read out by way of the style sheet: as text it would be copied with the words, and shift offsets. */
function remarked(words: string, verdict: string, says: string): Element {
  const element = document.createElement('span');
  element.className = 'remarked';
  element.dataset.verdict = verdict;
  element.dataset.says = says;
  element.title = says;
  element.append(words);
  return element;
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

function textNodes(root: Element): { node: Text; start: number }[] {
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
