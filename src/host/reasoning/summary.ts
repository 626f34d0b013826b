// What the list of earlier runs says of one.
import type { RunHeader } from '../../core/reasoning/runHeader';
import type { RunSummary } from '../../core/wire/reasoning';

export function summaryOf({
  id,
  startedAt,
  question,
  symbol,
  file,
  model,
  steps,
  state,
}: RunHeader): RunSummary {
  return {
    id,
    startedAt,
    name: question ?? symbol ?? file,
    ...(model === undefined ? {} : { model }),
    steps,
    state,
  };
}
