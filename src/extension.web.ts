// Front door in a browser: builds what differs there, and nothing else.
import type { ExtensionContext } from 'vscode';
import type { MarginaliaApi } from './host/api';
import { activateMarginalia } from './host/marginalia';
import { webPlatform } from './web/platform';

let active: MarginaliaApi | undefined;

export function activate(context: ExtensionContext): MarginaliaApi {
  active = activateMarginalia(context, webPlatform());
  return active;
}

/** The editor waits for it, and lets go of everything afterwards: a line that is being written gets to the disk. */
export async function deactivate(): Promise<void> {
  await active?.settled();
  active = undefined;
}
