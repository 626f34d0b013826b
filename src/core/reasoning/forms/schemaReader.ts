// An answer that is JSON: an object with a string for each piece, read while it is being written. A server that was not held
// to it after all answers in text, which is read as such.
import type { Piece } from '../pieces/piece';
import type { AnswerReader, StepEvent } from './answerReader';
import { FlatJson } from './flatJson';
import { keyOf } from './pieceHead';
import { summaryKey } from './pieceSchema';
import type { StepWriter } from './stepWriter';

/** Words or a fence before the object. What begins later is no answer of this form. */
const longestPreamble = 400;

export function schemaReader(
  writer: StepWriter,
  pieces: readonly Piece[],
  asText: AnswerReader,
): AnswerReader {
  const byKey = new Map(pieces.map(piece => [keyOf(piece), piece]));
  const json = new FlatJson();
  let preamble = '';
  let form: 'undecided' | 'json' | 'text' = 'undecided';
  /** Where the words of the current key go. */
  let goesTo: 'summary' | 'step' | 'nowhere' = 'nowhere';
  let hasSummary = false;

  const begin = (key: string) => {
    const piece = byKey.get(key);
    goesTo = 'nowhere';
    if (key === summaryKey && !hasSummary) {
      hasSummary = true;
      goesTo = 'summary';
    } else if (piece) {
      // A key that comes again is not told again.
      byKey.delete(key);
      goesTo = 'step';
      writer.open(piece.lines, '');
    }
  };
  const read = (text: string): readonly StepEvent[] => {
    for (const event of json.push(text)) {
      if (event.type === 'key') begin(event.key);
      else if (goesTo === 'summary') writer.summary(event.text);
      else if (goesTo === 'step') writer.say(event.text);
    }
    return writer.take();
  };
  const decide = (isOver: boolean): readonly StepEvent[] => {
    const at = preamble.search(/\{\s*"/);
    const held = preamble;
    if (at >= 0 && at <= longestPreamble) {
      form = 'json';
      preamble = '';
      return read(held.slice(at));
    }
    if (!isOver && held.length <= longestPreamble) return [];
    form = 'text';
    preamble = '';
    return asText.push(held);
  };

  return {
    push(text) {
      if (form === 'json') return read(text);
      if (form === 'text') return asText.push(text);
      preamble += text;
      return decide(false);
    },
    end() {
      const late = form === 'undecided' ? decide(true) : [];
      if (form === 'text') return [...late, ...asText.end()];
      writer.close();
      return [...late, ...writer.take()];
    },
  };
}
