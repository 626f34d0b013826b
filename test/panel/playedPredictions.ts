// What the host does with a prediction, played: graded by what was seen, kept, and a miss made a card.
import { grade } from '../../src/core/trace/predict/grade';
import { answerTo } from '../../src/core/trace/predict/predictions';
import { questionsOf } from '../../src/core/trace/predict/questions';
import { type PredictedNow, type PredictedPatch, predictedAfter } from '../../src/core/wire/predict';
import type { Wish } from '../../src/core/wire/wish';
import type { Shown } from '../../src/panel/shown';

/** The patches that a wish comes to, and what is predicted after them. */
export function playPrediction(
  { run, trace, predicted = { predictions: null, cards: [] } }: Shown,
  wish: Wish,
): { readonly now: PredictedNow; readonly patches: readonly PredictedPatch[] } | undefined {
  if (!run || !trace) return undefined;
  const { text, firstLine } = run.excerpt;
  const questions = questionsOf(trace, { text, firstLine });
  const patches: PredictedPatch[] = [];
  const { cards } = predicted;
  if (wish.type === 'beginPredicting') patches.push({ event: { e: 'begin', at: trace.at } });
  else if (wish.type === 'endPredicting') patches.push({ event: { e: 'end' } });
  else if (wish.type === 'keepMiss')
    patches.push({
      cards: wish.keep ? [...cards, wish.question] : cards.filter(one => one !== wish.question),
    });
  else if (wish.type === 'predict') {
    const question = questions.find(({ id }) => id === wish.question);
    if (!question) return undefined;
    const graded = wish.said === undefined ? 'shown' : grade(question.kind, question.seen, wish.said);
    if (graded === 'unread') return undefined;
    patches.push({ event: { e: 'answer', answer: answerTo(question, graded, wish.said) } });
    if (graded === 'miss') patches.push({ cards: [...cards, question.id] });
  } else return undefined;
  return { now: patches.reduce(predictedAfter, predicted), patches };
}
