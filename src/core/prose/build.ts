// The tree of what was read. What is closed is made once; of what is open, only what has grown.
import type { Block, Container, Leaf, Row } from './block';
import type { Effort } from './growingInline';
import type { Definitions } from './inline';
import { deepest, element, type Node } from './tree';

export interface Making {
  readonly definitions: Definitions;
  readonly effort: Effort;
}

/** The nodes of a block with `depth` elements around it; in a tight list, a paragraph is its words alone. */
export function nodesOf(block: Block, depth: number, isTight: boolean, making: Making): readonly Node[] {
  const { definitions } = making;
  const { made } = block;
  if (!block.isOpen && made?.definitions === definitions && made.isTight === isTight) return made.nodes;
  const nodes = isContainer(block)
    ? ofContainer(block, depth, isTight, making)
    : ofLeaf(block, depth, isTight, making);
  block.made = { nodes, definitions, isTight };
  return nodes;
}

function isContainer(block: Block): block is Container {
  return (
    block.kind === 'document' || block.kind === 'quote' || block.kind === 'list' || block.kind === 'item'
  );
}

function ofContainer(block: Container, depth: number, isTight: boolean, making: Making): readonly Node[] {
  const { kind, children, isLoose, bullet, start } = block;
  const inside = (isTightInside: boolean) => {
    const nodes: Node[] = [];
    for (const child of children) {
      const around = kind === 'document' ? 0 : depth + 1;
      for (const node of nodesOf(child, around, isTightInside, making)) nodes.push(node);
    }
    return nodes;
  };
  switch (kind) {
    case 'document':
      return inside(false);
    case 'quote':
      return [element('blockquote', inside(false))];
    case 'list': {
      const isOrdered = /[.)]/.test(bullet);
      return [element(isOrdered ? 'ol' : 'ul', inside(!isLoose), start === 1 ? {} : { start })];
    }
    case 'item':
      return [element('li', inside(isTight))];
  }
}

function ofLeaf(block: Leaf, depth: number, isTight: boolean, making: Making): readonly Node[] {
  const words = (around: number) =>
    block.inline?.nodes(block.text.trim(), deepest - depth - around, making.definitions, making.effort) ?? [];
  switch (block.kind) {
    case 'paragraph': {
      const nodes = words(1);
      return isTight || nodes.length === 0 ? nodes : [element('p', nodes)];
    }
    case 'heading':
      return [element(block.level <= 2 ? 'h2' : block.level === 3 ? 'h3' : 'h4', words(1))];
    case 'code':
      return [ofCode(block)];
    case 'rule':
      return [element('hr', [])];
    case 'table': {
      const [head, ...rows] = block.children.map(line => ofRow(line, block, depth + 3, making));
      const body = rows.length > 0 ? [element('tbody', rows)] : [];
      return [element('table', [element('thead', head ? [head] : []), ...body])];
    }
  }
}

function ofCode({ text, fence }: Leaf): Node {
  let end = fence ? Math.max(0, text.length - 1) : text.length;
  while (!fence && text[end - 1] === '\n') end--;
  const code = text.slice(0, end);
  const { language } = fence ?? {};
  return element('pre', [element('code', [code])], language === undefined ? {} : { language });
}

function ofRow(line: Row, table: Leaf, depth: number, { definitions, effort }: Making): Node {
  if (line.made?.definitions === definitions && line.made.nodes[0] !== undefined) return line.made.nodes[0];
  const isHead = line === table.children[0];
  const cells = line.cells.map((cell, index) => {
    const words = line.inlines[index]?.nodes(cell, deepest - depth - 1, definitions, effort) ?? [];
    const align = table.columns[index];
    return element(isHead ? 'th' : 'td', words, align === undefined ? {} : { align });
  });
  const made = element('tr', cells);
  line.made = { nodes: [made], definitions, isTight: false };
  return made;
}
