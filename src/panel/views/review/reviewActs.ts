// What the reader does with a card: reveal it, rate it, take the last rating back.
import type { Card, Rating } from '../../../core/review/card';
import type { Scene } from '../../scene';
import { formatInterval } from '../../words';

/** The first one due whose rating is not under way. */
export function currentCard({ shown, underWay }: Scene): Card | undefined {
  const rated = (card: string) => underWay.some(wish => wish.type === 'rateCard' && wish.card === card);
  return shown.review?.due.find(({ id }) => !rated(id));
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
  const back = formatInterval(card.intervalsMs[rating], words);
  const granted = () => scene.say(words.ratedAs(words.ratings[rating], back, shown.dueCount - 1));
  scene.change({ revealed: undefined, guess: undefined, unread: undefined });
  scene.wish({ type: 'rateCard', card: card.id, rating }, { granted });
}

export function undoRating(scene: Scene): void {
  const isUnderWay = scene.underWay.some(({ type }) => type === 'undoRating');
  if (!scene.shown.review?.canUndo || isUnderWay) return;
  scene.change({ revealed: undefined });
  scene.wish({ type: 'undoRating' });
}
