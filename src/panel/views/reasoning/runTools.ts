// What a reader says about a run: a name, a pin, that it is deleted, and that it is not after all.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { longestName } from '../../../core/reasoning/runLabels';
import type { RunSummary } from '../../../core/wire/reasoning';
import type { Scene } from '../../scene';
import { button, tool } from '../../ui/button';
import { isComposing } from '../../ui/composing';

/** `current`: the run that is shown. */
export function runTools(scene: Scene, run: RunSummary, current: string | undefined): TemplateResult {
  const { words } = scene;
  const name = isolated(run.name);
  return html`<div class="tools" data-tools=${run.id}>
    ${
      current === undefined
        ? nothing
        : tool({
            name: words.compareWith(name),
            action: 'compare-run',
            icon: 'beside',
            press: () => compareWith(scene, current, run.id),
          })
    }
    ${tool({ name: words.renameRun(name), action: 'rename-run', icon: 'pencil', press: () => startNaming(scene, run) })}
    ${tool({
      name: run.isPinned ? words.unpinRun(name) : words.pinRun(name),
      action: 'pin-run',
      icon: run.isPinned ? 'pinned' : 'pin',
      isPressed: run.isPinned === true,
      press: () => pinRun(scene, run),
    })}
    ${tool({ name: words.deleteRun(name), action: 'delete-run', icon: 'bin', press: () => deleteRun(scene, run) })}
  </div>`;
}

export function compareWith(scene: Scene, run: string, beside: string): void {
  scene.change({ areRunsOpen: false });
  scene.go({ view: 'reasoning', run, beside });
}

export function startNaming(scene: Scene, run: RunSummary): void {
  scene.change({
    naming: { run: run.id, text: run.isNamed ? run.name : '' },
    focusNext: { selector: '[data-action="run-name"]' },
  });
}

export function pinRun(scene: Scene, run: RunSummary): void {
  const granted = () => {
    scene.say(run.isPinned ? scene.words.runUnpinned : scene.words.runPinned);
    // A row that moves up in the list lets go of the focus.
    scene.change({ focusNext: { selector: toolOf(run.id, 'pin-run') } });
  };
  scene.wish({ type: 'pinRun', run: run.id, isPinned: !run.isPinned }, { granted });
}

export function deleteRun(scene: Scene, run: RunSummary): void {
  const granted = () => {
    scene.say(scene.words.runDeleted(isolated(run.name)));
    scene.change({
      lastDeleted: run.id,
      areRunsOpen: true,
      focusNext: { selector: '[data-action="undo-delete"]' },
    });
  };
  scene.wish({ type: 'deleteRun', run: run.id }, { granted });
}

export function restoreRun(scene: Scene, run: Pick<RunSummary, 'id'>): void {
  const granted = () => {
    scene.say(scene.words.runRestored);
    const lastDeleted = scene.ui.lastDeleted === run.id ? undefined : scene.ui.lastDeleted;
    scene.change({ lastDeleted, focusNext: { selector: `[data-show-run="${CSS.escape(run.id)}"], #title` } });
  };
  scene.wish({ type: 'restoreRun', run: run.id }, { granted });
}

/** A field in the place of the name. Enter keeps it, Escape leaves it as it was; an empty one takes the name back. */
export function nameField(scene: Scene, run: RunSummary): TemplateResult {
  const { words } = scene;
  const leave = () =>
    scene.change({ naming: undefined, focusNext: { selector: toolOf(run.id, 'rename-run') } });
  const type = (event: Event) => {
    if (event.target instanceof HTMLInputElement)
      scene.change({ naming: { run: run.id, text: event.target.value } });
  };
  const keep = (event: Event) => {
    event.preventDefault();
    const text = scene.ui.naming?.text ?? '';
    const granted = () => {
      scene.say(text.trim() === '' ? words.nameTakenBack : words.nameKept);
      leave();
    };
    scene.wish({ type: 'nameRun', run: run.id, name: text }, { granted });
  };
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event)) return;
    event.preventDefault();
    leave();
  };
  return html`<form class="naming" @submit=${keep} @keydown=${close}>
    <label class="field"><input
      type="text"
      data-action="run-name"
      autocomplete="off"
      maxlength=${longestName}
      placeholder=${words.nameOfRun}
      aria-label=${words.nameOfRun}
      .value=${scene.ui.naming?.text ?? ''}
      @input=${type}
    ></label>
    <button class="second" data-action="keep-name">${words.keepName}</button>
    ${button({ name: words.cancel, action: 'cancel-name', look: 'quietb', press: leave })}
  </form>`;
}

function toolOf(run: string, action: string): string {
  return `[data-tools="${CSS.escape(run)}"] [data-action="${action}"]`;
}
