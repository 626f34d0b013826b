// Front door on desktop and remote: builds what differs there, and nothing else.
import type { ExtensionContext } from 'vscode';
import type { MarginaliaApi } from './host/api';
import { activateMarginalia, type Marginalia } from './host/marginalia';
import { nodePlatform } from './node/platform';
import { treeSitter } from './syntax/treeSitter';

let active: Marginalia | undefined;

export function activate(context: ExtensionContext): MarginaliaApi {
  active = activateMarginalia(context, { ...nodePlatform(), syntax: treeSitter });
  return active.api;
}

/** The editor waits for it: a line that is being written gets to the disk, and what came of a run. */
export async function deactivate(): Promise<void> {
  await active?.close();
  active = undefined;
}
