// Which model server a run is sent to: what the settings name, or what listens on this machine.
import * as vscode from 'vscode';
import type { Problem, Tried } from '../../core/base/problem';
import type { Choice, Loading, ModelChooser } from '../../core/endpoint/choice';
import { describe, describeLoaded, discover } from '../../core/endpoint/discovery/discover';
import type { Endpoint } from '../../core/endpoint/endpoint';
import { addressOf } from '../../core/endpoint/protocol/failure';
import { isLoopback, normaliseAddress } from '../../core/endpoint/whereabouts/locality';
import {
  type Candidate,
  type ModelInUse,
  mayBeHandedOn,
  preferred,
  whereaboutsOf,
} from '../../core/endpoint/whereabouts/whereabouts';
import type { Clock, Http, Log, StandIns } from '../../core/ports';
import { counted } from '../../core/wording/counted';
import type { Consent } from './consent';
import { changeEndpointSettings, type EndpointSettings, readEndpointSettings } from './endpointSettings';
import type { HeardElsewhere } from './heardElsewhere';
import { type Offered, pickModel } from './modelPicker';
import type { SetUp } from './setUp';
import type { UsedModel } from './usedModel';

export interface EndpointParts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly standIns?: StandIns | undefined;
  readonly consent: Consent;
  readonly setUp: SetUp;
  readonly used: UsedModel;
  readonly heard: HeardElsewhere;
}

/** `isOnce`: for one run, so that it is not the one in use from then on. */
interface Wanted extends EndpointSettings {
  readonly isOnce?: true;
}

/** Where our own model is in use: its address is another one each time that it is started. */
const ownPlace = '';

