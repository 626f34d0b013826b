// Predictions that a run did not bear out, as cards: which they are, one more, one less.
import type { Annotation } from '../../core/annotation/annotation';
import type { Miss } from '../../core/review/miss';
import { noteOfMiss } from './annotate';
import type { Notebook } from './notebook';

export function missCards(notebook: Notebook) {
  const notesOf = ({ id, excerpt }: Miss['run'], at: number): readonly Annotation[] => {
    const notes = notebook.opened?.store.bySource(excerpt.uri) ?? [];
    return notes.filter(({ 'marginalia:prediction': one }) => one?.run === id && one.at === at);
  };
  const ofQuestion = (run: Miss['run'], at: number, question: string) =>
    notesOf(run, at).filter(({ 'marginalia:prediction': one }) => one?.question === question);
  return {
    cardsOf: (run: Miss['run'], at: number): readonly string[] =>
      notesOf(run, at).flatMap(({ 'marginalia:prediction': one }) => (one ? [one.question] : [])),
    onChange: notebook.onPatch,
    keep: async (miss: Miss) => {
      const annotation = await noteOfMiss(miss);
      const { run, at, question } = miss;
      return notebook.write(store =>
        store.decide(() =>
          ofQuestion(run, at, question.id).length > 0 ? [] : [{ type: 'put', annotation }],
        ),
      );
    },
    unkeep: (run: Miss['run'], at: number, question: string) =>
      notebook.write(async store => {
        for (const { id } of ofQuestion(run, at, question)) await store.remove(id);
      }),
  };
}
