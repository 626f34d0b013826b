// One keystroke in the search field, on the chapter and on chapters of many times its size, beside a plain scan of
// the same texts. The scan finds what is spelt like the query; ours also ranks, forgives and shows the place.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chapter } from '../../src/core/chapter/chapter';
import { loadChapter } from '../../src/core/chapter/library';
import { prepareSearch, searchChapter } from '../../src/core/chapter/search';
import { microsecondsEach } from './measure';
import { growth, type Row } from './row';

const folder = 'content/how-chatgpt-came-to-be';
const times = [1, 10, 100];
/** As they are typed, letter by letter. */
const queries = ['next token', 'pretraining', '预测下一个词元'];

export async function bench(): Promise<readonly Row[]> {
  const { chapter } = await loadChapter({
    read: path => readFile(join(folder, path)).catch(() => undefined),
    list: path => readdir(join(folder, path)).catch(() => []),
  });
  const keystrokes = queries.flatMap(query => [...query].map((_, index) => query.slice(0, index + 1)));
  const rows: Row[] = [];
  for (const count of times) rows.push(await keystroke(copied(chapter, count), keystrokes));
  return [...rows, growth(`growth of a keystroke, ×${(times.at(-1) ?? 1) / (times[0] ?? 1)} passages`, rows)];
}

async function keystroke(chapter: Chapter, keystrokes: readonly string[]): Promise<Row> {
  const index = prepareSearch(chapter);
  const texts = chapter.passages.flatMap(({ text }) =>
    Object.values(text).map(({ title, markdown }) => `${title} ${markdown}`.toLowerCase()),
  );
  const all = await microsecondsEach({
    ours: () => keystrokes.map(query => searchChapter(index, query, 'en').length),
    peer: () => keystrokes.map(query => texts.filter(text => text.includes(query.toLowerCase())).length),
  });
  return {
    name: `search keystroke, ${chapter.passages.length} passages in two languages`,
    ours: all.ours / keystrokes.length,
    peer: all.peer / keystrokes.length,
    unit: 'µs',
    peerName: 'includes() on every lower-cased text',
  };
}

function copied(chapter: Chapter, count: number): Chapter {
  const copies = Array.from({ length: count }, (_, copy) =>
    chapter.passages.map(passage => ({ ...passage, id: `${passage.id}-${copy}` })),
  );
  return { ...chapter, passages: copies.flat() };
}
