// Selecting words of a passage by keyboard: Shift with an arrow takes one more or one less, an arrow alone moves on.
import { passageAtTop } from '../../place';

/** `false` where there is no passage to select in. */
export function selectWords(by: 1 | -1, isMove: boolean): boolean {
  const selection = document.getSelection();
  if (!selection) return false;
  const direction = by > 0 ? 'forward' : 'backward';
  if (selection.isCollapsed || selection.rangeCount === 0) {
    const text = textOfPassage();
    if (!text || by < 0) return false;
    selection.collapse(text, 0);
    selection.modify('extend', 'forward', 'word');
  } else if (isMove) {
    if (by > 0) selection.collapseToEnd();
    else {
      selection.collapseToStart();
      selection.modify('move', 'backward', 'word');
    }
    selection.modify('extend', 'forward', 'word');
  } else selection.modify('extend', direction, 'word');
  return true;
}

/** Of the passage that has the focus, else of the one that is read. */
function textOfPassage(): Element | null {
  const focused = document.activeElement?.closest('[data-passage]');
  return (focused ?? passageAtTop()?.element)?.querySelector('[data-text]') ?? null;
}
