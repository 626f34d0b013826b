// What belongs to no feature: settings of the panel, the log, a report of what the panel itself could not do.
import * as vscode from 'vscode';
import type { PanelSettings } from '../../core/wire/shell';
import type { Feature } from './feature';
import { openTopic } from './topic';

export function shellFeature(log: vscode.LogOutputChannel, copyDiagnostics: () => Promise<void>): Feature {
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
          if (change.affectsConfiguration('marginalia.panel')) tell.patch(panelSettings());
        });
        return openTopic(panelSettings, listening);
      },
    },
  };
}

function panelSettings(): PanelSettings {
  return {
    singleKeys: vscode.workspace.getConfiguration('marginalia').get('panel.singleKeys', true) === true,
  };
}
