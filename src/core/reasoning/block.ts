// A block of code around a line, however it was found.
import type { LineSpan } from '../base/lines';

export interface Enclosing {
  readonly span: LineSpan;
  /** Missing where it is not certain that the block ends there: then it is so many lines, and no function. */
  readonly symbol?: string;
}
