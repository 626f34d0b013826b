// The notes' half of the extension host without an editor: a journal on a real disk, the cards, the topics that a
// concept's page watches, and the hub that tells them.
import { performance } from 'node:perf_hooks';
import type { Annotation } from '../../src/core/annotation/annotation';
import { annotatePassage } from '../../src/core/annotation/create';
import { AnnotationStore } from '../../src/core/annotation/journal';
import type { LoadedChapter } from '../../src/core/chapter/library';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import { Deck } from '../../src/core/review/deck';
import { makeScheduler } from '../../src/core/review/schedule';
import type { Down } from '../../src/core/wire/envelope';
import { Hub, type TopicSources } from '../../src/core/wire/hub';
import { topicName } from '../../src/core/wire/topics';
import type { Wish, WishOf } from '../../src/core/wire/wish';
import { notesTopic } from '../../src/host/notes/notesTopic';
import { nodeJournalFiles } from '../../src/node/journalFile';
import { restingClock, silentLog } from './streams';

export interface Put {
  readonly annotation: string;
  /** All that was told until the wish was settled. */
  readonly messages: readonly Down[];
  /** Without what the disk took to write. */
  readonly hostMs: number;
}

export interface NotesHost {
  /** The reader's notes beside the first concept, as they were told when it was opened. */
  readonly own: readonly Annotation[];
  /** Wishes for a note on the first concept, as its page does. */
  put(n: number): Promise<Put>;
}

const page = '00000000-0000-4000-8000-000000000000';

export async function openNotesHost(folder: string, loaded: LoadedChapter, now: number): Promise<NotesHost> {
  const { chapter } = loaded;
  const [concept] = chapter.concepts;
  if (!concept) throw new Error('a chapter without concepts');
  let onDiskMs = 0;
  const files = nodeJournalFiles(folder, 'me');
  const append = async (line: string) => {
    const startedAt = performance.now();
    await files.own.append(line);
    onDiskMs += performance.now() - startedAt;
  };
  const timed = { ...files, own: { ...files.own, append } };
  const store = await AnnotationStore.open(timed, { now: () => now }, () => crypto.randomUUID());
  const deck = new Deck(store, makeScheduler());
  const notebook = {
    opened: { store, deck },
    isDue: (id: string) => deck.isDue(id, now),
    onPatch: (listener: (patch: Parameters<Parameters<typeof store.onPatch>[0]>[0]['patch']) => void) =>
      store.onPatch(({ patch }) => listener(patch)),
    onState: () => ({ dispose: () => undefined }),
  };
  const sources: TopicSources = {
    notes: (_args, tell) => notesTopic({ notebook, chapter: loaded, passages: concept.passages }, tell),
    due: (_args, tell) => ({
      value: () => ({ dueCount: deck.due(now).dueCount }),
      ...store.onPatch(() => tell.patch({ dueCount: deck.due(now).dueCount })),
    }),
  };
  const annotate = async ({ annotation: id, note, ...where }: WishOf<'annotatePassage'>) => {
    const text = chapter.passages.find(passage => passage.id === where.passage)?.text.en;
    const plain = plainText(parseMarkdown(text?.markdown ?? ''));
    const annotation = annotatePassage({ ...where, id, now, note, plainText: plain });
    await store.decide(() => (store.get(id) ? [] : [{ type: 'put', annotation }]));
    return undefined;
  };

  const sent: Down[] = [];
  let heard = () => {};
  const hub = new Hub({
    sources,
    grant: async wish => (wish.type === 'annotatePassage' ? annotate(wish) : undefined),
    send: message => {
      sent.push(message);
      heard();
    },
    clock: restingClock,
    log: silentLog,
  });
  const settled = () =>
    new Promise<void>(resolve => {
      heard = () => sent.at(-1)?.type === 'settled' && resolve();
    });
  const wish = async (id: number, wished: Wish) => {
    const over = settled();
    hub.receive({ type: 'wish', page, id, wish: wished });
    await over;
  };

  const topic = topicName('notes', chapter.key, concept.id);
  hub.receive({ type: 'watch', page, topics: [topic, topicName('due')], isFresh: true });
  await wish(1, { type: 'showLog' });
  return {
    own: [...store.annotations()].filter(({ target }) =>
      target.some(({ source }) => concept.passages.some(id => source.endsWith(`/${id}`))),
    ),
    put: async n => {
      sent.length = 0;
      onDiskMs = 0;
      const annotation = `urn:uuid:00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
      const startedAt = performance.now();
      await wish(n + 2, {
        type: 'annotatePassage',
        annotation,
        chapter: chapter.key,
        passage: concept.passages[n % concept.passages.length] ?? '',
        language: 'en',
        start: (n * 13) % 200,
        end: ((n * 13) % 200) + 40,
        note: 'Why does it not simply stop here? Compare with the second passage, and *look at the table* again.',
      });
      return { annotation, messages: [...sent], hostMs: performance.now() - startedAt - onDiskMs };
    },
  };
}
