// The review as a view: its page and its keys.
import type { TemplateResult } from 'lit-html';
import type { Command, KeyContext } from '../../keys';
import type { Scene } from '../../scene';
import type { PanelView } from '../../view';
import { currentCard, rate, reveal, undoRating } from './reviewActs';
import { reviewView } from './reviewView';

export class ReviewView implements PanelView {
  #wasRevealed = false;

  draw(scene: Scene): TemplateResult {
    return reviewView(scene);
  }

  beforeDrawing(_scene: Scene, page: HTMLElement): void {
    this.#wasRevealed = isRevealed(page);
  }

  /** Reveal moves the focus to the answer, and a rating to the next question. */
  afterDrawing(_scene: Scene, page: HTMLElement): string | undefined {
    const isNow = isRevealed(page);
    if (isNow === this.#wasRevealed) return undefined;
    return isNow ? '.card .a' : '.card .q, #title';
  }

  left(): void {
    this.#wasRevealed = false;
  }

  card(scene: Scene): Pick<KeyContext, 'hasCard' | 'isRevealed'> {
    const card = currentCard(scene);
    return { hasCard: card !== undefined, isRevealed: card !== undefined && scene.ui.revealed === card.id };
  }

  perform(scene: Scene, command: Command): boolean {
    switch (command.do) {
      case 'reveal':
        reveal(scene);
        return true;
      case 'rate':
        rate(scene, command.rating);
        return true;
      case 'undo':
        undoRating(scene);
        return true;
      default:
        return false;
    }
  }

  close(): boolean {
    return false;
  }
}

function isRevealed(page: HTMLElement): boolean {
  return page.querySelector('.card .a') !== null;
}
