import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Annotation, compareAnnotations, passageKey } from '../../src/core/annotation/annotation';
import { annotatePassage } from '../../src/core/annotation/create';
import { AnnotationStore } from '../../src/core/annotation/journal';
import { compareRated, Ledger, type Notes } from '../../src/core/annotation/ledger';
import type { NotesPatch } from '../../src/core/annotation/patch';
import type { Rated } from '../../src/core/annotation/rated';
import { type JournalRecord, latestAt, readJournal, toLine } from '../../src/core/annotation/record';
import { countedIds, MemoryJournals } from '../support/memoryJournals';

const id = fc.constantFrom('urn:a', 'urn:b', 'urn:c');
const ratingId = fc.constantFrom('r1', 'r2', 'r3', 'r4');
/** Few instants, so that ties are common, and the last one of all, after which only the count goes on. */
const at = fc.constantFrom(0, 1, 2, 3, latestAt);
const count = fc.constantFrom(undefined, 1, 2);
const rating = fc.constantFrom('again', 'hard', 'good', 'easy' as const);
const noted = (annotation: string, note: string) =>
  annotatePassage({
    id: annotation,
    now: 0,
    note,
    chapter: 'c',
    language: 'en',
    passage: 'p',
    plainText: 'text',
    start: 0,
    end: 4,
  });

const record: fc.Arbitrary<JournalRecord> = fc.oneof(
  fc
    .tuple(id, at, fc.string())
    .map(
      ([target, time, note]) => ({ v: 1, type: 'put', at: time, annotation: noted(target, note) }) as const,
    ),
  fc
    .tuple(fc.constantFrom('removed', 'kept', 'unkept' as const), at, id)
    .map(([type, time, annotation]) => ({ v: 1, type, at: time, annotation }) as const),
  fc
    .tuple(at, ratingId, id, rating)
    .map(
      ([time, one, card, given]) =>
        ({ v: 1, type: 'rated', at: time, id: one, card, rating: given }) as const,
    ),
  fc.tuple(at, ratingId).map(([time, one]) => ({ v: 1, type: 'undone', at: time, rating: one }) as const),
);
const counted = fc
  .tuple(record, count)
  .map(([one, number]): JournalRecord => (number === undefined ? one : { ...one, count: number }));
const records = fc.array(counted, { maxLength: 40 });
const notesFrom = (list: readonly JournalRecord[]) => new Ledger(list).notes();
const bytesOf = (list: readonly JournalRecord[]) =>
  new TextEncoder().encode(list.map(one => `${toLine(one).line}\n`).join(''));

