// A report that can be pasted into an issue: versions, settings, what was found and how the last run went. No code of
// the reader's, no prompt, no key; addresses that are not of this machine lose their host.
import * as vscode from 'vscode';
import { isLoopback } from '../../core/endpoint/whereabouts/locality';
import type { Run } from '../../core/reasoning/run';
import { counted } from '../../core/wording/counted';
import { readEndpointSettings } from './endpointSettings';
import type { Endpoints } from './endpoints';
import type { SetUp } from './setUp';

export async function copyDiagnostics(parts: {
  context: vscode.ExtensionContext;
  lastRun: Run | undefined;
  endpoints: Endpoints;
  setUp: SetUp;
}): Promise<void> {
  const report = [
    '### Marginalia',
    ...machine(parts.context),
    ...settings(),
    '',
    '### Model servers',
    ...(await parts.endpoints.survey()),
    `- set up here: ${(await parts.setUp.ready())?.title ?? 'none'}`,
    '',
    '### Last run',
    ...(parts.lastRun ? lastRun(parts.lastRun) : ['- none']),
  ].join('\n');
  await vscode.env.clipboard.writeText(report);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The report is in the clipboard. It holds no code and no key.'),
  );
}

function machine(context: vscode.ExtensionContext): readonly string[] {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const kind = vscode.env.uiKind === vscode.UIKind.Web ? 'browser' : 'desktop';
  return [
    `- version ${version}, VS Code ${vscode.version} (${kind}${vscode.env.remoteName ? ', remote' : ''})`,
    `- language ${vscode.env.language}`,
  ];
}

function settings(): readonly string[] {
  const { url, protocol, model, allowNonLocal } = readEndpointSettings();
  const address = url === '' ? 'discover' : shown(url);
  return [`- endpoint ${address}, protocol ${protocol}, model ${model || 'any'}, non-local ${allowNonLocal}`];
}

function lastRun(run: Run): readonly string[] {
  const { destination, usage, problem, steps, budget } = run;
  const seconds = run.endedAt === undefined ? '' : `, ${((run.endedAt - run.startedAt) / 1000).toFixed(1)} s`;
  return [
    `- ${run.state}${seconds}, ${counted(steps.length, 'step')}, ${steps.filter(({ lines }) => lines).length} with lines`,
    ...(destination
      ? [
          `- ${destination.server} (${destination.protocol}) at ${shown(destination.url)}, model ${destination.model}`,
        ]
      : []),
    ...(budget
      ? [
          `- window ${budget.window}, answer ${budget.answer}, left out ${counted(budget.leftOut.length, 'span')}`,
        ]
      : []),
    ...(usage ? [`- usage ${JSON.stringify(usage)}`] : []),
    ...(run.warnings.length > 0 ? [`- warnings ${run.warnings.map(({ kind }) => kind).join(', ')}`] : []),
    ...(problem ? [`- problem ${problem.code}${detailOf(problem)}`] : []),
  ];
}

function detailOf(problem: NonNullable<Run['problem']>): string {
  return 'status' in problem ? ` (${problem.status})` : '';
}

function shown(url: string): string {
  return isLoopback(url) ? url : `${url.split(':', 1)[0]}://(not this machine)`;
}
