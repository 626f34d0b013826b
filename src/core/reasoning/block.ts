// A block of code around a line, however it was found.
import type { LineSpan } from '../base/lines';

/** What a caret stands in, where the syntax tree or the editor tells. */
export type EnclosingKind = 'function' | 'method' | 'class' | 'block' | 'statement';

export interface Enclosing {
  readonly span: LineSpan;
  readonly kind?: EnclosingKind;
  /** Missing where it is not certain that the block ends there: then it is so many lines, and no function. */
  readonly symbol?: string;
}
