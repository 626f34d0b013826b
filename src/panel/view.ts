// What the panel asks of a view. It knows none of them by name: views.ts lists them.
import type { TemplateResult } from 'lit-html';
import type { Command, KeyContext } from './keys';
import type { Scene } from './scene';

export interface PanelView {
  draw(scene: Scene): TemplateResult;
  /** The page is about to be drawn anew, with this view in it before and after. */
  beforeDrawing?(scene: Scene, page: HTMLElement): void;
  /** The page was drawn, with this view in it. What takes the focus now, as a selector, where something opened. */
  afterDrawing?(scene: Scene, page: HTMLElement): string | undefined;
  /** Another view was drawn in its place. */
  left?(): void;
  /** The page has another width, or other fonts. */
  resized?(page: HTMLElement): void;
  /** The reader has selected something, or nothing any more. */
  selected?(scene: Scene, page: HTMLElement): void;
  /** Whether it asks a card, and shows its answer: some keys mean something only then. */
  card?(scene: Scene): Pick<KeyContext, 'hasCard' | 'isRevealed'>;
  /** What it shows depends on the second. */
  isTicking?(scene: Scene): boolean;
  /** Does what a key asks for; `false` where that is nothing here. */
  perform(scene: Scene, command: Command): boolean;
  /** Closes what is open in it, innermost first; `false` where nothing is. */
  close(scene: Scene): boolean;
}
