// Where the lines of a run stand in its file now, as far as the host has told it.
import type { LineSpan } from '../../../core/base/lines';
import { lineIn, type SpanNow, spanIn } from '../../../core/reasoning/staleness';
import type { Scene } from '../../scene';

/** While nothing is known of the file, lines stand where they stood. */
export function spanNow({ shown }: Pick<Scene, 'shown'>, span: LineSpan): SpanNow {
  return shown.stands ? spanIn(shown.stands, span) : { lines: span, isChanged: false };
}

/** `undefined`: the line is not there any more. */
export function lineNow({ shown }: Pick<Scene, 'shown'>, line: number): number | undefined {
  return shown.stands ? lineIn(shown.stands, line) : line;
}

/** As numbered now; of what is gone, as it was. */
export function namedNow(scene: Pick<Scene, 'shown'>, span: LineSpan): LineSpan {
  return spanNow(scene, span).lines ?? span;
}
