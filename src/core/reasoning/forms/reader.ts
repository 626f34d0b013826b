// The reader of an answer about pieces, by the form in which it was asked.
import type { LineSpan } from '../../base/lines';
import type { Form } from '../../endpoint/forms';
import type { Piece } from '../pieces/piece';
import type { AnswerReader } from './answerReader';
import { placing } from './placing';
import { withoutRepetition } from './repetition';
import { schemaReader } from './schemaReader';
import { soleReader } from './soleReader';
import { StepWriter } from './stepWriter';
import { textReader } from './textReader';

export interface AskedPieces {
  readonly form: Form;
  readonly pieces: readonly Piece[];
  /** The one piece was asked for by itself. */
  readonly isSole?: boolean | undefined;
  /** A sentence on the whole was asked for too. */
  readonly hasSummary?: boolean | undefined;
  /** Pieces come in the order in which they run, some of them again. */
  readonly isTrace?: boolean | undefined;
  /** The code that the pieces are of. */
  readonly code: { readonly text: string; readonly firstLine: number };
}

/** `bounds`: the lines that were sent, but for those `leftOut`. */
export function pieceReader(
  { form, pieces, code, isSole = false, hasSummary = true, isTrace = false }: AskedPieces,
  bounds: LineSpan,
  leftOut: readonly LineSpan[],
): AnswerReader {
  const writer = new StepWriter(placing(pieces, code), isSole || isTrace || form !== 'free');
  const [sole] = pieces;
  if (isSole && sole) return withoutRepetition(soleReader(writer, sole), 'step');
  const asText = textReader(writer, bounds, { leftOut, hasSummary });
  // One that says the same again means it: the part has run again.
  if (isTrace) return asText;
  const reader = form === 'schema' ? schemaReader(writer, pieces, asText) : asText;
  return withoutRepetition(reader, form === 'free' ? 'answer' : 'step');
}
