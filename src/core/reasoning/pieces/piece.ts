// A piece: whole lines that belong together by syntax. The code is cut into pieces before the model is asked, and the
// model writes a step about each.
import * as v from 'valibot';
import { LineSpanSchema } from '../lineSpan';

export const Piece = v.object({
  /** Lines of the file. */
  lines: LineSpanSchema,
  /** Its first line of code (no comment, no blank line) without the blanks around it, shortened: how the model is shown which piece is meant. */
  quote: v.string(),
  /** It holds more than a piece should, and can be cut into the pieces inside it on demand. */
  opens: v.optional(v.boolean()),
});
export type Piece = v.InferOutput<typeof Piece>;
