// What lies between two lines of code that follow each other: how far out one steps there, and what holds them together.

export type SeamKind =
  /** Below the head of a function, a class and their kind. */
  | 'definition'
  /** Below the head of any other block. */
  | 'head'
  /** Before what goes on with a block: `else`, `catch`. */
  | 'branch'
  /** Between statements. */
  | 'sibling'
  /** After a label that leads to nothing of its own, or a decorator. */
  | 'bound'
  /** Between the members of one expression: arguments, entries. */
  | 'member'
  /** Elsewhere in one statement. */
  | 'inside';

export interface Seam {
  readonly kind: SeamKind;
  /** Of what holds both lines: the smaller, the further out. Statements of one block have one level, and so has the seam below its head. */
  readonly level: number;
}

/** What a line is to those who cut. */
export type LineKind =
  | 'blank'
  /** A comment on what follows. */
  | 'note'
  /** What tells about the line before: a docstring. */
  | 'noteBack'
  /** Brackets only. */
  | 'opening'
  | 'closing'
  | 'code';

export interface LineFacts {
  readonly kind: LineKind;
  /** To the line of code before. */
  readonly seam: Seam;
}

/** Whether a seam parts statements, and not one statement. */
export function partsStatements({ kind }: Seam): boolean {
  return kind !== 'member' && kind !== 'inside';
}
