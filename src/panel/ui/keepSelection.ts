// What the reader has selected in a text, and the mark on it that has the focus, stay so while elements of the text are
// exchanged for others that say the same words.
import { textNodes } from './marks';

/** A place in the page: a node and an offset in it. */
type Point = readonly [Node, number];

export function keepingSelection(root: Element, exchange: () => void): void {
  const selection = document.getSelection();
  const ends = selection ? endsOf(selection) : [];
  const offsets = ends.map(point => (root.contains(point[0]) ? offsetOf(root, point) : undefined));
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  exchange();
  // The browser has moved an end whose node is gone.
  const now = selection ? endsOf(selection) : [];
  const [anchor, focus] = ends.map((end, at) => pointAt(root, offsets[at]) ?? end);
  if (anchor && focus && !ends.every((end, at) => isSame(end, now[at])))
    selection?.setBaseAndExtent(...anchor, ...focus);
  if (focused?.isConnected === false) focusMark(root, focused.getAttribute('data-for'));
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
