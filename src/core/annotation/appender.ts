// The writing end of a journal, whatever it is written to.
import type { Disposable } from '../base/store';
import { inTurns } from '../base/turns';
import type { Appender } from '../ports';

const extension = '.jsonl';

export function isJournalName(name: string): boolean {
  return name.endsWith(extension);
}

/** Throws `RangeError` for a writer whose name is no plain file name. */
export function journalOf(writer: string): string {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(writer)) throw new RangeError(`not the name of a writer: ${writer}`);
  return writer + extension;
}

/** Lines are added one after the other. After `dispose`, which resolves when what was asked for is done, it rejects. */
export function appenderTo(name: string, add: (line: string) => Promise<void>): Appender & Disposable {
  const turns = inTurns();
  let isDisposed = false;
  return {
    name,
    append(line) {
      if (isDisposed) return Promise.reject(new Error(`The journal ${name} is closed.`));
      return turns.take(() => add(line));
    },
    async dispose() {
      isDisposed = true;
      await turns.settled();
    },
  };
}
