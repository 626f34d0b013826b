// Which model server a run is sent to: what the settings name, or what listens on this machine.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';
import type { Choice, Loading, ModelChooser } from '../../core/endpoint/choice';
import { describe, describeLoaded, discover } from '../../core/endpoint/discover';
import type { Endpoint, Model } from '../../core/endpoint/endpoint';
import { isLoopback, normaliseAddress } from '../../core/endpoint/locality';
import type { Clock, Http, Log, StandIns } from '../../core/ports';
import type { Consent } from './consent';
import { changeEndpointSettings, type EndpointSettings, readEndpointSettings } from './endpointSettings';
import { type Offered, pickModel } from './modelPicker';
import type { SetUp } from './setUp';

export interface EndpointParts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly standIns?: StandIns | undefined;
  readonly consent: Consent;
  readonly setUp: SetUp;
}

export class Endpoints implements ModelChooser {
  readonly #parts: EndpointParts;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
  }

  /**
   * Asks anew at each run, so that a server which was started since is found. Where none answers: one that is
   * still loading, else the model that was set up here.
   */
  async choose(signal: AbortSignal): Promise<Choice | Loading | Problem> {
    const settings = readEndpointSettings();
    if (settings.url !== '') return this.#configured(settings, signal);
    const { endpoints, tried } = await this.#discover(signal);
    const holder = endpoints.find(({ models }) => models.some(({ id }) => id === settings.model));
    const namesOwn = !holder && this.#parts.setUp.offers(settings.model);
    const chosenOwn = namesOwn ? await this.#own(signal) : undefined;
    if (chosenOwn) return chosenOwn;
    const wanted = holder ?? endpoints[0];
    // Ours was chosen and has been removed since: that is no reason to refuse what is there.
    const asked = namesOwn ? { ...settings, model: '' } : settings;
    if (wanted) return this.#choice(wanted, asked.model);
    const loading = tried.find(({ outcome }) => outcome === 'loading');
    if (loading) return this.#loading(`http://${loading.address}`, asked, signal, loading.usually);
    const own = await this.#own(signal);
    if (own) return own;
    const empty = tried.find(({ outcome }) => outcome === 'no-model');
    if (empty) return { code: 'no-model', server: empty.usually };
    return { code: 'no-endpoint', tried, ...elsewhere() };
  }

  /**
   * Offers every model of every server that answers, and the one that was set up here. `changed`: a run may now find
   * another one. `set-up`: the reader wants one to be set up.
   */
  async pick(): Promise<'changed' | 'set-up' | undefined> {
    const settings = readEndpointSettings();
    const picked = await pickModel(this.#offered(settings), settings);
    if (picked === undefined || picked === 'set-up') return picked;
    if (picked === 'enter-address') return (await this.enterAddress()) ? 'changed' : undefined;
    if ('own' in picked) await useOwn(picked.own);
    else {
      const { endpoint, model } = picked;
      await changeEndpointSettings({ url: endpoint.url, protocol: endpoint.protocol, model: model.id });
    }
    return 'changed';
  }

  /** Offers to set up a small model here. `true` when it is there, and the next run will use it. */
  async setUp(): Promise<boolean> {
    const id = await this.#parts.setUp.offer();
    if (id === undefined) return false;
    await useOwn(id);
    return true;
  }

  /** Offers to remove what was set up here. */
  async removeOwn(): Promise<void> {
    const { setUp } = this.#parts;
    await setUp.remove();
    if (setUp.offers(readEndpointSettings().model) && !(await setUp.ready())) {
      await changeEndpointSettings({ model: '' });
    }
  }

  /** Whether a run would find a model now. Asks nobody for anything. */
  async isReady(): Promise<boolean> {
    const { url, protocol } = readEndpointSettings();
    if (url === '') {
      const { endpoints } = await this.#discover();
      return endpoints.length > 0 || (await this.#parts.setUp.ready()) !== undefined;
    }
    return isLoopback(url) && (await describe(url, protocol, this.#parts)).isFound;
  }

  /** What answers on this machine right now, a line each, for a report. */
  async survey(): Promise<readonly string[]> {
    const { endpoints, tried } = await this.#discover();
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
      model: '',
    });
    return true;
  }

  /** Asks for the key of the server in the settings, or of the one on this machine that wants one. */
  async enterKey(): Promise<boolean> {
    const { url } = readEndpointSettings();
    if (url !== '') return this.#parts.consent.enterKey(url);
    const { tried } = await this.#discover();
    const locked = tried.find(({ outcome }) => outcome === 'unauthorized');
    return locked !== undefined && this.#parts.consent.enterKey(`http://${locked.address}`);
  }

  /** Keys go along where one was given for a server; aborting the signal ends it at once. */
  #discover(signal?: AbortSignal) {
    const keyFor = (url: string) => this.#parts.consent.keyFor(url);
    return discover(this.#parts, { keyFor, ...(signal ? { signal } : {}) });
  }

  async #own(signal: AbortSignal): Promise<Loading | undefined> {
    const ready = await this.#parts.setUp.ready(readEndpointSettings().model);
    if (!ready) return undefined;
    const wait = async (): Promise<Choice | Problem> => {
      const served = await this.#parts.setUp.serve(ready.id, signal);
      if (!served?.ok) return { code: 'own-model', why: served?.why ?? { en: '', 'zh-CN': '' } };
      const { url, key } = served.value;
      const found = await describe(url, 'openai', this.#parts, key);
      if (!found.isFound) return found.problem;
      const choice = await this.#choice(found.endpoint, '');
      return 'code' in choice ? choice : { ...choice, key };
    };
    return { model: ready.title, sizeBytes: ready.bytes, isOwn: true, wait };
  }

  #loading(url: string, settings: EndpointSettings, signal: AbortSignal, model = settings.model): Loading {
    const wait = async (): Promise<Choice | Problem> => {
      const key = await this.#parts.consent.keyFor(url);
      const found = await describeLoaded(url, settings.protocol, this.#parts, signal, { key });
      return found.isFound ? this.#choice(found.endpoint, settings.model) : found.problem;
    };
    return { model, wait };
  }

  async #offered(settings: EndpointSettings): Promise<Offered> {
    const { setUp } = this.#parts;
    const [endpoints, own] = await Promise.all([this.#found(settings), setUp.ready(settings.model)]);
    return { endpoints, own, canSetUp: setUp.isPossible };
  }

  async #found(settings: EndpointSettings): Promise<readonly Endpoint[]> {
    const { endpoints } = await this.#discover();
    if (settings.url === '' || endpoints.some(({ url }) => url === settings.url)) return endpoints;
    const configured = await this.#describe(settings);
    return 'code' in configured ? endpoints : [configured, ...endpoints];
  }

  async #configured(settings: EndpointSettings, signal: AbortSignal): Promise<Choice | Loading | Problem> {
    const found = await this.#describe(settings, signal);
    if (!('code' in found)) return this.#choice(found, settings.model);
    return found.code === 'still-loading' ? this.#loading(settings.url, settings, signal) : found;
  }

  /** What answers at the address in the settings, once the reader has said yes to its host. */
  async #describe(
    { url, protocol, allowNonLocal }: EndpointSettings,
    signal?: AbortSignal,
  ): Promise<Endpoint | Problem> {
    const refused = await this.#parts.consent.refusal(url, allowNonLocal);
    if (refused) return refused;
    const found = await describe(url, protocol, this.#parts, await this.#parts.consent.keyFor(url), signal);
    return found.isFound ? found.endpoint : found.problem;
  }

  async #choice(endpoint: Endpoint, wanted: string): Promise<Choice | Problem> {
    const { models, name, url } = endpoint;
    const chosen = models.find(({ id }) => id === wanted);
    if (wanted !== '' && !chosen) return { code: 'model-not-found', model: wanted, server: name };
    // What runs here comes first: a model that a local server hands on needs a yes of its own.
    const [local, remote] = [models.filter(isHere), models.filter(model => !isHere(model))];
    const model = chosen ?? local.find(({ isLoaded }) => isLoaded) ?? local[0] ?? remote[0];
    if (!model) return { code: 'no-model', server: name };
    const refused = model.remoteHost === undefined ? undefined : await this.#remoteRefusal(model.remoteHost);
    if (refused) return refused;
    const key = await this.#parts.consent.keyFor(url);
    return { endpoint, model, key, isLocal: isLoopback(url) && model.remoteHost === undefined };
  }

  /** A server on this machine that hands the model's work on: the host that it goes to needs the same yes. */
  #remoteRefusal(remoteHost: string): Promise<Problem | undefined> {
    const url = /^https?:\/\//.test(remoteHost) ? remoteHost : `https://${remoteHost}`;
    return this.#parts.consent.refusal(url, readEndpointSettings().allowNonLocal);
  }
}

/** Its address is another one each time that it is started; its id finds it. */
function useOwn(id: string): Promise<void> {
  return changeEndpointSettings({ url: '', protocol: 'auto', model: id });
}

function isHere({ remoteHost }: Model): boolean {
  return remoteHost === undefined;
}

/** Names the machine whose loopback was searched, where that is not the one that the reader sits at. */
function elsewhere(): { readonly remoteName?: string } {
  const known = ['wsl', 'ssh-remote', 'dev-container', 'attached-container', 'codespaces', 'tunnel'];
  const remoteName = vscode.env.remoteName ?? '';
  return known.includes(remoteName) ? { remoteName } : {};
}
