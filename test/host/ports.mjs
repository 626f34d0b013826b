// @ts-check
// Ports of our own: tests look for model servers, and play them, where no server of the machine's owner can be.
import { createServer } from 'node:net';

/** Where the extension looks (src/core/endpoint/protocol/dialects.ts). */
const usualPorts = [11434, 8080, 9931, 1234, 8000, 1337, 5001];

/**
 * Below the ports that systems give to whoever asks for any, so that nobody is given one of them while a test runs.
 * Each process begins elsewhere.
 */
const range = { first: 20_000, count: 12_000 };

/** @typedef {{ readonly env: { readonly MARGINALIA_STAND_INS: string }; at(usual: number): number }} StandIns */

/** @type {Promise<StandIns> | undefined} */
let ours;

/** A free port for each usual one, the same ones for the whole process. */
export function standIns() {
  ours ??= choose();
  return ours;
}

/** The usual ports, each with the one that stands in for it in our environment. */
export function lookedAt() {
  const pairs = (process.env.MARGINALIA_STAND_INS ?? '').split(',').map(pair => pair.split(':').map(Number));
  return usualPorts.map(usual => ({ usual, port: pairs.find(([known]) => known === usual)?.[1] ?? usual }));
}

async function choose() {
  const free = /** @type {number[]} */ ([]);
  for (let at = process.pid * 7; free.length < usualPorts.length; at++) {
    const port = range.first + (at % range.count);
    if ((await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))) free.push(port);
  }
  const pairs = usualPorts.map((usual, index) => [usual, free[index] ?? 0]);
  return {
    env: { MARGINALIA_STAND_INS: pairs.map(pair => pair.join(':')).join(',') },
    /** @param {number} usual */
    at: usual => pairs.find(([known]) => known === usual)?.[1] ?? usual,
  };
}

/** @param {number} port @param {string} host @returns {Promise<boolean>} true, too, where there is no such address */
function canListen(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ { code }) => resolve(code !== 'EADDRINUSE'));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
