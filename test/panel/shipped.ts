// The chapter that ships as a reader has it: some of it read, a note of their own, a card that is due.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Annotation } from '../../src/core/annotation/annotation';
import { annotatePassage } from '../../src/core/annotation/create';
import type { Chapter } from '../../src/core/chapter/chapter';
import { loadChapter } from '../../src/core/chapter/library';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import type { Shown } from '../../src/panel/shown';
import { cards, review, stageAt } from './fixtures';

const key = 'how-chatgpt-came-to-be';

export async function shippedChapter(): Promise<Partial<Shown>> {
  const folder = join('content', key);
  const { chapter, editorial } = await loadChapter({
    read: async path => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined),
    list: async path => readdirSync(join(folder, path)),
  });
  const own = noteOn(
    chapter,
    'a-story-of-2022',
    'Unproven does not mean wrong',
    'Look up what came of it before repeating it.',
  );
  const due = editorial.filter(({ id }) => id.endsWith(':decoding')).concat(editorial.slice(0, 4));
  return {
    chapter,
    editorial,
    own: [own],
    kept: due.map(({ id }) => id),
    read: ['a-story-of-2022', 'one-goal'],
    review: {
      ...review,
      due: due.flatMap((annotation, index) => {
        const card = cards[index];
        return card ? [{ ...card, id: annotation.id, annotation }] : [];
      }),
    },
    place: { view: 'chapter', language: 'en', chapter: key, concept: 'next-token-pretraining' },
  };
}

function noteOn(chapter: Chapter, passage: string, words: string, note: string): Annotation {
  const { markdown = '' } = chapter.passages.find(({ id }) => id === passage)?.text.en ?? {};
  const text = plainText(parseMarkdown(markdown));
  const start = text.indexOf(words);
  return annotatePassage({
    chapter: key,
    passage,
    language: 'en',
    plainText: text,
    start,
    end: start + words.length,
    note,
    id: 'urn:uuid:00000000-0000-4000-8000-000000000010',
    now: stageAt,
  });
}
