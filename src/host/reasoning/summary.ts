// What the list of earlier runs says of one.
import { threadOf } from '../../core/reasoning/run';
import type { RunHeader } from '../../core/reasoning/runHeader';
import { longestName, type RunLabel } from '../../core/reasoning/runLabels';
import type { RunSummary } from '../../core/wire/reasoning';

export function summaryOf(header: RunHeader, label: RunLabel = {}): RunSummary {
  const { id, startedAt, question, symbol, file, model, steps, state } = header;
  const thread = question === undefined ? undefined : threadOf(header);
  return {
    id,
    startedAt,
    name: shortened(label.name ?? question ?? symbol ?? file),
    ...(label.name === undefined ? {} : { isNamed: true }),
    file,
    ...(thread === undefined ? {} : { thread }),
    ...(model === undefined ? {} : { model }),
    steps,
    state,
    ...(label.isPinned ? { isPinned: true } : {}),
    ...(label.deletedAt === undefined ? {} : { isDeleted: true }),
  };
}

/** Enough for two lines of a list; a question may be as long as a book. */
function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}
