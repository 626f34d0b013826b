// A process that writes a run for as long as it lives, and says how many steps are acknowledged: it is there to be killed.
import type { Documents, Log } from '../../src/core/ports';
import { RunHistory } from '../../src/core/reasoning/history';
import { newRun } from '../../src/core/reasoning/run';
import { nodeGrowingFiles } from '../../src/node/growingFiles';

const [folder = ''] = process.argv.slice(2);
const log: Log = { trace() {}, info() {}, warn: console.error, error: console.error };
const documents: Documents = {
  read: async () => undefined,
  list: async () => [],
  write: async () => {},
  remove: async () => {},
};

const excerpt = { uri: 'file:///a', name: 'a', languageId: 'c', firstLine: 1, text: 'a\nb' };
const recorder = new RunHistory(nodeGrowingFiles(folder, documents), log).begin(newRun('r', 0, excerpt));
for (let number = 1; ; number += 1) {
  recorder.put({ at: number, event: { type: 'step', step: { number, text: '步骤 '.repeat(200) } } });
  await recorder.flush();
  process.stdout.write(`${number}\n`);
}
