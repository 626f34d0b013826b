// Front door on desktop and remote: builds what differs there, and nothing else.
import type { ExtensionContext } from 'vscode';
import type { MarginaliaApi } from './host/api';
import { activateMarginalia } from './host/marginalia';
import { nodePlatform } from './node/platform';

export function activate(context: ExtensionContext): MarginaliaApi {
  return activateMarginalia(context, nodePlatform());
}
