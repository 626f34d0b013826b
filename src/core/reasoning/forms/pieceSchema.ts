// The form of an explanation as a JSON Schema: an object whose keys are the pieces in order, all of them required. Servers
// write the keys of an object in the order of its properties.
import type { Piece } from '../pieces/piece';
import { type AnswerShape, sentencesOf } from './depth';
import { keyOf } from './pieceHead';

export const summaryKey = 'summary';

/** In characters, for each sentence: far more than one takes, so that none is cut in its middle. */
const longestSentence = 240;

export function pieceSchema(
  pieces: readonly Piece[],
  { depth = 'steps', hasSummary = true }: AnswerShape = {},
): object {
  const words = { type: 'string', minLength: 1, maxLength: longestSentence * sentencesOf[depth] };
  const keys = pieces.map(keyOf);
  return {
    type: 'object',
    properties: {
      ...(hasSummary ? { [summaryKey]: { type: 'string', minLength: 1, maxLength: longestSentence } } : {}),
      ...Object.fromEntries(keys.map(key => [key, words])),
    },
    required: [...(hasSummary ? [summaryKey] : []), ...keys],
    additionalProperties: false,
  };
}
