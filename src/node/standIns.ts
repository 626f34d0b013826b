// Ports at which our tests play model servers, from the environment: on a developer's machine the usual ones are taken.
import type { StandIns } from '../core/ports';

/**
 * `11434:20001,8080:20002`: what usually listens on the first port of a pair is looked for on the second. No setting leads
 * here, and whoever sets the environment of the editor can do more than to have us look at another port of this machine.
 */
export function standInsIn(text: string | undefined): StandIns | undefined {
  if (text === undefined || !/^\d{1,5}:\d{1,5}(,\d{1,5}:\d{1,5})*$/.test(text)) return undefined;
  const pairs = text.split(',').map(pair => pair.split(':').map(Number));
  return pairs.flat().every(port => port > 0 && port < 65_536) ? Object.fromEntries(pairs) : undefined;
}
