// A tree of the parser's own memory as plain data.
import type { TreeCursor } from 'web-tree-sitter';
import type { SyntaxNode } from '../core/base/syntaxTree';

interface Draft extends Omit<SyntaxNode, 'children'> {
  children: Draft[];
}

/** Inside one line, so deep: enough for the names of what is defined there. */
const depthInLine = 4;

/** The node that the cursor is on, without recursion; `undefined` where it has more than `most` nodes. */
export function plainTree(cursor: TreeCursor, most: number): SyntaxNode | undefined {
  const root = nodeAt(cursor);
  const open: { readonly node: Draft; readonly depthInLine: number }[] = [{ node: root, depthInLine: 0 }];
  let count = 1;
  for (;;) {
    const top = open.at(-1);
    if (!top) return root;
    const isClosed = top.node.lines.first === top.node.lines.last && top.depthInLine >= depthInLine;
    if (!isClosed && cursor.gotoFirstChild()) {
      open.push(child(top));
    } else {
      for (;;) {
        open.pop();
        const parent = open.at(-1);
        if (!parent) return root;
        if (cursor.gotoNextSibling()) {
          open.push(child(parent));
          break;
        }
        cursor.gotoParent();
      }
    }
    count += 1;
    if (count > most) return undefined;
  }

  function child(parent: { readonly node: Draft; readonly depthInLine: number }) {
    const node = nodeAt(cursor);
    parent.node.children.push(node);
    const isInLine = parent.node.lines.first === parent.node.lines.last;
    return { node, depthInLine: isInLine ? parent.depthInLine + 1 : 0 };
  }
}

function nodeAt(cursor: TreeCursor): Draft {
  const { nodeType: type, startPosition: start, endPosition: end, currentFieldName: field } = cursor;
  // What ends with its line end does not stand on the next line.
  const last = end.column === 0 && end.row > start.row ? end.row - 1 : end.row;
  return {
    type,
    isNamed: cursor.nodeIsNamed,
    isError: type === 'ERROR' || cursor.nodeIsMissing,
    ...(field === null ? {} : { field }),
    lines: { first: start.row + 1, last: last + 1 },
    from: cursor.startIndex,
    to: cursor.endIndex,
    children: [],
  };
}
