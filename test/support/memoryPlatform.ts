// The ports of a machine over a disk in memory, made as src/node makes them: a journal and a run's log are added to at
// their end, and what an addition has resolved for is on the disk.
import { inTurns } from '../../src/core/base/turns';
import type { Http, LocalModels, Platform, Tracer } from '../../src/core/ports';
import type { MemoryDisk } from './memoryDisk';

const encoder = new TextEncoder();

export interface MachineParts {
  readonly disk: MemoryDisk;
  readonly http: Http;
  readonly localModels?: LocalModels | undefined;
  readonly tracer?: Tracer | undefined;
}

export function memoryPlatform({ disk, http, localModels, tracer }: MachineParts): Platform {
  return {
    http,
    journalFiles({ uri }, writer) {
      const folder = new URL(uri).pathname;
      const name = `${writer}.jsonl`;
      const turns = inTurns();
      const at = (journal: string) => `${folder}/${journal}`;
      return {
        own: {
          name,
          append: line =>
            turns.take(async () => {
              const before = disk.text(at(name));
              const separator = before === '' || before.endsWith('\n') ? '' : '\n';
              await disk.append(at(name), encoder.encode(`${separator}${line}\n`));
            }),
        },
        list: async () =>
          ((await disk.list(folder)) ?? []).flatMap(([entry, isFolder]) =>
            !isFolder && entry.endsWith('.jsonl') ? [entry] : [],
          ),
        stand: async journal => {
          const stand = await disk.read(at(journal));
          return stand && { bytes: stand.bytes.length, stamp: `${stand.changedAt}` };
        },
        read: async (journal, from, to) =>
          (await disk.read(at(journal)))?.bytes.subarray(from, to) ?? new Uint8Array(),
        dispose: () => turns.settled(),
      };
    },
    growingFiles({ uri, documents }) {
      const folder = new URL(uri).pathname;
      return {
        ...documents,
        append: (path, text) => disk.append(`${folder}/${path}`, encoder.encode(text)),
      };
    },
    ...(tracer ? { tracer: () => tracer } : {}),
    ...(localModels ? { localModels: () => localModels } : {}),
  };
}
