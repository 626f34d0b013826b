// What the reader does with a card: reveal it, rate it, take the last rating back.
import type { Card, Rating } from '../core/review/card';
import type { Scene } from './scene';
import { formatInterval } from './words';

/** The first one due that was not just now rated. */
export function currentCard({ shown, ui }: Scene): Card | undefined {
  return shown.review.due.find(({ id }) => id !== ui.rated);
}

export function reveal(scene: Scene): void {
  const card = currentCard(scene);
  if (!card || scene.ui.revealed === card.id) return;
  scene.change({ revealed: card.id });
}

export function rate(scene: Scene, rating: Rating): void {
  const card = currentCard(scene);
  if (!card || scene.ui.revealed !== card.id) return;
  const { words, shown } = scene;
  scene.wish({ type: 'rateCard', card: card.id, rating });
  scene.change({ rated: card.id, revealed: undefined });
  const back = formatInterval(card.intervalsMs[rating], words);
  scene.say(words.ratedAs(words.ratings[rating], back, shown.review.due.length - 1));
}

export function undoRating(scene: Scene): void {
  if (!scene.shown.review.canUndo) return;
  scene.wish({ type: 'undoRating' });
  scene.change({ rated: undefined, revealed: undefined });
}
