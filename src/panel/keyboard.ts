// Listens to the keyboard and does what keys.ts says.
import { isFinished } from '../core/reasoning/run';
import { type Command, commandFor, type KeyPress } from './keys';
import { focusTitle, passageAtTop, passageElements } from './place';
import type { Scene } from './scene';
import { isComposing } from './ui/composing';
import { currentSelection, writeNote } from './views/chapter/selectionBar';
import { selectWords } from './views/chapter/selectWords';
import { saveStep, walkSteps } from './views/reasoning/transport';
import { currentCard, rate, reveal, undoRating } from './views/review/reviewActs';

/** How long `g` waits for the key after it. */
const chordMs = 1500;

export function listenToKeys(scene: () => Scene | undefined): void {
  let awaitedUntil = 0;
  document.addEventListener('keydown', event => {
    const now = scene();
    if (!now || event.defaultPrevented || isComposing(event)) return;
    const context = {
      view: now.shown.place.view,
      singleKeys: now.shown.singleKeys,
      isAwaiting: event.timeStamp < awaitedUntil,
      hasCard: currentCard(now) !== undefined,
      isRevealed: now.ui.revealed !== undefined && now.ui.revealed === currentCard(now)?.id,
    };
    const command = commandFor(pressOf(event), context);
    awaitedUntil = command?.do === 'await' ? event.timeStamp + chordMs : 0;
    if (command && perform(now, command)) event.preventDefault();
  });
}

function pressOf(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof Element ? event.target : null;
  return {
    key: event.key,
    hasModifier: event.ctrlKey || event.metaKey || event.altKey,
    hasShift: event.shiftKey,
    hasSelection: document.getSelection()?.isCollapsed === false,
    isInField: target?.closest('input, textarea, select, [contenteditable]') != null,
    isOnControl: target?.closest('button, a, summary') != null,
    isInList: target?.closest('[data-step], [data-passage]') != null,
  };
}

/** `false`: nothing to do here, the key keeps its usual meaning. */
function perform(scene: Scene, command: Command): boolean {
  const { shown, ui } = scene;
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
    case 'walk':
      return walk(scene, command.by);
    case 'play':
      scene.change({ isPlaying: !ui.isPlaying });
      return true;
    case 'saveStep':
      if (shown.run && ui.step !== undefined) saveStep(scene, shown.run, ui.step);
      return true;
    case 'revealLines':
      if (!shown.run || ui.step === undefined) return false;
      scene.wish({ type: 'showLines', run: shown.run.id, step: ui.step, reveal: true });
      return true;
    case 'openCode':
      return openCode(scene);
    case 'annotate':
      annotateSelected(scene);
      return true;
    case 'select':
      return selectWords(command.by, command.isMove);
    case 'keys':
      scene.change({ areKeysOpen: !ui.areKeysOpen });
      return true;
    case 'undo':
      undoRating(scene);
      return true;
    case 'reveal':
      reveal(scene);
      return true;
    case 'rate':
      rate(scene, command.rating);
      return true;
    case 'leaveField':
      focusTitle();
      return true;
    case 'close':
      return close(scene);
  }
}

/** Closes what is open, innermost first; with nothing open it stops the run. */
function close(scene: Scene): boolean {
  const { shown, ui } = scene;
  const aside = document.activeElement?.closest<HTMLElement>('aside[data-annotation]');
  const words =
    aside &&
    document.querySelector<HTMLElement>(`a.said[data-for="${CSS.escape(aside.dataset.annotation ?? '')}"]`);
  if (ui.areKeysOpen) scene.change({ areKeysOpen: false });
  else if (ui.query !== '') scene.change({ query: '' });
  else if (ui.draft) scene.change({ draft: undefined });
  else if (words) words.focus();
  else if (ui.areRunsOpen) scene.change({ areRunsOpen: false });
  else if (ui.isListOpen && shown.place.view === 'chapter') scene.change({ isListOpen: false });
  else if (ui.isPlaying) scene.change({ isPlaying: false });
  else if (shown.run && !isFinished(shown.run)) scene.wish({ type: 'stopRun', run: shown.run.id });
  else return false;
  return true;
}

/** What was selected a moment ago counts, whether or not it was offered yet. */
function annotateSelected(scene: Scene): void {
  const page = document.querySelector('main');
  const selection = scene.ui.selection ?? (page ? currentSelection(page) : undefined);
  if (selection) writeNote({ ...scene, ui: { ...scene.ui, selection } });
  else {
    scene.change({ hint: scene.words.selectFirst });
    scene.say(scene.words.selectFirst);
  }
}

function walk(scene: Scene, by: 1 | -1): boolean {
  const { view } = scene.shown.place;
  if (view === 'reasoning') walkSteps(scene, by);
  else if (view === 'chapter') walkPassages(by);
  else return false;
  return true;
}

function walkPassages(by: 1 | -1): void {
  const passages = passageElements();
  const focused = document.activeElement?.closest('[data-passage]');
  const at = passages.findIndex(passage => passage === (focused ?? passageAtTop()?.element));
  const isFirst = !focused && by > 0 && window.scrollY < 4;
  const next = passages[isFirst ? 0 : at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'start' });
}

/** The code of the passage that is read, or the lines of the step. */
function openCode(scene: Scene): boolean {
  const { shown, ui } = scene;
  if (shown.place.view === 'reasoning' && shown.run && ui.step !== undefined) {
    scene.wish({ type: 'showLines', run: shown.run.id, step: ui.step, reveal: true });
    return true;
  }
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
