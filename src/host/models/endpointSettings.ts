// The settings of the model server. All are machine-scoped: no workspace can redirect a reader's code.
import * as vscode from 'vscode';
import type { Protocol } from '../../core/endpoint/endpoint';
import { normaliseAddress } from '../../core/endpoint/whereabouts/locality';

export interface EndpointSettings {
  /** Empty: discover. */
  readonly url: string;
  readonly protocol: 'auto' | Protocol;
  /** Empty: the one that is loaded, else the first. */
  readonly model: string;
  readonly allowNonLocal: boolean;
}

const section = 'marginalia.endpoint';

/** By the name that the settings editor finds it by. */
export const allowNonLocalSetting = `${section}.allowNonLocal`;

export function readEndpointSettings(): EndpointSettings {
  const text = (key: string) => {
    const value = ofThisMachine(key);
    return typeof value === 'string' ? value.trim() : '';
  };
  const protocol = text('protocol');
  return {
    // As in the input box, an address may be typed without its scheme; what is no address is told at the run.
    url: normaliseAddress(text('url')) ?? text('url'),
    protocol: protocol === 'ollama' || protocol === 'openai' ? protocol : 'auto',
    model: text('model'),
    allowNonLocal: ofThisMachine('allowNonLocal') === true,
  };
}

/**
 * The reader's own value, whatever a workspace says: the scope in the manifest holds for the setting's whole name
 * alone, and some versions of VS Code let a workspace give it as a part of an object (`marginalia: { endpoint: … }`).
 */
function ofThisMachine(key: string): unknown {
  const known = vscode.workspace.getConfiguration(section).inspect(key);
  return known?.globalValue ?? known?.defaultValue;
}

/** Kept for this machine. */
export async function changeEndpointSettings(change: Partial<EndpointSettings>): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  for (const [key, value] of Object.entries(change)) {
    await settings.update(key, value, vscode.ConfigurationTarget.Global);
  }
}
