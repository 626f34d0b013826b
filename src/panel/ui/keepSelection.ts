// What the reader has selected in a text, and the mark on it that has the focus, stay so while elements of the text are
// exchanged for others that say the same words.
import { textNodes } from './marks';

/** A place in the page: a node and an offset in it. */
type Point = readonly [Node, number];

export function keepingSelection(root: Element, exchange: () => void): void {
  const selection = mayBeSelected() ? document.getSelection() : null;
  const ends = selection ? endsOf(selection) : [];
  const offsets = ends.map(point => (root.contains(point[0]) ? offsetOf(root, point) : undefined));
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  exchange();
  if (selection && ends.length > 0) {
    const now = endsOf(selection);
    const [anchor, focus] = ends.map((end, at) => pointAt(root, offsets[at]) ?? end);
    // The browser has moved an end whose node is gone.
    if (anchor && focus && !ends.every((end, at) => isSame(end, now[at])))
      selection.setBaseAndExtent(...anchor, ...focus);
  }
  if (focused?.isConnected === false) focusMark(root, focused.getAttribute('data-for'));
}

/** Whether a selection was ever made or moved in this page: even to ask how many there are may have it laid out. */
let hasMoved = false;
let isWatched = false;

function watch(): void {
  if (isWatched) return;
  isWatched = true;
  hasMoved = (document.getSelection()?.rangeCount ?? 0) > 0;
  document.addEventListener('selectionchange', () => {
    hasMoved = true;
  });
}

/** To ask where the selection is has the page laid out; in a field it is none of the text's. */
function mayBeSelected(): boolean {
  watch();
  if (!hasMoved) return false;
  if (document.activeElement instanceof HTMLTextAreaElement) return false;
  return (document.getSelection()?.rangeCount ?? 0) > 0;
}

/** Where it begins and where it ends, as it was drawn; none where nothing is selected. */
function endsOf({
  isCollapsed,
  anchorNode,
  anchorOffset,
  focusNode,
  focusOffset,
}: Selection): readonly Point[] {
  if (isCollapsed || !anchorNode || !focusNode) return [];
  return [
    [anchorNode, anchorOffset],
    [focusNode, focusOffset],
  ];
}

function isSame([node, offset]: Point, other: Point | undefined): boolean {
  return node === other?.[0] && offset === other[1];
}

function offsetOf(root: Element, end: Point): number {
  const range = document.createRange();
  range.setStart(root, 0);
  range.setEnd(...end);
  return range.toString().length;
}

function pointAt(root: Element, offset: number | undefined): Point | undefined {
  if (offset === undefined) return undefined;
  const found = textNodes(root).find(({ node, start }) => start + node.data.length >= offset);
  return found && [found.node, offset - found.start];
}

function focusMark(root: Element, mark: string | null): void {
  if (mark === null) return;
  root.querySelector<HTMLElement>(`a.said[data-for="${CSS.escape(mark)}"]`)?.focus({ preventScroll: true });
}
