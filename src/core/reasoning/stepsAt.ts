// Which steps of a run are about a line of its file, as that stands now.
import type { Run, Step } from './run';
import { compareCode, lineBefore } from './staleness';

/**
 * In the order of the run, for a line of the text as it is now. None where the line is no longer what was sent: nobody has
 * said anything about it.
 */
export function stepsAt(
  { excerpt, steps }: Pick<Run, 'excerpt' | 'steps'>,
  text: string,
  line: number,
): readonly Step[] {
  const then = lineBefore(compareCode(excerpt, text).stands, line);
  if (then === undefined) return [];
  return steps.filter(({ lines }) => lines && lines.first <= then && then <= lines.last);
}
