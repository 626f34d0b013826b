// Which model server a run is sent to: what the settings name, or what listens on this machine.
import * as vscode from 'vscode';
import type { Problem } from '../core/base/problem';
import { describe, discover } from '../core/endpoint/discover';
import type { Endpoint, Model } from '../core/endpoint/endpoint';
import { isLoopback, normaliseAddress } from '../core/endpoint/locality';
import type { Clock, Http, Log } from '../core/ports';
import type { Consent } from './consent';
import { changeEndpointSettings, type EndpointSettings, readEndpointSettings } from './endpointSettings';
import { pickModel } from './modelPicker';
import type { SetUp } from './setUp';

export interface Choice {
  readonly endpoint: Endpoint;
  readonly model: Model;
  readonly key: string | undefined;
  /** Whether the code stays on this machine. */
  readonly isLocal: boolean;
}

/** The model that Marginalia set up itself; starting it loads it. */
export interface OwnModel {
  readonly title: string;
  readonly sizeBytes: number;
  start(): Promise<Choice | Problem>;
}

export interface EndpointParts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly consent: Consent;
  readonly setUp: SetUp;
}

export class Endpoints {
  readonly #parts: EndpointParts;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
  }

  /**
   * Asks anew at each run, so that a server which was started since is found. Where none answers, the model
   * that was set up here, which has yet to be started.
   */
  async choose(signal: AbortSignal): Promise<Choice | OwnModel | Problem> {
    const settings = readEndpointSettings();
    if (settings.url !== '') return this.#configured(settings);
    const { endpoints, tried } = await discover(this.#parts);
    const wanted =
      endpoints.find(({ models }) => models.some(({ id }) => id === settings.model)) ?? endpoints[0];
    if (wanted) return this.#choice(wanted, settings.model);
    const own = await this.#own(signal);
    if (own) return own;
    const empty = tried.find(({ outcome }) => outcome === 'no-model');
    if (empty) return { code: 'no-model', server: empty.usually };
    return { code: 'no-endpoint', tried, ...elsewhere() };
  }

  /** Offers every model of every server that answers. `true` when one was chosen. */
  async pick(): Promise<boolean> {
    const settings = readEndpointSettings();
    const picked = await pickModel(this.#found(settings), settings);
    if (picked === 'enter-address') return this.enterAddress();
    if (picked === undefined) return false;
    const { endpoint, model } = picked;
    await changeEndpointSettings({ url: endpoint.url, protocol: endpoint.protocol, model: model.id });
    return true;
  }

  async isAnyThere(): Promise<boolean> {
    return (await discover(this.#parts)).endpoints.length > 0;
  }

  /** What answers on this machine right now, a line each, for a report. */
  async survey(): Promise<readonly string[]> {
    const { endpoints, tried } = await discover(this.#parts);
    const found = endpoints.map(({ url, name, models }) => `- ${url}: ${name}, ${models.length} models`);
    const silent = tried
      .filter(({ outcome }) => outcome !== 'refused')
      .map(({ address, outcome }) => `- ${address}: ${outcome}`);
    return [
      ...found,
      ...silent,
      ...(found.length + silent.length === 0 ? ['- nothing listens on the usual ports'] : []),
    ];
  }

  /** Asks for an address; an empty one goes back to looking on this machine. `true` when it was changed. */
  async enterAddress(): Promise<boolean> {
    const settings = readEndpointSettings();
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Address of the model server'),
      prompt: vscode.l10n.t(
        'For example {0}. Empty: look for one on this machine.',
        'http://127.0.0.1:11434',
      ),
      value: settings.url,
      ignoreFocusOut: true,
      validateInput: text =>
        text.trim() === '' || normaliseAddress(text) !== undefined
          ? undefined
          : vscode.l10n.t('This is not the address of a server.'),
    });
    if (typed === undefined) return false;
    await changeEndpointSettings({
      url: typed.trim() === '' ? '' : (normaliseAddress(typed) ?? ''),
      protocol: 'auto',
    });
    return true;
  }

  /** Asks for the key of the server in the settings. */
  async enterKey(): Promise<boolean> {
    const { url } = readEndpointSettings();
    return url !== '' && this.#parts.consent.enterKey(url);
  }

  async #own(signal: AbortSignal): Promise<OwnModel | undefined> {
    const ready = await this.#parts.setUp.ready();
    if (!ready) return undefined;
    const start = async (): Promise<Choice | Problem> => {
      const served = await this.#parts.setUp.serve(ready.id, signal);
      if (!served?.ok) return { code: 'own-model', why: served?.why ?? { en: '', 'zh-CN': '' } };
      const found = await describe(served.value, 'openai', this.#parts);
      return found.isFound ? this.#choice(found.endpoint, '') : found.problem;
    };
    return { title: ready.title, sizeBytes: ready.bytes, start };
  }

  async #found(settings: EndpointSettings): Promise<readonly Endpoint[]> {
    const { endpoints } = await discover(this.#parts);
    if (settings.url === '' || endpoints.some(({ url }) => url === settings.url)) return endpoints;
    const configured = await this.#describe(settings);
    return 'code' in configured ? endpoints : [configured, ...endpoints];
  }

  async #configured(settings: EndpointSettings): Promise<Choice | Problem> {
    const found = await this.#describe(settings);
    return 'code' in found ? found : this.#choice(found, settings.model);
  }

  /** What answers at the address in the settings, once the reader has said yes to its host. */
  async #describe({ url, protocol, allowNonLocal }: EndpointSettings): Promise<Endpoint | Problem> {
    const refused = await this.#parts.consent.refusal(url, allowNonLocal);
    if (refused) return refused;
    const found = await describe(url, protocol, this.#parts, await this.#parts.consent.keyFor(url));
    return found.isFound ? found.endpoint : found.problem;
  }

  async #choice(endpoint: Endpoint, wanted: string): Promise<Choice | Problem> {
    const { models, name, url } = endpoint;
    const model =
      models.find(({ id }) => id === wanted) ?? models.find(({ isLoaded }) => isLoaded) ?? models[0];
    if (!model) return { code: 'no-model', server: name };
    const key = await this.#parts.consent.keyFor(url);
    return { endpoint, model, key, isLocal: isLoopback(url) && model.remoteHost === undefined };
  }
}

/** Names the machine whose loopback was searched, where that is not the one that the reader sits at. */
function elsewhere(): { readonly remoteName?: string } {
  const known = ['wsl', 'ssh-remote', 'dev-container', 'attached-container', 'codespaces', 'tunnel'];
  const remoteName = vscode.env.remoteName ?? '';
  return known.includes(remoteName) ? { remoteName } : {};
}
