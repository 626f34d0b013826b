// Which lines of the code no step of a run is about: the limit came first, or a stop, or they were never sent.
import { clip, joinedSpans, type LineSpan, linesOf, without } from '../base/lines';
import { boundsOf } from './excerpt';
import { isFinished, type Run } from './run';

export interface Unexplained {
  /** Lines of the file, in order; blank ones stand in none of them alone. Empty: all was explained. */
  readonly lines: readonly LineSpan[];
  /** Those among them that the model never got. */
  readonly leftOut: readonly LineSpan[];
}

const nothing: Unexplained = { lines: [], leftOut: [] };

/** Of a run that is over and was asked for pieces; of others nothing is known to be owed. */
export function unexplained(run: Run): Unexplained {
  const { excerpt, pieces, steps, budget } = run;
  if (!pieces || !isFinished(run) || steps.length === 0) return nothing;
  const text = linesOf(excerpt.text);
  const owed = leftOutOf(budget?.leftOut ?? [], run.inside ?? boundsOf(excerpt));
  const isCode = ({ first, last }: LineSpan) =>
    text.slice(first - excerpt.firstLine, last - excerpt.firstLine + 1).some(line => line.trim() !== '');
  const worn = steps.flatMap(({ lines }) => lines ?? []);
  const asked = pieces.map(({ lines }) => lines);
  const missed = asked.flatMap(piece => without(piece, worn));
  return {
    lines: joinedSpans([...missed, ...owed].filter(isCode)),
    leftOut: owed.filter(isCode),
  };
}

function leftOutOf(spans: readonly LineSpan[], all: LineSpan): readonly LineSpan[] {
  return spans.flatMap(span => clip(span, all) ?? []);
}
