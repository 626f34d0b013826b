// Tells one server from another by the routes that only it has, and reads off them what its models can do.
import { type Http, HttpFailure } from '../../ports';
import type { Model, Protocol, ServerKind } from '../endpoint';
import { ask, askJson, type Reply } from '../protocol/ask';
import { dialects } from '../protocol/dialects';
import { clean, isLoading } from '../protocol/failure';
import { at, defined, isObject, listOf, textOf } from '../protocol/json';
import { sizeOf, slotsOf, windowOf } from '../protocol/numbers';
import { fullName, type LoadedModel, loadedModels } from '../protocol/ollama';
import { hostToConfirm, isLoopback } from '../whereabouts/locality';
import { eachOnce, entriesOf, idOf } from './modelList';
import { mentionsThoughts, opensThoughts } from './thoughtTemplates';

export interface Finding {
  /** `undefined`: something answered, but no model server. */
  readonly kind: ServerKind | undefined;
  readonly name: string;
  readonly models: readonly Model[];
  /** How many requests it answers at once, where it tells. */
  readonly slots?: number;
  readonly isLoading: boolean;
  /** Set where the list of models was refused. */
  readonly refusal?: Pick<Reply, 'status' | 'headers' | 'body'>;
  readonly contentType: string;
}

/** How one server is asked; a question that fails reads as `undefined`. */
interface Ask {
  (route: string, body?: unknown): Promise<unknown>;
  /** The answer, whatever it is; `undefined`: none came, or nobody waits for one any more. */
  reply(route: string, body?: unknown): Promise<Reply | undefined>;
}

/**
 * Asks `url` who it is. Throws `HttpFailure` when nobody answers at all. All questions go out together, since a server
 * that lacks a route says so at once. Once the first is answered, the rest is left out that the signal's abort, or the
 * end of `onAnswer`, finds unanswered: who it is does not hang on facts about its models. `onAnswer` learns whether the
 * first answer named a model.
 */
export async function fingerprint(
  http: Http,
  url: string,
  protocol: Protocol | 'auto',
  signal: AbortSignal,
  key?: string,
  onAnswer?: (hasModels: boolean) => Promise<void>,
): Promise<Finding> {
  const hurry = new AbortController();
  const question = (route: string, body?: unknown) => ({ url: url + route, key, body });
  // The first question alone, so that a closed port costs one connection and not seven.
  const list = await ask(http, question('/v1/models'), signal);
  if (signal.aborted) throw new HttpFailure('aborted', 'aborted');
  const listed = entriesOf(at(list.json, 'data'));
  void onAnswer?.(listed.length > 0).then(() => hurry.abort());
  const soon = AbortSignal.any([signal, hurry.signal]);
  const get: Ask = Object.assign(
    (route: string, body?: unknown) => askJson(http, question(route, body), soon),
    {
      reply: (route: string, body?: unknown) => ask(http, question(route, body), soon).catch(toNobody),
    },
  );
  const [root, ollama, props, lmStudio, kobold, version] = await Promise.all([
    ask(http, question('/'), soon).catch(toNobody),
    get('/api/version'),
    get('/props'),
    get('/api/v0/models'),
    get('/api/extra/version'),
    get('/version'),
  ]);
  const contentType = clean(list.headers['content-type'] ?? '', key);
  const found = (kind: ServerKind, version: string | undefined, models: readonly Model[]): Finding => ({
    kind,
    name: version === undefined ? dialects[kind].title : clean(`${dialects[kind].title} ${version}`, key),
    models: eachOnce(models.map(model => placed(model, kind, list))),
    isLoading: false,
    contentType,
  });
  const server = `${list.headers.server ?? ''} ${root?.headers.server ?? ''}`;

  if (isOllama(root) && protocol !== 'openai') {
    return found('ollama', textOf(at(ollama, 'version')), await ollamaModels(get, listed));
  }
  if (isLoading(list)) {
    const kind = /llamafile/i.test(server) ? 'llamafile' : 'llama.cpp';
    return { ...found(kind, undefined, []), isLoading: true };
  }
  if (isObject(kobold) && /kobold/i.test(textOf(kobold.result) ?? '')) {
    const models = await koboldModels(get, listed);
    return found('koboldcpp', textOf(kobold.version), models);
  }
  if (isObject(props) && isObject(props.default_generation_settings)) {
    const kind = /llamafile/i.test(`${server} ${textOf(props.build_info) ?? ''}`) ? 'llamafile' : 'llama.cpp';
    const slots = slotsOf(props.total_slots);
    return {
      ...found(kind, buildOf(props.build_info), llamaModels(listed, props)),
      ...defined({ slots }),
    };
  }
  const lmModels = entriesOf(at(lmStudio, 'data'));
  if (lmModels.some(model => textOf(at(model, 'state')) !== undefined)) {
    return found('lm-studio', undefined, lmModels.flatMap(lmStudioModel));
  }
  if (list.status !== 200 || !Array.isArray(at(list.json, 'data'))) {
    return {
      kind: undefined,
      name: dialects.openai.title,
      models: [],
      isLoading: false,
      contentType,
      ...refusalOf(list),
    };
  }
  const vllmVersion = textOf(at(version, 'version'));
  if (listed.some(model => at(model, 'owned_by') === 'vllm' || at(model, 'max_model_len') !== undefined)) {
    return found('vllm', vllmVersion, listed.flatMap(plainModel));
  }
  if (isOllama(root)) return found('ollama', textOf(at(ollama, 'version')), await ollamaModels(get, listed));
  if (/llama\.cpp/i.test(server)) return found('llama.cpp', undefined, listed.flatMap(plainModel));
  const isJan = /\bjan\b/i.test(server) || /\bjan\b/i.test(root?.body.slice(0, 2000) ?? '');
  return found(isJan ? 'jan' : 'openai', undefined, listed.flatMap(plainModel));
}

