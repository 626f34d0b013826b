// How long a page's main thread has been at work: waiting for frames does not change it.
import type { CDPSession } from 'playwright-core';

/** Milliseconds since the page began; `Performance.enable` was sent before. */
export async function busyMs(devTools: CDPSession): Promise<number> {
  const { metrics } = await devTools.send('Performance.getMetrics');
  const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
  if (seconds === undefined) throw new Error('the browser does not tell how long its tasks took');
  return seconds * 1000;
}
