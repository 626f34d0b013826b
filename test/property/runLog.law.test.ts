import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Log } from '../../src/core/ports';
import { advance } from '../../src/core/reasoning/advance';
import { RunHistory } from '../../src/core/reasoning/history';
import { newRun, type Run, type RunEvent } from '../../src/core/reasoning/run';
import { readLog, replay } from '../../src/core/reasoning/runLog';
import { MemoryFiles } from '../support/memoryFiles';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const excerpt = { uri: 'file:///a', name: 'a', languageId: 'c', firstLine: 1, text: 'a\n漢' };

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const event: fc.Arbitrary<RunEvent> = fc.oneof(
  { weight: 4, arbitrary: text.map(words => ({ type: 'stepText', text: words }) as const) },
  { weight: 3, arbitrary: text.map(words => ({ type: 'thinking', text: words }) as const) },
  fc
    .record({ number: fc.nat(9), text }, { noNullPrototype: true })
    .map(step => ({ type: 'step', step }) as const),
  text.map(words => ({ type: 'rethink', text: words }) as const),
  text.map(words => ({ type: 'answered', text: words }) as const),
  fc.constant({ type: 'reading', processed: 1, total: 2, cached: 0 } as const),
  fc.constant({ type: 'warning', warning: { kind: 'quiet', forMs: 1 } } as const),
);
const history = fc.array(fc.record({ event, pause: fc.nat(400), isFlushed: fc.boolean() }), {
  maxLength: 25,
});

/** Plays a run into files; the run as it was when each write was acknowledged. */
async function played(
  files: MemoryFiles,
  steps: readonly { event: RunEvent; pause: number; isFlushed: boolean }[],
) {
  const first = newRun('r', 0, excerpt);
  const recorder = new RunHistory(files, log).begin(first);
  const acknowledged: { readonly size: number; readonly run: Run }[] = [];
  let run = first;
  let at = 0;
  for (const { event: next, pause, isFlushed } of steps) {
    at += pause;
    run = advance(run, { at, event: next });
    recorder.put({ at, event: next });
    if (!isFlushed) continue;
    await recorder.flush();
    acknowledged.push({ size: files.files.get('r.run.jsonl')?.length ?? 0, run });
  }
  run = advance(run, { at, event: { type: 'done', reason: 'stop' } });
  recorder.put({ at, event: { type: 'done', reason: 'stop' } });
  await recorder.end(run);
  return { run, acknowledged };
}

describe('laws of the log of a run', () => {
  it('gives the run when it is replayed', async () => {
    await fc.assert(
      fc.asyncProperty(history, async steps => {
        const files = new MemoryFiles();
        const { run } = await played(files, steps);
        assert.deepEqual(await new RunHistory(files, log).get('r'), run);
      }),
      { numRuns: 200 },
    );
  });

  it('loses nothing that was acknowledged, wherever it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.double({ min: 0, max: 1, noNaN: true }), async (steps, share) => {
        const files = new MemoryFiles();
        const { acknowledged } = await played(files, steps);
        const bytes = files.files.get('r.run.jsonl') ?? new Uint8Array();
        const end = Math.floor(bytes.length * share);
        const kept = acknowledged.findLast(({ size }) => size <= end);
        const read = readLog(new TextDecoder().decode(bytes.slice(0, end)));
        if (!kept) return;
        assert.ok(read);
        const run = replay(read);
        // What came after may be there too, as far as whole lines reach.
        assert.ok(run.thinking.startsWith(kept.run.thinking));
        const again = replay({ ...read, events: read.events.slice(0, countOf(bytes, kept.size)) });
        assert.deepEqual(again, kept.run);
      }),
      { numRuns: 200 },
    );
  });

  it('writes no more than twice what it comes to', async () => {
    await fc.assert(
      fc.asyncProperty(history, async steps => {
        const files = new MemoryFiles();
        await played(files, steps);
        assert.ok(files.bytesWritten <= 2 * files.size, `${files.bytesWritten} for ${files.size}`);
      }),
      { numRuns: 100 },
    );
  });
});

/** How many events stand in the first bytes of a log. */
function countOf(bytes: Uint8Array, size: number): number {
  return new TextDecoder().decode(bytes.slice(0, size)).split('\n').length - 2;
}
