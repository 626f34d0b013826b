// Which lines of the file, as it is now, which step of a run is about, and which none.
import { linesOf } from '../base/lines';
import { boundsOf } from './excerpt';
import { isFinished, type Run } from './run';
import { type Staleness, spanIn } from './staleness';

export interface CoveredLine {
  /** In the file, as it is now. */
  readonly line: number;
  /** Numbers of the steps about it, in order; empty: none is. */
  readonly steps: readonly number[];
  /** The first of these steps begins here. */
  readonly isFirst: boolean;
  /** The code of that step has changed since. */
  readonly isChanged: boolean;
}

/** More lines of one run are not marked. */
const mostLines = 5_000;

/**
 * In order. `text`: the file's, which `staleness` was found in. What no step is about is told once none will come any more;
 * a line with nothing on it needs none.
 */
export function coverageOf(run: Run, { stands }: Staleness, text: string): readonly CoveredLine[] {
  const covered = new Map<number, CoveredLine>();
  for (const { number, lines } of run.steps) {
    const now = lines && spanIn(stands, lines);
    if (!now?.lines) continue;
    const { first, last } = now.lines;
    for (let line = first; line <= last && covered.size < mostLines; line += 1) {
      const before = covered.get(line);
      covered.set(line, {
        line,
        steps: [...(before?.steps ?? []), number],
        isFirst: before ? before.isFirst : line === first,
        isChanged: before ? before.isChanged : now.isChanged,
      });
    }
  }
  const all =
    isFinished(run) && run.steps.length > 0 ? spanIn(stands, boundsOf(run.excerpt)).lines : undefined;
  const now = linesOf(text);
  for (let line = all?.first ?? 1; all && line <= all.last && covered.size < mostLines; line += 1) {
    if (covered.has(line) || (now[line - 1] ?? '').trim() === '') continue;
    covered.set(line, { line, steps: [], isFirst: false, isChanged: false });
  }
  return [...covered.values()].sort((a, b) => a.line - b.line);
}
