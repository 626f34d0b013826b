// The list of models: server, version, window, whether it thinks, whether it is loaded.
import * as vscode from 'vscode';
import type { Endpoint, Model } from '../core/endpoint/endpoint';
import type { EndpointSettings } from './endpointSettings';

export interface Picked {
  readonly endpoint: Endpoint;
  readonly model: Model;
}

interface Item extends vscode.QuickPickItem {
  readonly choice?: Picked | 'enter-address';
}

/** Opens at once and fills when the servers have answered. `undefined` when the reader thought better of it. */
export async function pickModel(
  found: Promise<readonly Endpoint[]>,
  settings: EndpointSettings,
): Promise<Picked | 'enter-address' | undefined> {
  const address: Item = { label: vscode.l10n.t('$(edit) Enter an address…'), choice: 'enter-address' };
  const items = found.then(endpoints => {
    const groups = endpoints.flatMap(endpoint => group(endpoint, settings));
    return [...groups, { label: '', kind: vscode.QuickPickItemKind.Separator }, address];
  });
  const chosen = await vscode.window.showQuickPick<Item>(items, {
    title: vscode.l10n.t('Model for Explain Reasoning'),
    placeHolder: vscode.l10n.t('Models of the servers that answer on this machine'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.choice;
}

function group(endpoint: Endpoint, settings: EndpointSettings): readonly Item[] {
  const heading = { label: `${endpoint.name} · ${endpoint.url}`, kind: vscode.QuickPickItemKind.Separator };
  return [heading, ...endpoint.models.map(model => item(endpoint, model, settings))];
}

function item(endpoint: Endpoint, model: Model, settings: EndpointSettings): Item {
  const isChosen = settings.model === model.id && (settings.url === '' || settings.url === endpoint.url);
  return {
    label: `${isChosen ? '$(check) ' : ''}${model.id}`,
    description: facts(model).join(' · '),
    ...(model.remoteHost === undefined
      ? {}
      : { detail: `$(globe) ${vscode.l10n.t('runs on {0}, not on this machine', model.remoteHost)}` }),
    choice: { endpoint, model },
  };
}

function facts(model: Model): readonly string[] {
  const known: (string | undefined)[] = [
    model.contextTokens === undefined
      ? undefined
      : vscode.l10n.t('{0} tokens', model.contextTokens.toLocaleString(vscode.env.language)),
    model.thinks ? vscode.l10n.t('thinks') : undefined,
    model.sizeBytes === undefined || model.remoteHost !== undefined
      ? undefined
      : `${(model.sizeBytes / 1e9).toFixed(1)} GB`,
    model.isLoaded === undefined
      ? undefined
      : model.isLoaded
        ? vscode.l10n.t('loaded')
        : vscode.l10n.t('not loaded'),
  ];
  return known.filter(fact => fact !== undefined);
}
