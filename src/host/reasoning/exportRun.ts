// Writes a run where the reader says: for people as Markdown or one HTML file, for programs as JSON with all that is known.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';
import type { Language } from '../../core/chapter/chapter';
import { isBrokenOff } from '../../core/reasoning/brokenOff';
import { checkStep } from '../../core/reasoning/checks/checkStep';
import { readCode } from '../../core/reasoning/checks/knownCode';
import type { Run, TimedEvent } from '../../core/reasoning/run';
import type { RunLabel } from '../../core/reasoning/runLabels';
import { unexplained } from '../../core/reasoning/unexplained';
import type { ExportFormat } from '../../core/wire/reasoning';
import { label as plainLabel } from '../shell/label';
import { exportedRun, fileNameOf } from './exportedRun';
import { runAsHtml } from './runAsHtml';
import { runAsMarkdown } from './runAsMarkdown';

export interface Exported {
  readonly run: Run;
  readonly events: readonly TimedEvent[];
  readonly label: RunLabel;
}

const ends: Readonly<Record<ExportFormat, string>> = { markdown: 'md', json: 'json', html: 'html' };
const names: Readonly<Record<ExportFormat, string>> = { markdown: 'Markdown', json: 'JSON', html: 'HTML' };

/** Resolves when it is written, or when the reader thought better of it. */
export async function exportRun(
  exported: Exported,
  format: ExportFormat,
  language: Language,
): Promise<Problem | undefined> {
  const { run, label } = exported;
  const name = `${fileNameOf(run, label.name)}.${ends[format]}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Run'),
    filters: { [names[format]]: [ends[format]] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!uri) return undefined;
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(textOf(exported, format, language)));
  } catch (error) {
    return { code: 'not-written', detail: error instanceof Error ? error.message : String(error) };
  }
  const written = plainLabel(uri.path.split('/').at(-1) ?? name);
  void vscode.window.showInformationMessage(vscode.l10n.t('The run was exported to {0}.', written));
  return undefined;
}

export function textOf(exported: Exported, format: ExportFormat, language: Language): string {
  const { run, label } = exported;
  switch (format) {
    case 'markdown':
      return runAsMarkdown(exportedRun(run, label.name, language));
    case 'html':
      return runAsHtml(exportedRun(run, label.name, language));
    case 'json':
      return `${JSON.stringify(runAsJson(exported), undefined, 2)}\n`;
  }
}

/** Nothing of the run is shortened in it. The marks are ours, the rest is as it is kept; closer looks and questions are runs
 * of their own, and what ran is a file of its own. */
function runAsJson({ run, events, label }: Exported) {
  const code = readCode(run.excerpt, run.definitions);
  const isProse = run.question !== undefined;
  return {
    format: 'marginalia-run',
    version: 1,
    isChecked: false,
    isBrokenOff: isBrokenOff(run),
    unexplained: unexplained(run),
    notIncluded: ['closer-looks', 'questions', 'trace'],
    label,
    run,
    marks: isProse
      ? []
      : run.steps.map(step => ({
          step: step.number,
          isUnanchored: !step.lines,
          marks: checkStep(step, code),
        })),
    events,
  };
}
