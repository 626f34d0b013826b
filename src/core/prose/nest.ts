// A flat row of what was read becomes nested elements, down to a limit.
import type { Run } from './emphasis';
import { element, joined, type Node, plainText, type Tag } from './tree';

export type Piece =
  | { readonly node: Node }
  | { readonly run: Run }
  | { readonly opens: 'link'; readonly href: string | undefined; readonly source: string }
  | { readonly opens: 'image'; readonly source: string }
  | { readonly closes: true };

type Link = Extract<Piece, { opens: 'link' }>;

interface Frame {
  readonly children: Node[];
  /** What becomes of the children. */
  readonly made: (children: readonly Node[]) => readonly Node[];
  readonly room: number;
}

/** How many elements a piece opens more than it closes. */
export function depthOf(piece: Piece | undefined): number {
  if (piece === undefined || 'node' in piece) return 0;
  if ('run' in piece) return piece.run.opening.length - piece.run.closing.length;
  return 'opens' in piece ? 1 : -1;
}

/** The nodes of all pieces. Where there is no room for another element, marks stand as they were written. */
export function nest(pieces: readonly Piece[], room: number): readonly Node[] {
  const frames: Frame[] = [];
  let top: Frame = { children: [], made: children => children, room };
  const open = (made: Frame['made']) => {
    frames.push(top);
    top = { children: [], made, room: top.room - 1 };
  };
  const close = () => {
    const around = frames.pop();
    if (!around) return;
    const nodes = top.made(joined(top.children));
    top = around;
    for (const node of nodes) top.children.push(node);
  };
  for (const piece of pieces) {
    if ('node' in piece) top.children.push(piece.node);
    else if ('closes' in piece) close();
    else if ('opens' in piece) {
      if (piece.opens === 'image') open(children => [plainText(children) || piece.source]);
      else open(top.room > 1 ? children => linked(children, piece) : withoutLinks);
    } else {
      const { mark, left, closing, opening } = piece.run;
      for (const _ of closing) close();
      top.children.push(mark.repeat(left));
      for (const tag of [...opening].reverse()) {
        open(
          top.room > 1 ? children => [element(tag, children)] : children => asWritten(tag, mark, children),
        );
      }
    }
  }
  while (frames.length > 0) close();
  return joined(top.children);
}

function asWritten(tag: Tag, mark: string, children: readonly Node[]): readonly Node[] {
  const marks = mark.repeat(tag === 'em' ? 1 : 2);
  return [marks, ...children, marks];
}

/** The words of a link, which are all that is left of one that is not safe; one without words is its source. */
function linked(children: readonly Node[], { href, source }: Link): readonly Node[] {
  const words = children.length > 0 ? withoutLinks(children) : [source];
  return href === undefined ? words : [element('a', words, { href })];
}

/** A bare address in the words of a link is no link of its own. */
function withoutLinks(children: readonly Node[]): readonly Node[] {
  return children.flatMap(node => {
    if (typeof node === 'string') return [node];
    const inside = withoutLinks(node.children);
    return node.tag === 'a' ? inside : [{ ...node, children: joined(inside) }];
  });
}
