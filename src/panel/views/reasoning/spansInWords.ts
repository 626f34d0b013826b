// Spans of lines as words: "line 3, lines 7–9".
import type { LineSpan } from '../../../core/base/lines';
import type { Words } from '../../words';

export function spansInWords(words: Words, spans: readonly LineSpan[]): string {
  return spans.map(({ first, last }) => words.spanOfLines(first, last)).join(words.sourceJoin);
}
