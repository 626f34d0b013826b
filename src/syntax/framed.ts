// The tree of a part of a file that was parsed inside something: without what was put around it.
import type { SyntaxNode } from '../core/base/syntaxTree';
import type { Frame } from './grammars';

/** How much of a tree the parser could make nothing of: how many places, and the characters in them. */
export interface Damage {
  readonly places: number;
  readonly characters: number;
}

export function damageOf(root: SyntaxNode): Damage {
  let [places, characters] = [0, 0];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.isError) {
      places += 1;
      characters += node.to - node.from;
    } else for (const child of node.children) waiting.push(child);
  }
  return { places, characters };
}

/** What stands in the frame, as if it had been parsed alone. `length`: of the part. */
export function unframed(root: SyntaxNode, frame: Frame, length: number, lastLine: number): SyntaxNode {
  if (frame.before === '') return root;
  const [from, to] = [frame.before.length, frame.before.length + length];
  let around = root;
  for (;;) {
    const inner = around.children.find(
      child => child.from < from && child.to >= to && child.children.length > 0,
    );
    if (!inner) break;
    around = inner;
  }
  const inside = around.children.filter(child => child.from >= from && child.to <= to);
  const moved = inside.map(child => shifted(child, from));
  return {
    ...root,
    type: 'program',
    from: 0,
    to: length,
    lines: { first: 1, last: lastLine },
    children: moved,
  };
}

/** Without recursion, as trees are deep. */
function shifted(node: SyntaxNode, by: number): SyntaxNode {
  interface Draft extends Omit<SyntaxNode, 'children'> {
    children: Draft[];
  }
  const copy = (one: SyntaxNode): Draft => ({ ...one, from: one.from - by, to: one.to - by, children: [] });
  const root = copy(node);
  const waiting: [SyntaxNode, Draft][] = [[node, root]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    for (const child of pair[0].children) {
      const moved = copy(child);
      pair[1].children.push(moved);
      waiting.push([child, moved]);
    }
  }
  return root;
}