/**
 * A model with what is known of where it runs. Who works itself says "here" by what it is; but where the answer came
 * through somebody else (`via`), it says nothing about this machine.
 */
function placed(model: Model, kind: ServerKind, { headers }: Reply): Model {
  const { whereabouts, ...rest } = model;
  if (whereabouts === 'elsewhere') return model;
  const isHere = whereabouts === 'here' || dialects[kind].worksItself === true;
  return isHere && headers.via === undefined ? { ...rest, whereabouts: 'here' } : rest;
}

/** A refusal tells something only where the route is known: a plain 404 is no model server. */
function refusalOf(list: Reply): Pick<Finding, 'refusal'> {
  const { status, headers, body } = list;
  const isRefusal = status === 401 || status === 403 || status >= 500 || (status >= 300 && status < 400);
  return isRefusal ? { refusal: { status, headers, body } } : {};
}

function toNobody(error: unknown): undefined {
  if (error instanceof HttpFailure) return undefined;
  throw error;
}

function isOllama(root: Reply | undefined): boolean {
  // LM Studio and KoboldCpp imitate some of Ollama's routes, none of them its greeting.
  return root?.body.trim() === 'Ollama is running';
}

/** A model list is asked for more where it does not tell all, so far as this many models. */
const mostShown = 12;
/** No model is smaller; of one that runs elsewhere, Ollama keeps a few hundred bytes. */
const leastWeightsBytes = 1_000_000;
/** Of a name server's names, with room for a scheme and a port. */
const longestHost = 300;

async function ollamaModels(get: Ask, named: readonly unknown[]): Promise<readonly Model[]> {
  const [tags, ps] = await Promise.all([get('/api/tags'), get('/api/ps')]);
  // Too late for the facts: the names are known already, and where they run is not.
  if (tags === undefined) return named.flatMap(plainModel);
  const loaded = new Map(loadedModels(ps)?.map(model => [fullName(model.id), model]));
  const models = await Promise.all(
    entriesOf(at(tags, 'models')).map(async (listed, index) => {
      const id = idOf(at(listed, 'model')) ?? idOf(at(listed, 'name'));
      if (id === undefined) return undefined;
      const isAsked = index < mostShown;
      const reply = isAsked ? await get.reply('/api/show', { model: id }) : undefined;
      const shown = reply?.status === 200 && isObject(reply.json) ? reply.json : undefined;
      // That it runs elsewhere may stand in the half that has not come; weights that lie here tell it, too.
      const isWhole = isAsked
        ? shown !== undefined || reply?.status === 404
        : (sizeOf(at(listed, 'size')) ?? 0) >= leastWeightsBytes;
      return ollamaModel({ id, listed, shown, loaded: loaded.get(fullName(id)), isWhole });
    }),
  );
  return models.filter(model => model !== undefined);
}

