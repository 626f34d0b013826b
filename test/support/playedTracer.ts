// A tracer that runs nothing: it tells of one call of `total` what a test has it tell.
import type { PlannedTrace, Tracer, TraceTask } from '../../src/core/ports';

/** `lines`: those of the file that can be reached; `told`: what follows the beginning of the call, and what it gave back. */
export function playedTracer(lines: readonly number[], told: readonly object[], result: string): Tracer {
  const value = { k: 'int', s: result };
  return {
    plan({ path: file, call }: TraceTask): ReturnType<Tracer['plan']> {
      const set = { a: { k: 'list', s: '[1, 2, 3]' } };
      const events = [
        { e: 'begin', v: 1, language: 'python', runtime: '3.12.4', file, call },
        { e: 'file', id: 0, path: file, lines, loops: [] },
        { e: 'call', f: 1, by: 0, file: 0, l: 1, name: 'total', set },
        ...told,
        { e: 'return', f: 1, value },
        { e: 'end', reason: 'finished', value },
      ];
      const run: PlannedTrace['run'] = async onTold =>
        onTold(events.map(event => `${JSON.stringify(event)}\n`).join(''));
      return { ok: true, value: { command: ['python3'], folder: '/folder', timeMs: 1, memoryBytes: 1, run } };
    },
  };
}
