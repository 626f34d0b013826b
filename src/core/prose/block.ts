// What a document is made of while it is read: blocks that stay open until a line ends them.
import type { FenceMark } from '../base/fences';
import { GrowingInline } from './growingInline';
import type { Definitions } from './inline';
import type { Alignment, Node } from './tree';

export type Block = Container | Leaf;

export interface Container extends Common {
  readonly kind: 'document' | 'quote' | 'list' | 'item';
  readonly children: Block[];
  /** Of a list: what its items begin with, `-` or `1.` without the number. Else empty. */
  readonly bullet: string;
  readonly start: number;
  /** Of an item: how far its content is indented. */
  readonly indent: number;
  /** Elements around what stands in it. */
  readonly depth: number;
  /** A blank line was the last that was read in it. */
  isAfterBlank: boolean;
  /** Of a list: blank lines stand between its items or inside them. */
  isLoose: boolean;
}

export interface Leaf extends Common {
  kind: 'paragraph' | 'heading' | 'code' | 'rule' | 'table';
  /** Of what has words. */
  inline: GrowingInline | undefined;
  /** Paragraphs, headings and code: what it says. */
  text: string;
  /** Of a paragraph, which may become the head of a table. */
  lastLine: string;
  level: number;
  readonly fence: Fence | undefined;
  columns: readonly (Alignment | undefined)[];
  /** Of a table, its head first. */
  readonly children: Row[];
  /** Cells that were added to short rows. */
  padding: number;
}

/** One line of a table. */
export interface Row extends Common {
  readonly kind: 'row';
  readonly cells: readonly string[];
  /** Of the cells that hold words. */
  readonly inlines: readonly (GrowingInline | undefined)[];
}

export interface Fence {
  readonly mark: FenceMark;
  readonly indent: number;
  readonly language: string | undefined;
}

interface Common {
  isOpen: boolean;
  /** Its nodes, as they were when it was closed. */
  made: Made | undefined;
}

export interface Made {
  readonly nodes: readonly Node[];
  /** What the nodes depend on besides the block itself. */
  readonly definitions: Definitions;
  readonly isTight: boolean;
}

export function container(
  kind: Container['kind'],
  depth: number,
  bullet = '',
  start = 1,
  indent = 0,
): Container {
  return {
    kind,
    children: [],
    bullet,
    start,
    indent,
    depth,
    isAfterBlank: false,
    isLoose: false,
    isOpen: true,
    made: undefined,
  };
}

export function leaf(kind: Leaf['kind'], text: string, own: { level?: number; fence?: Fence } = {}): Leaf {
  return {
    kind,
    text,
    lastLine: text,
    inline: undefined,
    level: own.level ?? 0,
    fence: own.fence,
    columns: [],
    children: [],
    padding: 0,
    isOpen: true,
    made: undefined,
  };
}

export function row(cells: readonly string[]): Row {
  return {
    kind: 'row',
    cells,
    inlines: cells.map(() => new GrowingInline()),
    isOpen: false,
    made: undefined,
  };
}

/** Leaves blocks as they are now, whatever is done to them and added to them afterwards. */
export function keep(blocks: readonly Block[]): () => void {
  const kept = blocks.map(block => ({ block, before: { ...block }, children: block.children.length }));
  return () => {
    for (const { block, before, children } of kept) {
      Object.assign(block, before);
      block.children.length = children;
    }
  };
}
