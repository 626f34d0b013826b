// What belongs to no feature: settings of the panel, the log, a report of what the panel itself could not do.
import * as vscode from 'vscode';
import type { Depth } from '../../core/reasoning/forms/depth';
import type { PanelSettings } from '../../core/wire/shell';
import type { Feature } from './feature';
import { openTopic } from './topic';

export function shellFeature(
  log: vscode.LogOutputChannel,
  depth: () => Depth,
  copyDiagnostics: () => Promise<void>,
): Feature {
  const panelSettings = (): PanelSettings => ({
    singleKeys: vscode.workspace.getConfiguration('marginalia').get('panel.singleKeys', true) === true,
    depth: depth(),
  });
  return {
    commands: {
      'marginalia.showLog': () => log.show(),
      'marginalia.copyDiagnostics': copyDiagnostics,
    },
    wishes: {
      showLog: () => {
        log.show();
        return undefined;
      },
      copyDiagnostics: async () => {
        await copyDiagnostics();
        return undefined;
      },
      panelFailed: ({ detail }) => {
        log.error(`panel: ${detail}`);
        return undefined;
      },
    },
    topics: {
      settings: (_args, tell) => {
        const listening = vscode.workspace.onDidChangeConfiguration(change => {
          const isOurs = ['marginalia.panel', 'marginalia.steps'].some(one =>
            change.affectsConfiguration(one),
          );
          if (isOurs) tell.patch(panelSettings());
        });
        return openTopic(panelSettings, listening);
      },
    },
  };
}
