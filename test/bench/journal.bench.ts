// Loading 10,000 annotations and 30,000 ratings: our journal, checked and merged, beside bare JSON.parse of the
// same lines, which is the least that any reader of them does. And the review that is made of them.
import { annotatePassage } from '../../src/core/annotation/create';
import { AnnotationStore } from '../../src/core/annotation/journal';
import type { JournalRecord } from '../../src/core/annotation/record';
import { makeReview } from '../../src/core/review/deck';
import { countedIds, MemoryJournals } from '../support/memoryJournals';

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

/** Milliseconds of the median round. */
async function medianMs(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

const lines = Array.from(records(), record => JSON.stringify(record));
const journals = new MemoryJournals();
journals.texts.set('all.jsonl', new TextEncoder().encode(`${lines.join('\n')}\n`));
const open = () => AnnotationStore.open(journals.window('me'), { now: () => startAt }, countedIds());

const { annotations, ratings } = (await open()).notes;
const now = startAt + 20 * dayMs;
const oursMs = await medianMs(open);
const peerMs = await medianMs(() => lines.map(line => JSON.parse(line)));
const reviewMs = await medianMs(() => makeReview({ annotations, ratings, now, utcOffsetMinutes: 0 }));

console.log(
  [
    `journal: ${annotations.length} annotations, ${ratings.length} ratings`,
    `ours ${oursMs.toFixed(0)} ms`,
    `JSON.parse ${peerMs.toFixed(0)} ms`,
    `ratio ${(oursMs / peerMs).toFixed(1)}`,
    `review of all ${reviewMs.toFixed(0)} ms`,
  ].join(' | '),
);