function ollamaModel(of: {
  readonly id: string;
  readonly listed: unknown;
  readonly shown: unknown;
  readonly loaded: LoadedModel | undefined;
  readonly isWhole: boolean;
}): Model | undefined {
  const { id, listed, shown, loaded, isWhole } = of;
  const capabilities = listOf(at(shown, 'capabilities') ?? at(listed, 'capabilities'));
  if (capabilities.length > 0 && !capabilities.includes('completion')) return undefined;
  const thinks = capabilities.length > 0 ? capabilities.includes('thinking') : undefined;
  const isRemote = [listed, shown].some(
    facts => isSaid(at(facts, 'remote_host')) || isSaid(at(facts, 'remote_model')),
  );
  const rest: { [K in keyof Omit<Model, 'id'>]: Model[K] | undefined } = {
    whereabouts: isRemote ? 'elsewhere' : isWhole ? 'here' : undefined,
    contextTokens: loaded?.contextTokens ?? ownContext(at(shown, 'parameters')),
    thinks,
    startsThinking: thinks === false && opensThoughts(textOf(at(shown, 'template')) ?? '') ? true : undefined,
    isLoaded: loaded !== undefined,
    sizeBytes: sizeOf(at(listed, 'size')),
    remoteHost: remoteHostOf(at(listed, 'remote_host')) ?? remoteHostOf(at(shown, 'remote_host')),
  };
  return { id, ...defined(rest) };
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** As it is asked about; nothing where it names no host, or this machine, which is no answer either. */
function remoteHostOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined || text.length > longestHost) return undefined;
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return isLoopback(url) ? undefined : hostToConfirm(url);
}

/** `num_ctx` of a model's own parameters. Its trained length says nothing about the window that one gets. */
function ownContext(parameters: unknown): number | undefined {
  const found = /^num_ctx\s+(\d+)/m.exec(textOf(parameters) ?? '')?.[1];
  return windowOf(Number(found));
}

function llamaModels(listed: readonly unknown[], props: Readonly<Record<string, unknown>>): readonly Model[] {
  const settings = props.default_generation_settings;
  const contextTokens = windowOf(at(settings, 'n_ctx'));
  const template = textOf(props.chat_template) ?? '';
  const prompt = textOf(at(settings, 'params', 'generation_prompt')) ?? '';
  const isRaw = at(settings, 'params', 'reasoning_format') === 'none';
  const models = listed.length > 0 ? listed : [{ id: idOf(props.model_alias) ?? idOf(props.model_path) }];
  return models.flatMap(model => {
    const id = idOf(at(model, 'id'));
    if (id === undefined) return [];
    // A router lists models that it has not started.
    const state = textOf(at(model, 'status', 'value'));
    return [
      {
        id,
        ...defined({
          contextTokens: windowOf(at(model, 'meta', 'n_ctx')) ?? contextTokens,
          thinks: template === '' ? undefined : mentionsThoughts(template),
          startsThinking: isRaw && opensThoughts(prompt) ? true : undefined,
          isLoaded: state === undefined || state === 'loaded',
          sizeBytes: sizeOf(at(model, 'meta', 'size')),
        }),
      },
    ];
  });
}

function buildOf(info: unknown): string | undefined {
  // "b6899-0123abc"; builds outside git call themselves b0.
  const build = /^b([1-9]\d*)/.exec(textOf(info) ?? '')?.[0];
  return build;
}

function lmStudioModel(model: unknown): readonly Model[] {
  const id = idOf(at(model, 'id'));
  if (id === undefined || at(model, 'type') === 'embeddings') return [];
  const isLoaded = at(model, 'state') === 'loaded';
  const loadedContext = windowOf(at(model, 'loaded_context_length'));
  // Without a load there is no window yet; the largest one is not what a request gets.
  return [{ id, isLoaded, ...defined({ contextTokens: isLoaded ? loadedContext : undefined }) }];
}

async function koboldModels(get: Ask, listed: readonly unknown[]): Promise<readonly Model[]> {
  const [name, length] = await Promise.all([get('/api/v1/model'), get('/api/extra/true_max_context_length')]);
  const id = idOf(at(listed[0], 'id')) ?? idOf(at(name, 'result'));
  if (id === undefined || at(name, 'result') === 'inactive') return [];
  return [{ id, isLoaded: true, ...defined({ contextTokens: windowOf(at(length, 'value')) }) }];
}

function plainModel(model: unknown): readonly Model[] {
  const id = idOf(at(model, 'id'));
  if (id === undefined) return [];
  const contextTokens = windowOf(at(model, 'max_model_len')) ?? windowOf(at(model, 'meta', 'n_ctx'));
  const state = textOf(at(model, 'status', 'value'));
  return [
    { id, ...defined({ contextTokens, isLoaded: state === undefined ? undefined : state === 'loaded' }) },
  ];
}
