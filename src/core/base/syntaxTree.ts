// What a parser knows of a text, as plain data: whoever reads it knows no parser.
import type { LineSpan } from './lines';

export interface SyntaxNode {
  /** As its grammar calls it: `if_statement`; a mark or a word of the language is called by its text. */
  readonly type: string;
  /** No mark and no mere word of the language. */
  readonly isNamed: boolean;
  /** The parser could make nothing of what stands here, or missed something. */
  readonly isError: boolean;
  /** What it is to its parent: `body`, `name`. */
  readonly field?: string;
  /** Lines of the text that was parsed, from 1. */
  readonly lines: LineSpan;
  /** From where to where it stands in that text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** In order. Those inside one line may be left out below some depth. */
  readonly children: readonly SyntaxNode[];
}

export interface SyntaxTree {
  readonly root: SyntaxNode;
}
