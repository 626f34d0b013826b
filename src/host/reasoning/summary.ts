// What the list of earlier runs says of one.
import type { Run } from '../../core/reasoning/run';
import type { RunSummary } from '../../core/wire/reasoning';

export function summaryOf(run: Run): RunSummary {
  return {
    id: run.id,
    startedAt: run.startedAt,
    name: run.question ?? run.excerpt.symbol ?? run.excerpt.name,
    ...(run.destination ? { model: run.destination.model } : {}),
    steps: run.steps.length,
    state: run.state,
  };
}