describe('law: journal', () => {
  it('any order of records gives the same notes', () => {
    fc.assert(
      fc.property(
        records.chain(list =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => assert.deepEqual(notesFrom(shuffled), notesFrom(list)),
      ),
      { numRuns: 1000 },
    );
  });

  it('records that come twice change nothing', () => {
    fc.assert(fc.property(records, list => assert.deepEqual(notesFrom([...list, ...list]), notesFrom(list))));
  });

  it('any cut of the records into journals gives the same notes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), counted), { maxLength: 40 }),
        async list => {
          const journals = new MemoryJournals();
          for (const writer of ['b', 'c', 'a']) {
            journals.texts.set(
              `${writer}.jsonl`,
              bytesOf(list.filter(([owner]) => owner === writer).map(([, one]) => one)),
            );
          }
          const store = await AnnotationStore.open(journals.window('me'), { now: () => 0 }, countedIds());
          assert.deepEqual(store.notes, notesFrom(list.map(([, one]) => one)));
          assert.equal(store.damage.lines, 0);
        },
      ),
    );
  });

  it('whoever has seen the notes and changes one means the change to hold, whatever the clocks', async () => {
    const wrongClock = fc.constantFrom(0, 1, 2, 1_000, latestAt - 1, latestAt, latestAt + 5);
    const change = fc.tuple(
      wrongClock,
      fc.constantFrom('put', 'remove', 'keep', 'unkeep' as const),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(records, fc.array(change, { minLength: 1, maxLength: 8 }), async (list, changes) => {
        const journals = new MemoryJournals();
        journals.texts.set('before.jsonl', bytesOf(list));
        for (const [index, [now, what, note]] of changes.entries()) {
          const store = await AnnotationStore.open(
            journals.window(`w${index % 2}`),
            { now: () => now },
            countedIds(`w${index}`),
          );
          if (what === 'put') await store.put(noted('urn:a', note));
          else if (what === 'remove') await store.remove('urn:a');
          else await store[what]('urn:a');
          const next = await AnnotationStore.open(journals.window('next'), { now: () => 0 }, countedIds());
          assert.deepEqual(next.notes, store.notes);
          if (what === 'put') assert.deepEqual(next.get('urn:a'), noted('urn:a', note));
          else if (what === 'remove') assert.equal(next.get('urn:a'), undefined);
          else assert.equal(next.isKept('urn:a'), what === 'keep');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('all patches so far, put together, are the notes of now', async () => {
    const change = fc.tuple(
      fc.constantFrom('put', 'remove', 'keep', 'unkeep', 'rate', 'undo', 'elsewhere', 'vanish' as const),
      id,
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(records, fc.array(change, { maxLength: 25 }), async (list, changes) => {
        const journals = new MemoryJournals();
        journals.texts.set('before.jsonl', bytesOf(list));
        const clock = { now: () => 10 };
        const store = await AnnotationStore.open(journals.window('one'), clock, countedIds('one'));
        const other = await AnnotationStore.open(journals.window('two'), clock, countedIds('two'));
        const seen = new Seen(store.notes);
        store.onPatch(({ patch }) => seen.take(patch));
        for (const [what, target, note] of changes) {
          if (what === 'elsewhere') await other.put(noted(target, note));
          if (what === 'vanish') journals.texts.delete('before.jsonl');
          await (what === 'elsewhere' || what === 'vanish' ? store.reload() : perform(store, what, target));
        }
        assert.deepEqual(seen.notes(), store.notes);
        const indexed = ['p', 'q'].flatMap(passage => store.bySource(passageKey({ chapter: 'c', passage })));
        assert.deepEqual(indexed, store.notes.annotations);
        const cards = new Set(store.notes.ratings.map(({ card }) => card));
        for (const card of cards) {
          assert.deepEqual(
            store.ratingsOf(card).map(({ id: one }) => one),
            store.notes.ratings.filter(rated => rated.card === card).map(({ id: one }) => one),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a crash at any byte costs the line that was being written and no other', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), fc.nat(), (list, cut) => {
        const bytes = bytesOf(list);
        const length = cut % (bytes.length + 1);
        const whole = bytes.subarray(0, length).filter(byte => byte === 0x0a).length;
        const reading = readJournal(bytes.subarray(0, length));
        const read = reading.records.length;
        // A line that lacks its end only is whole.
        assert.ok(read === whole || (read === whole + 1 && reading.damagedLines === 0));
        assert.deepEqual(reading.records, list.slice(0, read));
      }),
      { numRuns: 500 },
    );
  });

  it('a note is read to the letter, whatever else it holds', () => {
    const others = fc.dictionary(fc.constantFrom('x:own', 'language', 'purpose', 'creator'), fc.jsonValue());
    const whole = fc.record(
      {
        '@context': fc.jsonValue(),
        id,
        type: fc.constant('Annotation' as const),
        motivation: fc.oneof(fc.string(), fc.array(fc.string())),
        created: fc.string(),
        modified: fc.string(),
        body: fc.array(fc.tuple(others, fc.string()).map(([other, type]) => ({ ...other, type }))),
        target: fc.array(
          fc
            .tuple(others, fc.string(), fc.array(fc.record({ type: fc.string() })))
            .map(([other, source, selector]) => ({ ...other, source, selector })),
          { minLength: 1 },
        ),
        'x:more': fc.jsonValue(),
      },
      { requiredKeys: ['id', 'type', 'target'] },
    );
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1, maxLength: 4 }), list => {
        const lines = list.map(annotation => JSON.stringify({ v: 1, at: 1, type: 'put', annotation }));
        const { records: read } = readJournal(new TextEncoder().encode(lines.join('\n')));
        const written = lines.map(line => JSON.parse(line)).map(({ annotation }) => annotation);
        assert.deepEqual(
          read.map(one => one.type === 'put' && one.annotation),
          written.map(annotation => ({ body: [], ...annotation })),
        );
      }),
    );
  });

  it('no bytes are too strange to read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.json(), (bytes, json) => {
        readJournal(bytes);
        const { records: read, damagedLines } = readJournal(new TextEncoder().encode(`${json}\n`));
        assert.equal(read.length, 0);
        assert.ok(damagedLines <= 1);
      }),
    );
  });

  it('what is in memory after any acts of two windows is what the next session reads', async () => {
    const act = fc.tuple(
      fc.nat({ max: 1 }),
      fc.constantFrom('put', 'remove', 'keep', 'unkeep', 'rate', 'undo', 'reload', 'refuse' as const),
      id,
      fc.integer({ min: -5, max: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async acts => {
        const journals = new MemoryJournals();
        const clock = { at: 100, now: () => clock.at };
        const windows = [
          await AnnotationStore.open(journals.window('one'), clock, countedIds('one')),
          await AnnotationStore.open(journals.window('two'), clock, countedIds('two')),
        ] as const;
        for (const [which, what, target, step] of acts) {
          clock.at = Math.max(0, clock.at + step);
          const store = windows[which] ?? windows[0];
          journals.refusal = what === 'refuse' ? 'full' : undefined;
          const before = store.notes;
          const done = perform(store, what, target).then(
            () => true,
            () => false,
          );
          if (!(await done)) assert.deepEqual(store.notes, before);
        }
        journals.refusal = undefined;
        for (const store of windows) await store.reload();
        const next = await AnnotationStore.open(journals.window('three'), clock, countedIds('three'));
        assert.deepEqual(windows[0].notes, next.notes);
        assert.deepEqual(windows[1].notes, next.notes);
      }),
      { numRuns: 300 },
    );
  });

  it('entering never changes what was entered', () => {
    fc.assert(
      fc.property(records, list => {
        const copy = structuredClone(list);
        const ledger = new Ledger();
        for (const one of list) ledger.enter([one]);
        ledger.notes();
        assert.deepEqual(list, copy);
      }),
    );
  });
});

