// Loading 10,000 annotations and 30,000 ratings: our journal, checked and merged, beside bare JSON.parse of the
// same lines, which is the least that any reader of them does. And the review that is made of them.
import { performance } from 'node:perf_hooks';
import { annotatePassage } from '../../src/core/annotation/create';
import { AnnotationStore } from '../../src/core/annotation/journal';
import type { JournalRecord } from '../../src/core/annotation/record';
import { countedIds, MemoryJournals } from '../support/memoryJournals';
import { reviewOf } from '../support/review';
import { inTurns } from './measure';
import type { Bench } from './row';

const annotationCount = 10_000;
const ratingsPerCard = 3;
const rounds = 7;
const dayMs = 24 * 60 * 60_000;
const startAt = Date.UTC(2026, 0, 1);

const plainText =
  'A base model continues text; it was not trained to follow instructions, nor does it. '.repeat(4);

function* records(): Iterable<JournalRecord> {
  for (let n = 0; n < annotationCount; n += 1) {
    const start = n % 200;
    const at = startAt + n;
    const id = `urn:uuid:${n}`;
    const place = { chapter: 'chatgpt', language: 'en', passage: `passage-${n % 40}`, plainText };
    const annotation = annotatePassage({
      ...place,
      start,
      end: start + 60,
      id,
      now: at,
      note: `Note ${n}: why?`,
    });
    yield { v: 1, type: 'put', at, annotation };
    for (let round = 1; round <= ratingsPerCard; round += 1) {
      yield {
        v: 1,
        type: 'rated',
        at: at + round * 5 * dayMs,
        id: `${n}-${round}`,
        card: id,
        rating: 'good',
      };
    }
  }
}

export const bench: Bench = async () => {
  const lines = Array.from(records(), record => JSON.stringify(record));
  const journals = new MemoryJournals();
  journals.texts.set('all.jsonl', new TextEncoder().encode(`${lines.join('\n')}\n`));
  const open = () => AnnotationStore.open(journals.window('me'), { now: () => startAt }, countedIds());
  const { annotations, ratings } = (await open()).notes;
  const now = startAt + 20 * dayMs;
  const parse = took(() => lines.map(line => JSON.parse(line)));
  const peerName = 'JSON.parse of the same lines';
  return [
    {
      name: `open ${annotations.length} annotations, ${ratings.length} ratings`,
      ...(await inTurns(rounds, { ours: took(open), peer: parse })),
      unit: 'ms',
      peerName,
    },
    {
      name: 'make the review of all of them',
      ...(await inTurns(rounds, {
        ours: took(() => reviewOf({ own: annotations, ratings }, now)),
        peer: parse,
      })),
      unit: 'ms',
      peerName,
    },
  ];
};

function took(work: () => unknown): () => Promise<number> {
  return async () => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
}