export class Endpoints implements ModelChooser {
  readonly #parts: EndpointParts;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
  }

  /**
   * Asks anew at each run, so that a server which was started since is found. Where none is here: one that is still
   * loading, else the model that was set up here, else, after a yes, one that may run elsewhere.
   */
  async choose(signal: AbortSignal, only?: ModelInUse): Promise<Choice | Loading | Problem> {
    if (only) return this.#once(only, signal);
    const settings = readEndpointSettings();
    if (settings.url !== '') return this.#configured(settings, signal);
    return this.#discovered(settings, signal);
  }

  /** The address of our own model is another one each time, so it is named by its id alone. */
  async #once({ url, model }: ModelInUse, signal: AbortSignal): Promise<Choice | Loading | Problem> {
    const settings: Wanted = { ...readEndpointSettings(), url, protocol: 'auto', model, isOnce: true };
    if (url !== ownPlace) return this.#configured(settings, signal);
    return (await this.#own(signal, settings)) ?? { code: 'model-not-found', model, server: 'Marginalia' };
  }

  async #discovered(settings: EndpointSettings, signal: AbortSignal): Promise<Choice | Loading | Problem> {
    const { used, setUp } = this.#parts;
    const inUse = used.current;
    const { endpoints, tried } = await this.#discover(signal);
    const isOffered = endpoints.some(({ models }) => models.some(({ id }) => id === settings.model));
    const namesOwn = !isOffered && setUp.offers(settings.model);
    const usesOwn = settings.model === '' && inUse?.url === ownPlace;
    const firstOwn = namesOwn || usesOwn ? await this.#own(signal) : undefined;
    if (firstOwn) return firstOwn;
    // Ours was chosen and has been removed since: that is no reason to refuse what is there.
    const asked = namesOwn ? { ...settings, model: '' } : settings;
    const loading = tried.filter(({ outcome }) => outcome === 'loading');
    const wait = (place: Tried, model: string) =>
      this.#loading(`http://${place.address}`, asked, signal, model);
    const returning = loading.find(({ address }) => inUse && address === addressOf(inUse.url));
    if (returning && inUse && asked.model === '') return wait(returning, inUse.model);

    const found = this.#preferred(endpoints, asked);
    const [first] = endpoints;
    if (first && !found) return { code: 'model-not-found', model: asked.model, server: first.name };
    if (found && (asked.model !== '' || this.#needsNoYes(found, asked))) return this.#choice(found);
    const [soon] = loading;
    if (soon) return wait(soon, soon.usually);
    const own = await this.#own(signal);
    if (own) return own;
    if (found) return this.#choice(found);
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

  /** The same models, for one run: nothing is changed by it. */
  async pickOnce(): Promise<ModelInUse | undefined> {
    const settings = readEndpointSettings();
    const picked = await pickModel(this.#offered(settings), settings, { isOnce: true });
    if (picked === undefined || typeof picked === 'string') return undefined;
    if ('own' in picked) return { url: ownPlace, model: picked.own };
    return { url: picked.endpoint.url, model: picked.model.id };
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

  /** Whether a run would find a model now, and would send to it without a question. Asks nobody for anything. */
  async isReady(): Promise<boolean> {
    const settings = readEndpointSettings();
    const { url, protocol } = settings;
    if (url === '') {
      const { endpoints } = await this.#discover();
      const found = this.#preferred(endpoints, settings);
      const isFound = found !== undefined && this.#needsNoYes(found, settings);
      return isFound || (await this.#parts.setUp.ready()) !== undefined;
    }
    if (!isLoopback(url)) return false;
    const described = await describe(url, protocol, this.#parts, await this.#parts.consent.keyFor(url));
    const found = described.isFound ? this.#preferred([described.endpoint], settings) : undefined;
    return found !== undefined && this.#needsNoYes(found, settings);
  }

  /** The server said, while it answered, that it has this model run elsewhere: from now on it is asked about. */
  async heardElsewhere(candidate: Candidate): Promise<void> {
    const { heard, log } = this.#parts;
    try {
      await heard.keep(candidate);
    } catch (error) {
      log.warn(`that ${candidate.model.id} is not here could not be kept: ${error}`);
    }
  }

  /** What answers on this machine right now, a line each, for a report. */
  async survey(): Promise<readonly string[]> {
    const { endpoints, tried } = await this.#discover();
    const found = endpoints.map(
      ({ url, name, models }) => `- ${url}: ${name}, ${counted(models.length, 'model')}`,
    );
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
    return discover(this.#parts, { keyFor, inUse: this.#parts.used.current?.url, signal });
  }

  #preferred(endpoints: readonly Endpoint[], settings: EndpointSettings): Candidate | undefined {
    return preferred(
      endpoints.map(endpoint => this.#corrected(endpoint)),
      {
        wanted: settings.model,
        inUse: this.#parts.used.current,
        isAgreed: candidate => this.#needsNoYes(candidate, settings),
      },
    );
  }

  #corrected(endpoint: Endpoint): Endpoint {
    const { heard } = this.#parts;
    const models = endpoint.models.map(model =>
      heard.has({ endpoint, model }) ? { ...model, whereabouts: 'elsewhere' as const } : model,
    );
    return { ...endpoint, models };
  }

  /** One that is here, or to which the reader has said yes before. */
  #needsNoYes(candidate: Candidate, { allowNonLocal }: EndpointSettings): boolean {
    const { endpoint, model } = candidate;
    if (!mayBeHandedOn(endpoint.url, model)) return true;
    const { consent } = this.#parts;
    return model.remoteHost === undefined
      ? consent.isConfirmed(candidate, beyond(candidate), allowNonLocal)
      : consent.isAllowed(model.remoteHost, allowNonLocal);
  }

  async #own(
    signal: AbortSignal,
    { model, isOnce }: Wanted = readEndpointSettings(),
  ): Promise<Loading | undefined> {
    const ready = await this.#parts.setUp.ready(model);
    if (!ready) return undefined;
    const wait = async (): Promise<Choice | Problem> => {
      const { setUp, used } = this.#parts;
      const served = await setUp.serve(ready.id, signal);
      if (!served?.ok) return { code: 'own-model', why: served?.why ?? { en: '', 'zh-CN': '' } };
      const { url, key } = served.value;
      const found = await describe(url, 'openai', this.#parts, key);
      if (!found.isFound) return found.problem;
      if (!isOnce) await used.keep({ url: ownPlace, model: ready.id });
      return this.#ours(found.endpoint, key);
    };
    return { model: ready.title, sizeBytes: ready.bytes, isOwn: true, wait };
  }

  #loading(url: string, settings: Wanted, signal: AbortSignal, model = settings.model): Loading {
    const wait = async (): Promise<Choice | Problem> => {
      const key = await this.#parts.consent.keyFor(url);
      const found = await describeLoaded(url, settings.protocol, this.#parts, signal, { key });
      return found.isFound ? this.#best(found.endpoint, settings) : found.problem;
    };
    return { model, wait };
  }

  /** We have started it ourselves: nobody needs to tell where it runs. */
  #ours(endpoint: Endpoint, key: string): Choice | Problem {
    const [model] = endpoint.models;
    if (!model) return { code: 'no-model', server: endpoint.name };
    return { endpoint, model: { ...model, whereabouts: 'here' }, key, whereabouts: 'here' };
  }

  async #offered(settings: EndpointSettings): Promise<Offered> {
    const { setUp } = this.#parts;
    const [endpoints, own] = await Promise.all([this.#found(settings), setUp.ready(settings.model)]);
    return {
      endpoints: endpoints.map(endpoint => this.#corrected(endpoint)),
      own,
      canSetUp: setUp.isPossible,
    };
  }

  async #found(settings: EndpointSettings): Promise<readonly Endpoint[]> {
    const { endpoints } = await this.#discover();
    if (settings.url === '' || endpoints.some(({ url }) => url === settings.url)) return endpoints;
    const configured = await this.#describe(settings);
    return 'code' in configured ? endpoints : [configured, ...endpoints];
  }

  async #configured(settings: Wanted, signal: AbortSignal): Promise<Choice | Loading | Problem> {
    const found = await this.#describe(settings, signal);
    if (!('code' in found)) return this.#best(found, settings);
    if (found.code === 'still-loading') return this.#loading(settings.url, settings, signal);
    return this.#withInstead(found, signal);
  }

  /** An address at which nobody is: says who answers on this machine, for the reader to choose. */
  async #withInstead(problem: Problem, signal: AbortSignal): Promise<Problem> {
    const isDead = problem.code === 'refused' || problem.code === 'unreachable' || problem.code === 'dns';
    if (!isDead || signal.aborted) return problem;
    const { endpoints } = await this.#discover(signal);
    const { endpoint } = preferred(endpoints, { wanted: '' }) ?? {};
    if (!endpoint) return problem;
    return { ...problem, instead: { server: endpoint.name, address: addressOf(endpoint.url) } };
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

  async #best(endpoint: Endpoint, settings: Wanted): Promise<Choice | Problem> {
    const found = this.#preferred([endpoint], settings);
    return found
      ? this.#choice(found, settings.isOnce)
      : { code: 'model-not-found', model: settings.model, server: endpoint.name };
  }

  /** Asks the reader about a model that is not here, or of which that is not known. */
  async #choice(candidate: Candidate, isOnce = false): Promise<Choice | Problem> {
    const { endpoint, model } = candidate;
    const refused = mayBeHandedOn(endpoint.url, model) ? await this.#refusal(candidate) : undefined;
    if (refused) return refused;
    const whereabouts = whereaboutsOf(endpoint.url, model);
    if (whereabouts === 'here' && !isOnce)
      await this.#parts.used.keep({ url: endpoint.url, model: model.id });
    return { ...candidate, key: await this.#parts.consent.keyFor(endpoint.url), whereabouts };
  }

  /** The yes goes to the host that the code ends at, where that is known, else to the model. */
  #refusal(candidate: Candidate): Promise<Problem | undefined> {
    const { consent } = this.#parts;
    const { allowNonLocal } = readEndpointSettings();
    const { remoteHost } = candidate.model;
    return remoteHost === undefined
      ? consent.modelRefusal(candidate, beyond(candidate), allowNonLocal)
      : consent.refusal(remoteHost, allowNonLocal);
  }
}

/** What is asked about a model that may be handed on. */
function beyond({ endpoint, model }: Candidate): 'elsewhere' | 'unknown' {
  return whereaboutsOf(endpoint.url, model) === 'unknown' ? 'unknown' : 'elsewhere';
}

/** Its address is another one each time that it is started; its id finds it. */
function useOwn(id: string): Promise<void> {
  return changeEndpointSettings({ url: '', protocol: 'auto', model: id });
}

/** Names the machine whose loopback was searched, where that is not the one that the reader sits at. */
function elsewhere(): { readonly remoteName?: string } {
  const known = ['wsl', 'ssh-remote', 'dev-container', 'attached-container', 'codespaces', 'tunnel'];
  const remoteName = vscode.env.remoteName ?? '';
  return known.includes(remoteName) ? { remoteName } : {};
}
