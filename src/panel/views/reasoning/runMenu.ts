// What can be done with the run that is shown as a whole, behind one disclosure: it is read far more often than sorted.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { isFinished, type Run } from '../../../core/reasoning/run';
import type { RunSummary } from '../../../core/wire/reasoning';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { icon } from '../../ui/icons';
import { askOtherwise, startAsking, variationLine } from './askOtherwise';
import { startReplay } from './replayView';
import { deleteRun, nameField, pinRun, restoreRun, startNaming } from './runTools';

/** The reader's own name for the run, and the menu. Nothing of a run that is not listed, such as one that was refused. */
export function runMenu(scene: Scene, run: Run): TemplateResult | typeof nothing {
  const { words, ui, shown } = scene;
  const summary = summaryOf(scene, run.id);
  if (!summary) return nothing;
  const isDeleted = shown.deletedRuns.includes(summary);
  const isOpen = ui.isRunMenuOpen;
  const toggle = () => scene.change({ isRunMenuOpen: !scene.ui.isRunMenuOpen });
  const isNaming = ui.naming?.run === run.id;
  return html`${summary.isNamed && !isNaming ? html`<p class="label own-name" data-run-name>${isolated(summary.name)}</p>` : nothing}
    ${variationLine(scene, run)}
    ${shown.isBesideGone ? html`<div class="notice" role="status" data-notice="beside-gone">${icon('half')}<span>${words.besideIsGone}</span></div>` : nothing}
    ${isDeleted ? deletedNotice(scene, summary) : nothing}
    <div class="run-menu" data-run-menu>
      <button type="button" class="link" data-action="run-menu" aria-expanded=${isOpen} @click=${toggle}>
        ${icon('chev', isOpen ? 'chev open' : 'chev')}${words.thisRun}
      </button>
      ${isOpen ? html`<div class="actions" data-tools=${run.id}>${isNaming ? nameField(scene, summary) : acts(scene, summary, run)}</div>` : nothing}
      ${askOtherwise(scene, run)}
    </div>`;
}

function acts(scene: Scene, run: RunSummary, shown: Run): readonly unknown[] {
  const { words } = scene;
  const look = 'quietb' as const;
  return [
    button({
      name: words.askOtherwise,
      action: 'ask-otherwise',
      icon: 'beside',
      look,
      press: () => startAsking(scene, shown),
    }),
    button({
      name: words.rename,
      action: 'rename-run',
      icon: 'pencil',
      look,
      press: () => startNaming(scene, run),
    }),
    button({
      name: words.traceRun,
      action: 'trace-run',
      icon: 'ring',
      look,
      isDisabled: !isFinished(shown),
      press: () => scene.wish({ type: 'traceRun', run: run.id }),
    }),
    button({
      name: words.replayRun,
      action: 'replay-run',
      icon: 'play',
      look,
      isDisabled: !isFinished(shown),
      press: () => startReplay(scene, run.id),
    }),
    button({
      name: run.isPinned ? words.unpin : words.pin,
      action: 'pin-run',
      icon: run.isPinned ? 'pinned' : 'pin',
      look,
      press: () => pinRun(scene, run),
    }),
    ...(['markdown', 'html', 'json'] as const).map(format =>
      button({
        name: words.exportAs[format],
        action: `export-${format}`,
        icon: 'out',
        look,
        press: () => scene.wish({ type: 'exportRun', run: run.id, format }),
      }),
    ),
    run.isDeleted
      ? nothing
      : button({
          name: words.deleteThis,
          action: 'delete-run',
          icon: 'bin',
          look,
          press: () => deleteRun(scene, run),
        }),
  ];
}

function deletedNotice(scene: Scene, run: RunSummary): TemplateResult {
  const { words } = scene;
  return html`<div class="notice" role="status" data-notice="deleted">
    ${icon('bin')}<span>${words.thisRunIsDeleted}</span>
    ${button({ name: words.bringBack, action: 'restore-run', look: 'quietb', press: () => restoreRun(scene, run) })}
  </div>`;
}

function summaryOf({ shown }: Scene, id: string): RunSummary | undefined {
  return [...shown.runs, ...shown.deletedRuns].find(one => one.id === id);
}
