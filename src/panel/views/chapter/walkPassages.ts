// From passage to passage by keyboard, and to the code of the one that is read.
import { passageAtTop, passageElements } from '../../place';

export function walkPassages(by: 1 | -1): void {
  const passages = passageElements();
  const focused = document.activeElement?.closest('[data-passage]');
  const at = passages.findIndex(passage => passage === (focused ?? passageAtTop()?.element));
  const isFirst = !focused && by > 0 && window.scrollY < 4;
  const next = passages[isFirst ? 0 : at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'start' });
}

/** Opens the code of the passage that is read, or of the next one that has some; `false` where none has. */
export function clickOpenCode(): boolean {
  const focused = document.activeElement?.closest('[data-passage]');
  const passages = passageElements();
  const from = passages.findIndex(passage => passage === (focused ?? passageAtTop()?.element));
  const buttons = passages
    .slice(Math.max(0, from))
    .flatMap(passage => [
      ...passage.querySelectorAll<HTMLElement>('[data-action="open-code"]:not(:disabled)'),
    ]);
  buttons[0]?.click();
  return buttons.length > 0;
}
