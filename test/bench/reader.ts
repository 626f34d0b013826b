// A reader of years, always the same one: 10,000 notes over 64 passages and 200 files, each rated three times, in 100
// journals, and 500 runs.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Annotation } from '../../src/core/annotation/annotation';
import { annotateCode, annotatePassage } from '../../src/core/annotation/create';
import type { JournalRecord } from '../../src/core/annotation/record';
import type { Chapter } from '../../src/core/chapter/chapter';
import { type LoadedChapter, loadChapter } from '../../src/core/chapter/library';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import { advance } from '../../src/core/reasoning/advance';
import { RunHistory, runIdAt } from '../../src/core/reasoning/history';
import { newRun, type RunEvent } from '../../src/core/reasoning/run';
import { nodeGrowingFiles } from '../../src/node/growingFiles';
import { silentLog } from './streams';

export const noteCount = 10_000;
export const ratingsPerCard = 3;
/** A window and a session each. */
export const journalCount = 100;
export const runCount = 500;
const passageCount = 64;
const fileCount = 200;
const passagesPerConcept = 4;
const stepsPerRun = 8;
const dayMs = 24 * 60 * 60_000;

const chapterName = 'how-chatgpt-came-to-be';
const code = 'for (let n = 0; n < total; n += 1) sum += values[n] ?? 0;\n'.repeat(20);

/**
 * The chapter that comes with us, grown to sixteen concepts of four passages: the same words under other names. Its own
 * passages keep theirs, so that the same notes stand beside them in the editor.
 */
export async function longChapter(): Promise<LoadedChapter> {
  const folder = join('content', chapterName);
  const files = {
    read: (path: string) => readFile(join(folder, path)).catch(() => undefined),
    list: (path: string) => readdir(join(folder, path)).catch(() => []),
  };
  const loaded = await loadChapter(files, { key: chapterName });
  const { concepts, passages } = loaded.chapter;
  const named = (id: string, copy: number) => (copy === 0 ? id : `${id}-${copy}`);
  const copies = Array.from({ length: Math.ceil(passageCount / passages.length) }, (_, copy) => copy);
  const chapter: Chapter = {
    ...loaded.chapter,
    concepts: copies
      .flatMap(copy =>
        concepts.map((concept, index) => ({
          ...concept,
          id: named(concept.id, copy),
          number: copy * concepts.length + index + 1,
          passages: concept.passages.map(id => named(id, copy)),
        })),
      )
      .slice(0, passageCount / passagesPerConcept),
    passages: copies
      .flatMap(copy =>
        passages.map(passage => ({
          ...passage,
          id: named(passage.id, copy),
          concept: named(passage.concept, copy),
        })),
      )
      .slice(0, passageCount),
  };
  return { ...loaded, chapter };
}

/** The notes of the reader in this chapter and in files, as if the last were made at this instant. */
export class Reader {
  readonly #chapter: Chapter;
  readonly #now: number;
  readonly #plain: readonly string[];

  constructor(chapter: Chapter, now: number) {
    this.#chapter = chapter;
    this.#now = now;
    this.#plain = chapter.passages.map(({ text }) => plainText(parseMarkdown(text.en.markdown)));
  }

  /** Half of them are about passages, half about code. Beyond the ten thousand there are as many more as one likes. */
  note(n: number): Annotation {
    const about = n >> 1;
    const birth = {
      id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      now: this.#madeAt(n),
      ...(n % 10 === 0
        ? {}
        : { note: `Note ${n}: why is this so, and *where* would it fail? Look at it again.` }),
    };
    if (n % 2 === 1) {
      const uri = `file:///project/file-${about % fileCount}.py`;
      const start = (about * 37) % (code.length - 80);
      return annotateCode({ ...birth, uri, text: code, start, end: start + 60 });
    }
    const at = about % passageCount;
    const [passage, plain = ''] = [this.#chapter.passages[at], this.#plain[at]];
    if (!passage) throw new Error(`the chapter has no passage ${at}`);
    const start = (about * 37) % (plain.length - 80);
    const where = { chapter: this.#chapter.key, language: 'en', passage: passage.id } as const;
    return annotatePassage({ ...birth, ...where, plainText: plain, start, end: start + 20 + (about % 40) });
  }

  *records(): Iterable<JournalRecord> {
    for (let n = 0; n < noteCount; n += 1) {
      const at = this.#madeAt(n);
      const annotation = this.note(n);
      yield { v: 1, type: 'put', at, annotation };
      for (let round = 1; round <= ratingsPerCard; round += 1) {
        // One in ten was forgotten the last time, and is due.
        const rating = n % 10 === 3 && round === ratingsPerCard ? 'again' : 'good';
        yield {
          v: 1,
          type: 'rated',
          // Not after the same number of days for each.
          at: at + (round * 5 + ((n * 7 + round * 3) % 5)) * dayMs,
          id: `${n}-${round}`,
          card: annotation.id,
          rating,
        };
      }
    }
  }

  async writeJournals(folder: string): Promise<readonly string[]> {
    const lines = Array.from(this.records(), record => JSON.stringify(record));
    const share = Math.ceil(lines.length / journalCount);
    await mkdir(folder, { recursive: true });
    for (let n = 0; n < journalCount; n += 1) {
      const part = lines.slice(n * share, (n + 1) * share);
      await writeFile(join(folder, `${n}.jsonl`), part.map(line => `${line}\n`).join(''));
    }
    return lines;
  }

  async writeRuns(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const files = nodeGrowingFiles(folder, {
      read: path => readFile(join(folder, path)).catch(() => undefined),
      list: () => readdir(folder),
      write: (path, bytes) => writeFile(join(folder, path), bytes),
      remove: async () => undefined,
    });
    const history = new RunHistory(files, silentLog);
    for (let n = 0; n < runCount; n += 1) {
      const startedAt = this.#madeAt(n * (noteCount / runCount));
      const uri = `file:///project/file-${n % fileCount}.py`;
      const excerpt = {
        uri,
        name: `file-${n % fileCount}.py`,
        languageId: 'python',
        firstLine: 1,
        text: code,
      };
      let run = newRun(runIdAt(startedAt, String(n).padStart(8, '0')), startedAt, excerpt);
      const recorder = history.begin(run);
      const happen = (event: RunEvent, at: number) => {
        run = advance(run, { at, event });
        recorder.put({ at, event });
      };
      for (let number = 1; number <= stepsPerRun; number += 1) {
        const text = `Line ${number} adds the value at *n* to the sum, and nothing later notices when it is missing.`;
        const lines = { first: number, last: number };
        happen({ type: 'step', step: { number, lines, text } }, startedAt + number * 1000);
      }
      happen({ type: 'done', reason: 'stop' }, startedAt + 10_000);
      await recorder.end(run);
    }
  }

  #madeAt(n: number): number {
    return this.#now - 20 * dayMs + n;
  }
}
