// Which model answers: looking again, another address, a key, another model, or a small one that is set up here.
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/store';
import type { Clock } from '../../core/ports';
import type { PlaceChange } from '../../core/wire/place';
import type { Feature } from '../shell/feature';
import { openTopic } from '../shell/topic';
import { allowNonLocalSetting } from './endpointSettings';
import type { Endpoints } from './endpoints';
import { ServerWatch } from './serverWatch';
import type { SetUp } from './setUp';

export interface ModelsParts {
  readonly clock: Clock;
  readonly endpoints: Endpoints;
  readonly setUp: SetUp;
  readonly goTo: (place: PlaceChange, preserveFocus: boolean) => Promise<void>;
  /** The question of a run once more, now that another model may answer it. */
  readonly again: (run: string | undefined) => Promise<void>;
  /** The run that is shown, where it failed. */
  readonly failedRun: () => Promise<string | undefined>;
}

export interface Models extends Feature {
  /** Calls back once a model server answers; until it is disposed. */
  whenServer(found: () => void): Disposable;
}

export function modelsFeature({ clock, endpoints, setUp, goTo, again, failedRun }: ModelsParts): Models {
  /** The panel shows how far it is; a run that failed, and is still shown, begins anew when there is a model. */
  const setUpModel = async () => {
    const failed = await failedRun();
    await goTo({ view: 'reasoning' }, true);
    if (!(await endpoints.setUp()) || failed === undefined) return;
    if ((await failedRun()) === failed) await again(failed);
  };

  const selectModel = async (run: string | undefined) => {
    const picked = await endpoints.pick();
    // Setting one up is on its own way, and begins the run itself.
    if (picked === 'set-up') await setUpModel();
    else if (picked === 'changed' && run !== undefined) await again(run);
  };

  /** Begins the run anew where something was changed for it. */
  const thenAgain = async (changed: Promise<boolean>, run: string | undefined) => {
    if ((await changed) && run !== undefined) await again(run);
    return undefined;
  };

  return {
    whenServer: found => {
      const watch = new ServerWatch(() => endpoints.isReady(), clock);
      watch.start(found);
      return watch;
    },
    commands: {
      'marginalia.selectModel': () => selectModel(undefined),
      'marginalia.setUpLocalModel': setUpModel,
      'marginalia.removeLocalModel': () => endpoints.removeOwn(),
      'marginalia.enterKey': () => endpoints.enterKey(),
    },
    wishes: {
      tryAgain: async ({ run }) => {
        await again(run);
        return undefined;
      },
      enterAddress: ({ run }) => thenAgain(endpoints.enterAddress(), run),
      enterKey: ({ run }) => thenAgain(endpoints.enterKey(), run),
      selectModel: async ({ run }) => {
        await selectModel(run);
        return undefined;
      },
      setUpModel: async () => {
        await setUpModel();
        return undefined;
      },
      openSetting: async () => {
        // The settings of the machine that the extension runs on: in a remote window, the other one's.
        const which = vscode.env.remoteName === undefined ? 'openSettings' : 'openRemoteSettings';
        await vscode.commands.executeCommand(`workbench.action.${which}`, {
          query: `@id:${allowNonLocalSetting}`,
        });
        return undefined;
      },
      stopSetUp: () => {
        setUp.stop();
        return undefined;
      },
    },
    topics: {
      'set-up': (_args, tell) =>
        openTopic(
          () => setUp.state,
          setUp.onChange(state => tell.patch(state)),
        ),
    },
  };
}
