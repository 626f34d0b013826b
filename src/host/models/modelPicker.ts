// The list of models: server, version, where each runs, its window, whether it thinks, whether it is loaded; and the
// one that was set up here.
import * as vscode from 'vscode';
import type { Endpoint, Model } from '../../core/endpoint/endpoint';
import { type Candidate, isHere, whereaboutsOf } from '../../core/endpoint/whereabouts/whereabouts';
import { label } from '../shell/label';
import type { EndpointSettings } from './endpointSettings';

/** `own`: the model that was set up here, by its id. */
export type Picked = Candidate | { readonly own: string } | 'set-up' | 'enter-address';

export interface Offered {
  readonly endpoints: readonly Endpoint[];
  /** The model that was set up here; `undefined` where none was, and where none can be. */
  readonly own: { readonly id: string; readonly title: string; readonly bytes: number } | undefined;
  readonly canSetUp: boolean;
}

interface Item extends vscode.QuickPickItem {
  readonly choice?: Picked;
}

/**
 * Opens at once and fills when the servers have answered. The first row is the one that Enter takes, so what is not here
 * comes after everything else. `isOnce`: for one run, where nothing is set up and no address entered. `undefined` when the reader thought better of it.
 */
export async function pickModel(
  offered: Promise<Offered>,
  settings: EndpointSettings,
  { isOnce = false } = {},
): Promise<Picked | undefined> {
  const address: Item = { label: vscode.l10n.t('$(edit) Enter an address…'), choice: 'enter-address' };
  const items = offered.then(offer => [
    ...offer.endpoints.flatMap(endpoint => group(endpoint, settings, true)),
    ...ownGroup(isOnce ? { ...offer, canSetUp: false } : offer, settings),
    ...(isOnce ? [] : [{ label: '', kind: vscode.QuickPickItemKind.Separator }, address]),
    ...offer.endpoints.flatMap(endpoint => group(endpoint, settings, false)),
  ]);
  const chosen = await vscode.window.showQuickPick<Item>(items, {
    title: isOnce ? vscode.l10n.t('Model for this run alone') : vscode.l10n.t('Model for Explain Reasoning'),
    placeHolder: vscode.l10n.t('Models of the servers that answer on this machine, and the one set up here'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.choice;
}

/** The models of a server that are here, or the others. */
function group(endpoint: Endpoint, settings: EndpointSettings, ofHere: boolean): readonly Item[] {
  const models = endpoint.models.filter(model => isHere({ endpoint, model }) === ofHere);
  if (models.length === 0) return [];
  const heading = {
    label: `${label(endpoint.name)} · ${label(endpoint.url)}`,
    kind: vscode.QuickPickItemKind.Separator,
  };
  return [heading, ...models.map(model => item(endpoint, model, settings))];
}

function ownGroup({ own, canSetUp }: Offered, settings: EndpointSettings): readonly Item[] {
  if (!own && !canSetUp) return [];
  const heading = { label: vscode.l10n.t('Set up here'), kind: vscode.QuickPickItemKind.Separator };
  if (!own) {
    const offer = `$(cloud-download) ${vscode.l10n.t('Set up a small model here…')}`;
    return [heading, { label: offer, choice: 'set-up' }];
  }
  const isChosen = settings.url === '' && settings.model === own.id;
  return [
    heading,
    {
      label: ticked(own.title, isChosen),
      description: `${gigabytes(own.bytes)} · ${vscode.l10n.t('starts when a run needs it')}`,
      choice: { own: own.id },
    },
  ];
}

function item(endpoint: Endpoint, model: Model, settings: EndpointSettings): Item {
  const isChosen = settings.model === model.id && (settings.url === '' || settings.url === endpoint.url);
  return {
    label: ticked(label(model.id), isChosen),
    description: facts(model).join(' · '),
    detail: placeOf({ endpoint, model }),
    choice: { endpoint, model },
  };
}

function placeOf({ endpoint, model }: Candidate): string {
  switch (whereaboutsOf(endpoint.url, model)) {
    case 'here':
      return `$(lock) ${vscode.l10n.t('runs on this machine')}`;
    case 'elsewhere':
      return model.remoteHost === undefined
        ? `$(globe) ${vscode.l10n.t('does not run on this machine')}`
        : `$(globe) ${vscode.l10n.t('runs on {0}, not on this machine', label(model.remoteHost))}`;
    case 'unknown':
      return `$(question) ${vscode.l10n.t('the server does not say where it runs')}`;
  }
}

function ticked(name: string, isChosen: boolean): string {
  return isChosen ? `$(check) ${name}` : name;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

function facts(model: Model): readonly string[] {
  const known: (string | undefined)[] = [
    model.contextTokens === undefined
      ? undefined
      : model.contextTokens === 1
        ? vscode.l10n.t('1 token')
        : vscode.l10n.t('{0} tokens', model.contextTokens.toLocaleString(vscode.env.language)),
    model.thinks ? vscode.l10n.t('thinks') : undefined,
    model.sizeBytes === undefined || model.remoteHost !== undefined ? undefined : gigabytes(model.sizeBytes),
    model.isLoaded === undefined
      ? undefined
      : model.isLoaded
        ? vscode.l10n.t('loaded')
        : vscode.l10n.t('not loaded'),
  ];
  return known.filter(fact => fact !== undefined);
}
