// @ts-check
// The extension's own local model (src/node/localModel), driven from scripts: bundled once, then run as a program.
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './bootstrap.mjs';
import { cacheFolder } from './cache.mjs';
import { Unavailable } from './unavailable.mjs';

/** @typedef {'coder-1.5b' | 'coder-0.5b' | 'smol-135m'} ModelId */
/** @typedef {{ readonly url: string; readonly key: string; readonly model: ModelId; stop(): Promise<void> }} ServedModel */

const program = join(root, 'out', 'localModel.js');

/** @type {Promise<void> | undefined} */
let built;

/** Where models and their server are kept, as src/node/localModel/layout.ts has it. */
export const modelFolder = () => join(cacheFolder(), 'local-model');

/** Bundles the program; needs the project's packages. */
function build() {
  built ??= (async () => {
    const { build } = await import('esbuild');
    await mkdir(join(root, 'out'), { recursive: true });
    await build({
      entryPoints: [join(root, 'src/node/localModel/cli.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      loader: { '.py': 'text' },
      logLevel: 'warning',
    });
  })();
  return built;
}

/**
 * What would be fetched: nothing where all is there.
 * @param {ModelId} model
 * @returns {Promise<{ fetchBytes: number; items: readonly { title: string; from: { en: string }; licence: string; bytes: number }[] }>}
 */
export async function planModel(model) {
  await build();
  const lines = /** @type {string[]} */ ([]);
  await runProgram(
    ['plan', model],
    line => lines.push(line),
    () => {},
  );
  return JSON.parse(lines.join('\n'));
}

/**
 * Fetches what is missing into the cache and says so: the size first, then how far it is.
 * @param {ModelId} model
 * @param {(sentence: string) => void} say
 * @throws {Unavailable} one sentence: no Python, no room, no network
 */
export async function installModel(model, say) {
  const plan = await planModel(model);
  if (plan.items.length === 0) return;
  for (const sentence of fetchSentences(plan)) say(sentence);
  let saidAt = Date.now();
  await runProgram(
    ['install', model],
    () => {},
    line => {
      const progress = parse(line);
      if (progress?.what !== 'fetch' || Date.now() - saidAt < 3000) return;
      saidAt = Date.now();
      say(`${megabytes(progress.doneBytes)} of ${megabytes(progress.totalBytes)}`);
    },
  );
}

/**
 * @param {Awaited<ReturnType<typeof planModel>>} plan
 * @returns {readonly string[]} one for each thing that is fetched
 */
export function fetchSentences({ items }) {
  return items.map(
    ({ title, from, licence, bytes }) =>
      `Fetching ${title}: ${megabytes(bytes)} from ${from.en}, licence ${licence}.`,
  );
}

/**
 * Serves an installed model until `stop`, or until this process ends.
 * @param {ModelId} model
 * @param {{ contextTokens?: number; thinking?: boolean }} [options]
 * @returns {Promise<ServedModel>}
 * @throws {Unavailable}
 */
export async function serveModel(model, { contextTokens = 8192, thinking = false } = {}) {
  await build();
  const args = ['serve', model, '--context', `${contextTokens}`, ...(thinking ? ['--thinking'] : [])];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise(resolve => child.once('close', resolve));
  const complaints = /** @type {string[]} */ ([]);
  createInterface({ input: child.stderr }).on('line', line => complaints.push(line));
  const first = await Promise.race([
    new Promise(resolve => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(() => undefined),
  ]);
  if (typeof first !== 'string')
    throw new Unavailable(complaints.at(-1) ?? 'The model server ended at once.');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  process.once('exit', () => child.kill('SIGTERM'));
  const { url, key } = JSON.parse(first);
  return { url, key, model, stop };
}

/**
 * @param {readonly string[]} args
 * @param {(line: string) => void} onOut
 * @param {(line: string) => void} onError
 */
async function runProgram(args, onOut, onError) {
  await build();
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let last = '';
  createInterface({ input: child.stdout }).on('line', onOut);
  createInterface({ input: child.stderr }).on('line', line => {
    last = line;
    onError(line);
  });
  const code = await new Promise(resolve => child.once('close', resolve));
  if (code !== 0) throw new Unavailable(last);
}

/** @param {string} line */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
