// Front door in a browser: builds what differs there, and nothing else.
import type { ExtensionContext } from 'vscode';
import type { MarginaliaApi } from './host/api';
import { activateMarginalia } from './host/marginalia';
import { webPlatform } from './web/platform';

export function activate(context: ExtensionContext): MarginaliaApi {
  return activateMarginalia(context, webPlatform());
}
