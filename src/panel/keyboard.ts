// Listens to the keyboard and does what keys.ts says.
import { type Command, commandFor, type KeyPress } from './keys';
import { focusTitle } from './place';
import type { Scene } from './scene';
import { isComposing } from './ui/composing';
import type { PanelView } from './view';

/** How long `g` waits for the key after it. */
const chordMs = 1500;

export function listenToKeys(scene: () => Scene | undefined, viewOf: (scene: Scene) => PanelView): void {
  let awaitedUntil = 0;
  document.addEventListener('keydown', event => {
    const now = scene();
    if (!now || event.defaultPrevented || isComposing(event)) return;
    const view = viewOf(now);
    const context = {
      view: now.shown.place.view,
      singleKeys: now.shown.singleKeys,
      isAwaiting: event.timeStamp < awaitedUntil,
      ...(view.card?.(now) ?? { hasCard: false, isRevealed: false }),
    };
    const command = commandFor(pressOf(event), context);
    // Held down, it would be the second press that is to be a deliberate one.
    if (event.repeat && command?.do === 'saveStep') return;
    awaitedUntil = command?.do === 'await' ? event.timeStamp + chordMs : 0;
    if (command && perform(now, view, command)) event.preventDefault();
  });
}

function pressOf(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof Element ? event.target : null;
  return {
    key: event.key,
    hasModifier: event.ctrlKey || event.metaKey || event.altKey,
    hasShift: event.shiftKey,
    hasSelection: document.getSelection()?.isCollapsed === false,
    // A slider takes arrows and no letters.
    isInField: target?.closest('input:not([type="range"]), textarea, select, [contenteditable]') != null,
    isOnControl: target?.closest('button, a, summary') != null,
    isInList: target?.closest('[data-step], [data-passage]') != null,
  };
}

/** `false`: nothing to do here, the key keeps its usual meaning. */
function perform(scene: Scene, view: PanelView, command: Command): boolean {
  switch (command.do) {
    case 'search':
      document.querySelector<HTMLElement>('[data-action="search"]')?.focus();
      return true;
    case 'view':
      scene.go({ view: command.view });
      return true;
    case 'map':
      scene.go({ view: 'chapter' });
      scene.change({ isListOpen: true });
      return true;
    case 'await':
      return true;
    case 'keys':
      scene.change({ areKeysOpen: !scene.ui.areKeysOpen });
      return true;
    case 'leaveField':
      focusTitle();
      return true;
    case 'close':
      return close(scene, view);
    default:
      return view.perform(scene, command);
  }
}

/** Closes what is open, innermost first. */
function close(scene: Scene, view: PanelView): boolean {
  const { ui, change } = scene;
  if (ui.areKeysOpen) change({ areKeysOpen: false });
  else if (ui.query !== '') change({ query: '' });
  else return view.close(scene);
  return true;
}
