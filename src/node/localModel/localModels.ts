// The core's port for small models, served by this folder: the extension asks here and knows nothing of Python.
import type { LocalModels, Log, Outcome as PortOutcome } from '../../core/ports';
import { type ModelId, models } from './catalogue';
import { install, isInstalled, planInstall, remove } from './install';
import type { OwnServers } from './ownServers';
import type { LocalModelProblem, Outcome } from './problems';
import { explain } from './sentences';
import { type LocalServer, startLocalServer } from './server';

/** For reading code; the smallest model of the catalogue cannot follow the form of steps and is for tests. */
const offered: readonly ModelId[] = ['coder-0.5b', 'coder-1.5b'];
const recommended: ModelId = 'coder-1.5b';
const contextTokens = 8192;
/** A window that sits unused must not hold two gigabytes. */
const idleMs = 10 * 60_000;

/** `folder`: a path of this machine that is ours alone. `own` is told of each server, before its address is given away. */
export function nodeLocalModels(folder: string, log: Log, own: OwnServers): LocalModels {
  let running: { readonly id: string; readonly server: Promise<Outcome<LocalServer>> } | undefined;

  const stop = async () => {
    const last = running;
    running = undefined;
    const started = await last?.server;
    if (started?.ok) await started.value.stop();
  };

  const start = (id: ModelId, signal: AbortSignal) => {
    const server = startLocalServer({
      folder,
      model: id,
      contextTokens,
      idleMs,
      shared: true,
      signal,
      log: line => log.trace(`model server: ${line}`),
    });
    running = { id, server };
    // A server that failed or ended is no longer ours: the next run starts another.
    const forget = () => {
      if (running?.server === server) running = undefined;
    };
    server.then(outcome => (outcome.ok ? outcome.value.ended.then(forget) : forget()), forget);
    return server;
  };

  return {
    choices: offered.map(id => ({
      id,
      title: models[id].title,
      bytes: models[id].bytes,
      isRecommended: id === recommended,
    })),
    async installed() {
      const found = await Promise.all(
        offered.map(async id => ((await isInstalled(folder, id)) ? id : undefined)),
      );
      // The larger one is the better one, and stands last.
      return found.reverse().filter(id => id !== undefined);
    },
    async plan(id) {
      const planned = await planInstall({ folder, model: known(id) });
      if (!planned.ok) return failed(planned.problem);
      const { items, fetchBytes, model } = planned.value;
      return { ok: true, value: { items, fetchBytes, memoryBytes: model.memoryBytes } };
    },
    async setUp(id, onProgress, signal) {
      const planned = await planInstall({ folder, model: known(id), signal });
      if (!planned.ok) return failed(planned.problem);
      const done = await install(planned.value, { signal, onProgress });
      return done.ok ? { ok: true, value: undefined } : failed(done.problem);
    },
    async serve(id, signal) {
      if (running && running.id !== id) await stop();
      let outcome = await (running?.server ?? start(known(id), signal));
      // It may have ended a moment ago, and somebody else may listen in its place.
      if (outcome.ok && !(await outcome.value.proves())) {
        await stop();
        outcome = await start(known(id), signal);
      }
      if (!outcome.ok) return failed(outcome.problem);
      const { url, key, secret, touch } = outcome.value;
      own.add({ url, key, secret });
      touch();
      return { ok: true, value: { url, key } };
    },
    async remove() {
      await stop();
      const done = await remove(folder);
      return done.ok ? { ok: true, value: undefined } : failed(done.problem);
    },
    dispose() {
      void stop();
    },
  };
}

function known(id: string): ModelId {
  const found = offered.find(one => one === id);
  if (!found) throw new RangeError(`no model is called "${id}"`);
  return found;
}

function failed(problem: LocalModelProblem): PortOutcome<never> {
  return { ok: false, why: explain(problem) };
}
