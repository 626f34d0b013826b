// Steps of runs that the reader kept: which they are, and keeping one more, once.
import type { Run } from '../../core/reasoning/run';
import { noteOfStep } from './annotate';
import type { Notebook } from './notebook';

export function savedSteps(notebook: Notebook) {
  const savedOf = ({ id, excerpt }: Run): readonly number[] => {
    const notes = notebook.opened?.store.bySource(excerpt.uri) ?? [];
    return notes.flatMap(({ 'marginalia:step': step }) => (step?.run === id ? [step.number] : []));
  };
  return {
    savedOf,
    onChange: notebook.onPatch,
    save: async (run: Run, number: number) => {
      const annotation = await noteOfStep(run, number);
      if (!annotation) return { code: 'internal' as const, detail: `the run has no step ${number}` };
      return notebook.write(store =>
        store.decide(() => (savedOf(run).includes(number) ? [] : [{ type: 'put', annotation }])),
      );
    },
  };
}
