// What a run of 1,500 tokens writes to disk while it grows, beside what it comes to in the end.
import type { Log } from '../../src/core/ports';
import { advance } from '../../src/core/reasoning/advance';
import { RunHistory } from '../../src/core/reasoning/history';
import { newRun, type RunEvent } from '../../src/core/reasoning/run';
import { MemoryFiles } from '../support/memoryFiles';
import type { Bench } from './row';

const tokens = 1_500;
const tokensPerStep = 60;
const msPerToken = 80;
const flushEveryMs = 1_000;
const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const code = 'for (let n = 0; n < total; n += 1) sum += values[n] ?? 0;\n'.repeat(40);

export const bench: Bench = async () => {
  const files = new MemoryFiles();
  let run = newRun('r', 0, { uri: 'file:///a', name: 'a', languageId: 'c', firstLine: 1, text: code });
  const recorder = new RunHistory(files, log).begin(run);
  let flushedAt = 0;
  for (let token = 0; token < tokens; token += 1) {
    const at = token * msPerToken;
    const event: RunEvent =
      token % tokensPerStep === 0
        ? { type: 'step', step: { number: token / tokensPerStep + 1, text: 'It ' } }
        : { type: 'stepText', text: 'adds ' };
    run = advance(run, { at, event });
    recorder.put({ at, event });
    if (at - flushedAt < flushEveryMs) continue;
    flushedAt = at;
    await recorder.flush();
  }
  const done = { at: tokens * msPerToken, event: { type: 'done', reason: 'stop' } } as const;
  recorder.put(done);
  await recorder.end(advance(run, done));
  return [
    {
      name: `write a run of ${tokens} tokens while it grows`,
      ours: files.bytesWritten / 1024,
      peer: files.size / 1024,
      unit: 'KB',
      peerName: 'what stands on disk in the end',
      target: { atMost: 2 },
    },
  ];
};
