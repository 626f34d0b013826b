// A reader of years: 10,000 notes over 64 passages and 200 files, each rated three times. Opening them, writing one
// more, coming back to the window, asking what is due, and what all of it costs in memory.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AnnotationStore } from '../../src/core/annotation/journal';
import { daysIn } from '../../src/core/review/day';
import { Deck } from '../../src/core/review/deck';
import { makeScheduler } from '../../src/core/review/schedule';
import { nodeJournalFiles } from '../../src/node/journalFile';
import { inTurns, percentile95 } from './measure';
import { journalCount, longChapter, noteCount, Reader, ratingsPerCard } from './reader';
import { type Bench, type Row, within } from './row';

const rounds = 5;
const focuses = 11;
const writes = 60;
const dayMs = 24 * 60 * 60_000;
const now = Date.UTC(2026, 0, 1);

export const bench: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bench-'));
  try {
    const { chapter } = await longChapter();
    const reader = new Reader(chapter, now);
    const lines = await reader.writeJournals(folder);
    return [await memory(folder), ...(await times(folder, reader, lines))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function times(folder: string, reader: Reader, lines: readonly string[]): Promise<readonly Row[]> {
  const clock = { now: () => now };
  let count = 0;
  const newId = () => `new-${++count}`;
  const files = nodeJournalFiles(folder, 'me');
  let onDiskMs = 0;
  const timed = {
    ...files,
    own: {
      ...files.own,
      append: async (line: string) => {
        const startedAt = performance.now();
        await files.own.append(line);
        onDiskMs = performance.now() - startedAt;
      },
    },
  };
  const open = () => AnnotationStore.open(files, clock, newId);
  const store = await AnnotationStore.open(timed, clock, newId);
  const deck = new Deck(store, makeScheduler());
  const days = daysIn('Europe/Paris');
  const review = () => deck.review(clock.now(), days);
  review();

  let toldAt = 0;
  store.onPatch(() => {
    review();
    toldAt = performance.now();
  });
  const beyondTheDisk = async (work: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await work();
    return toldAt - startedAt - onDiskMs;
  };
  const puts: number[] = [];
  const ratings: number[] = [];
  for (let n = 0; n < writes; n += 1) {
    puts.push(await beyondTheDisk(() => store.put(reader.note(noteCount + n))));
    ratings.push(await beyondTheDisk(() => store.rate(reader.note(n).id, 'good')));
  }
  const all = took(() => structuredClone({ own: store.notes.annotations, ratings: store.ratings }));
  const cloned = {
    peer: await all(),
    unit: 'ms',
    peerName: 'a copy of all notes, which each change once sent',
  } as const;
  const parse = took(() => lines.map(line => JSON.parse(line)));
  const parsed = { unit: 'ms', peerName: 'JSON.parse of the same lines' } as const;
  const fresh = took(() => new Deck(store, makeScheduler()).review(clock.now(), days));
  const what = `${noteCount} notes, ${noteCount * ratingsPerCard} ratings, ${journalCount} journals`;
  const focus = await inTurns(focuses, { ours: took(() => store.reload()), peer: took(open) });
  return [
    { name: `open ${what}`, ...(await inTurns(rounds, { ours: took(open), peer: parse })), ...parsed },
    {
      name: 'one note put → patch and review told, beyond the disk, p95',
      ours: percentile95(puts),
      ...cloned,
      target: { atMost: 0.1 },
    },
    {
      name: 'one card rated → patch and review told, beyond the disk, p95',
      ours: percentile95(ratings),
      ...cloned,
      target: { atMost: 0.1 },
    },
    within(`window focus with nothing new, ${journalCount} journals`, focus.ours, 'ms', 5),
    {
      name: '  the same, beside reading them again',
      ...focus,
      unit: 'ms',
      peerName: 'reading them again',
      target: { atMost: 0.1 },
    },
    {
      name: 'the review, asked again',
      ...(await inTurns(rounds, { ours: took(review), peer: fresh })),
      unit: 'ms',
      peerName: 'the review of a deck that is made anew',
      target: { atMost: 0.1 },
    },
  ];
}

/** What stays of an open store and its deck, once all else is collected. */
async function memory(folder: string): Promise<Row> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const heldMb = () => {
    if (typeof collect === 'function') collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1e6;
  };
  const empty = heldMb();
  const store = await AnnotationStore.open(nodeJournalFiles(folder, 'me'), Date, () => 'id');
  const deck = new Deck(store, makeScheduler());
  deck.review(now, daysIn('UTC'));
  const ours = heldMb() - empty;
  const onDisk = await Promise.all(
    Array.from({ length: journalCount }, async (_, n) => (await stat(join(folder, `${n}.jsonl`))).size),
  );
  const peer = onDisk.reduce((sum, bytes) => sum + bytes, 0) / 1e6;
  // Used once more, so that nothing of it was collected before.
  deck.review(now - dayMs, daysIn('UTC'));
  return {
    name: `memory of ${noteCount} notes and their cards`,
    ours,
    peer,
    unit: 'MB',
    peerName: 'the journals on disk',
    target: { atMost: 2 },
  };
}

function took(work: () => unknown): () => Promise<number> {
  return async () => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
}
