// @ts-check
// `npm test` and `npm run bench`: does all set-up, runs every part, and ends with one line that counts.
// A part that cannot run fails with its reason. Parts by name: node test/run.mjs unit e2e …; attacks at their full
// size: node test/run.mjs --large attack

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installPackages } from './host/bootstrap.mjs';
import { provideBrowser } from './host/browser.mjs';
import { installModel } from './host/localModel.mjs';
import { newestVersion, oldestVersion, provideVsCode } from './host/provide.mjs';
import { Unavailable } from './host/unavailable.mjs';
import { benches, broken, tests } from './parts.mjs';

/** @typedef {import('./parts.mjs').Part} Part */
/** @typedef {import('./parts.mjs').Tally} Tally */
/** @typedef {{ part: Part; tally: Tally; seconds: string }} Result */

const say = (/** @type {string} */ sentence) => console.log(`· ${sentence}`);

/**
 * What parts need from outside. Each begins when the run begins, while quicker parts are at work.
 * @type {Record<import('./parts.mjs').Provision, () => Promise<unknown>>}
 */
const provisions = {
  newest: () => provideVsCode(newestVersion, { log: say }),
  oldest: () => provideVsCode(oldestVersion, { log: say }),
  browser: () => provideBrowser({ log: say }),
  smallModel: () => installModel('smol-135m', say),
  coderModel: () => installModel('coder-1.5b', say),
};

/** Two cores are the least that we expect, and whoever waits for a window or a model leaves one of them idle. */
const lanes = 2;

const words = process.argv.slice(2);
// The parts inherit it: see test/attack/rounds.ts.
if (words[0] === '--large') process.env.MARGINALIA_ATTACK = words.shift()?.slice(2);
process.exit(words[0] === '--only' ? await runHere(words[1]) : await main(words));

/** @param {readonly string[]} names */
async function main(names) {
  const startedAt = Date.now();
  try {
    await installPackages(say);
  } catch (error) {
    console.error(error instanceof Unavailable ? error.message : error);
    console.log('0 passed, 1 failed');
    return 1;
  }
  const isBench = names[0] === 'bench';
  const isWanted = (/** @type {Part} */ { name }) => isBench || names.length === 0 || names.includes(name);
  const stages = (isBench ? benches : tests).map(stage => stage.filter(isWanted));
  const pending = startProvisions(stages.flat());
  /** @type {Result[]} */
  const results = [];
  for (const stage of stages) results.push(...(await inLanes(stage, pending)));
  return report(results, startedAt);
}

/**
 * @param {readonly Part[]} stage
 * @param {Map<string, Promise<unknown>>} pending
 * @returns {Promise<readonly Result[]>} in the order of the stage
 */
async function inLanes(stage, pending) {
  const waiting = [...stage];
  const results = /** @type {Map<Part, Result>} */ (new Map());
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift())
      results.set(part, await runPart(part, pending, stage.length > 1));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return stage.flatMap(part => results.get(part) ?? []);
}

/**
 * @param {Part} part
 * @param {Map<string, Promise<unknown>>} pending
 * @param {boolean} isHeld whether its output is printed once it is over, so that no two are mixed
 * @returns {Promise<Result>}
 */
async function runPart(part, pending, isHeld) {
  const { name } = part;
  const said = /** @type {string[]} */ ([]);
  const print = (/** @type {string} */ text) => void (isHeld ? said.push(text) : process.stdout.write(text));
  const missing = await whatIsMissing(part, pending);
  const from = Date.now();
  if (missing !== undefined) print(`${name} ${missing}\n`);
  else if (isHeld) say(`${name} begins.`);
  const tally = missing === undefined ? await inProcess(name, print) : broken(missing);
  if (isHeld) process.stdout.write(`\n── ${name}\n${said.join('')}`);
  return { part, tally, seconds: seconds(from) };
}

/**
 * Waits for what a part needs.
 * @param {Part} part
 * @param {Map<string, Promise<unknown>>} pending
 * @returns {Promise<string | undefined>} why it cannot run
 */
async function whatIsMissing(part, pending) {
  try {
    for (const need of part.needs ?? []) await pending.get(need);
    return undefined;
  } catch (error) {
    return `could not run: ${error instanceof Unavailable ? error.message : error}`;
  }
}

/**
 * In a process of its own, because not all that a part starts lets its output be led elsewhere.
 * @param {string} name
 * @param {(text: string) => void} print
 * @returns {Promise<Tally>}
 */
function inProcess(name, print) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--only', name], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    let tally = /** @type {Tally | undefined} */ (undefined);
    child.on('message', message => {
      tally = /** @type {Tally} */ (message);
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', print);
    child.on('error', error => resolve(broken(error.message)));
    child.on('close', code => resolve(tally ?? broken(`ended with ${code} before it had counted`)));
    // What it has left behind may hold its pipes open for ever.
    child.on('exit', () => {
      setTimeout(() => {
        for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      }, 2000).unref();
    });
  });
}

/**
 * @param {string | undefined} name
 * @returns {Promise<number>}
 */
async function runHere(name) {
  const part = [...tests, ...benches].flat().find(part => part.name === name);
  if (!part) throw new RangeError(`no part is named "${name}"`);
  const tally = await part.run(say);
  // By hand there is nobody to tell.
  if (process.send) await new Promise(sent => process.send?.(tally, sent));
  return tally.failed + tally.skipped === 0 ? 0 : 1;
}

/**
 * @param {readonly Result[]} results
 * @param {number} startedAt
 * @returns {number} the exit code
 */
function report(results, startedAt) {
  const rows = results.map(
    ({ part, tally, seconds }) =>
      `  ${part.name.padEnd(12)} ${seconds.padStart(7)}  ${tally.passed} passed, ${tally.failed} failed`,
  );
  console.log(`\n${rows.join('\n')}\n  all          ${seconds(startedAt).padStart(7)}\n`);
  // Said again where it is seen: the parts before it have printed a thousand lines.
  for (const { part, tally } of results) {
    for (const reason of tally.reasons ?? []) console.log(`  ✗ ${part.name}: ${reason}`);
  }
  const passed = results.reduce((sum, { tally }) => sum + tally.passed, 0);
  // A skipped test is one that nobody has seen to pass.
  const failed = results.reduce((sum, { tally }) => sum + tally.failed + tally.skipped, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** @param {readonly Part[]} wanted */
function startProvisions(wanted) {
  const names = new Set(wanted.flatMap(part => part.needs ?? []));
  /** @type {Map<string, Promise<unknown>>} */
  const pending = new Map();
  // One after the other: two cores and one network are better used that way, and npm locks its cache anyway.
  let last = Promise.resolve();
  for (const name of names) {
    const ready = last.then(provisions[name]);
    // The part that needs it reports the failure; until then nobody listens.
    last = ready.then(
      () => undefined,
      () => undefined,
    );
    pending.set(name, ready);
  }
  return pending;
}

/** @param {number} from */
function seconds(from) {
  return `${((Date.now() - from) / 1000).toFixed(1)} s`;
}
