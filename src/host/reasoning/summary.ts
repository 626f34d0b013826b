// What the list of earlier runs says of one.
import { threadOf } from '../../core/reasoning/run';
import type { RunHeader } from '../../core/reasoning/runHeader';
import type { RunSummary } from '../../core/wire/reasoning';

export function summaryOf(header: RunHeader): RunSummary {
  const { id, startedAt, question, symbol, file, model, steps, state } = header;
  const thread = question === undefined ? undefined : threadOf(header);
  return {
    id,
    startedAt,
    name: question ?? symbol ?? file,
    file,
    ...(thread === undefined ? {} : { thread }),
    ...(model === undefined ? {} : { model }),
    steps,
    state,
  };
}
