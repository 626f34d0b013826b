// A reader of years: 10,000 notes over 64 passages and 200 files, each rated three times. Opening them, writing one
// more, coming back to the window, asking what is due, and what all of it costs in memory.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Annotation } from '../../src/core/annotation/annotation';
import { annotateCode, annotatePassage } from '../../src/core/annotation/create';
import { AnnotationStore } from '../../src/core/annotation/journal';
import type { JournalRecord } from '../../src/core/annotation/record';
import { daysIn } from '../../src/core/review/day';
import { Deck } from '../../src/core/review/deck';
import { makeScheduler } from '../../src/core/review/schedule';
import { nodeJournalFiles } from '../../src/node/journalFile';
import { inTurns } from './measure';
import type { Bench, Row } from './row';

const noteCount = 10_000;
const passageCount = 64;
const fileCount = 200;
const ratingsPerCard = 3;
/** A window and a session each. */
const journalCount = 100;
const rounds = 5;
const writes = 60;
const dayMs = 24 * 60 * 60_000;
const startAt = Date.UTC(2026, 0, 1);

const text = 'A base model continues text; it was not trained to follow instructions, nor does it. '.repeat(
  4,
);

function noteNumber(n: number): Annotation {
  const start = n % 200;
  const birth = { id: `urn:uuid:${n}`, now: startAt + n, note: `Note ${n}: why?`, start, end: start + 60 };
  return n % 2 === 0
    ? annotatePassage({
        ...birth,
        chapter: 'chatgpt',
        language: 'en',
        passage: `passage-${n % passageCount}`,
        plainText: text,
      })
    : annotateCode({ ...birth, uri: `file:///project/file-${n % fileCount}.py`, text });
}

function* records(): Iterable<JournalRecord> {
  for (let n = 0; n < noteCount; n += 1) {
    const at = startAt + n;
    const annotation = noteNumber(n);
    yield { v: 1, type: 'put', at, annotation };
    for (let round = 1; round <= ratingsPerCard; round += 1) {
      const id = `${n}-${round}`;
      yield { v: 1, type: 'rated', at: at + round * 5 * dayMs, id, card: annotation.id, rating: 'good' };
    }
  }
}

export const bench: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bench-'));
  try {
    const lines = Array.from(records(), record => JSON.stringify(record));
    const share = Math.ceil(lines.length / journalCount);
    for (let n = 0; n < journalCount; n += 1) {
      const part = lines.slice(n * share, (n + 1) * share);
      await writeFile(join(folder, `${n}.jsonl`), part.map(line => `${line}\n`).join(''));
    }
    return [await memory(folder), ...(await times(folder, lines))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function times(folder: string, lines: readonly string[]): Promise<readonly Row[]> {
  const clock = { now: () => startAt + 20 * dayMs };
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
    puts.push(await beyondTheDisk(() => store.put(noteNumber(noteCount + n))));
    ratings.push(await beyondTheDisk(() => store.rate(`urn:uuid:${n}`, 'good')));
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
  return [
    { name: `open ${what}`, ...(await inTurns(rounds, { ours: took(open), peer: parse })), ...parsed },
    {
      name: 'one note put → patch and review told, beyond the disk, p95',
      ours: p95(puts),
      ...cloned,
      target: { atMost: 0.1 },
    },
    {
      name: 'one card rated → patch and review told, beyond the disk, p95',
      ours: p95(ratings),
      ...cloned,
      target: { atMost: 0.1 },
    },
    {
      name: `window focus with nothing new, ${journalCount} journals`,
      ...(await inTurns(rounds, { ours: took(() => store.reload()), peer: took(open) })),
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
  deck.review(startAt + 20 * dayMs, daysIn('UTC'));
  const ours = heldMb() - empty;
  const onDisk = await Promise.all(
    Array.from({ length: journalCount }, async (_, n) => (await stat(join(folder, `${n}.jsonl`))).size),
  );
  const peer = onDisk.reduce((sum, bytes) => sum + bytes, 0) / 1e6;
  // Used once more, so that nothing of it was collected before.
  deck.review(startAt, daysIn('UTC'));
  return {
    name: `memory of ${noteCount} notes and their cards`,
    ours,
    peer,
    unit: 'MB',
    peerName: 'the journals on disk',
  };
}

function p95(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length * 0.95)] ?? Number.NaN;
}

function took(work: () => unknown): () => Promise<number> {
  return async () => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
}