/** The notes of somebody who saw them once and has heard patches since. */
class Seen {
  readonly #annotations: Map<string, Annotation>;
  readonly #kept: Set<string>;
  readonly #ratings: Map<string, Rated>;

  constructor({ annotations, kept, ratings }: Notes) {
    this.#annotations = new Map(annotations.map(one => [one.id, one]));
    this.#kept = new Set(kept);
    this.#ratings = new Map(ratings.map(one => [one.id, one]));
  }

  take({ put, removed, kept, unkept, rated, undone }: NotesPatch): void {
    for (const one of put) this.#annotations.set(one.id, one);
    for (const one of removed) assert.ok(this.#annotations.delete(one));
    for (const one of kept) this.#kept.add(one);
    for (const one of unkept) assert.ok(this.#kept.delete(one));
    for (const one of undone) assert.ok(this.#ratings.delete(one.id));
    for (const one of rated) this.#ratings.set(one.id, one);
  }

  notes(): Notes {
    return {
      annotations: [...this.#annotations.values()].sort(compareAnnotations),
      kept: this.#kept,
      ratings: [...this.#ratings.values()].sort(compareRated),
    };
  }
}

async function perform(store: AnnotationStore, what: string, target: string): Promise<unknown> {
  switch (what) {
    case 'remove':
      return store.remove(target);
    case 'keep':
      return store.keep(target);
    case 'unkeep':
      return store.unkeep(target);
    case 'rate':
      return store.rate(target, 'good');
    case 'undo':
      return store.undo(store.notes.ratings.at(-1)?.id ?? '');
    case 'reload':
      return store.reload();
    default:
      return store.put(noted(target, what));
  }
}
