// What is shown in odd shapes: very long, very many, very wide. Words of others at their worst, places at their fullest.
import type { Annotation } from '../../src/core/annotation/annotation';
import { selectorsFor } from '../../src/core/annotation/create';
import type { Chapter } from '../../src/core/chapter/chapter';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import type { Run } from '../../src/core/reasoning/run';
import type { Shown } from '../../src/panel/shown';
import { own, review, runEvents, snapshot, thread } from './fixtures';
import { runAfter } from './scenarios';

/** Every place of every view that shows words of others, filled with `text`; `markdown` where Markdown is read. */
export function filledWith(text: string, markdown = text): Shown {
  const both = { en: text, 'zh-CN': text };
  const { chapter } = snapshot;
  const passage = { title: text, markdown };
  const body = [{ type: 'TextualBody' as const, value: markdown, format: 'text/markdown' }];
  const plain = [{ type: 'TextualBody' as const, value: text }];
  const filled: Chapter = {
    ...chapter,
    title: both,
    concepts: chapter.concepts.map(concept => ({
      ...concept,
      title: both,
      thesis: both,
      clears: [both, both],
    })),
    passages: chapter.passages.map(one => ({ ...one, text: { en: passage, 'zh-CN': passage } })),
    regions: chapter.regions.map(region => ({ ...region, file: text, symbol: text, about: both })),
    sources: chapter.sources.map(source => ({
      ...source,
      label: text,
      title: text,
      url: `javascript:${text}`,
    })),
  };
  const notes = (annotation: Annotation, index: number): Annotation => ({
    ...annotation,
    body: index % 2 === 0 ? body : plain,
    ...(annotation['marginalia:figure'] === undefined
      ? {}
      : { 'marginalia:figure': { ...annotation['marginalia:figure'], unit: text } }),
    target: annotation.target.map(target => ({
      ...target,
      'marginalia:symbol': text,
      selector: [{ type: 'TextQuoteSelector' as const, exact: text }],
    })),
  });
  const run = runWith(text, markdown);
  /** Ids come from files too. */
  const id = text.slice(0, 300);
  return {
    ...snapshot,
    place: { ...snapshot.place, run: run.id },
    chapter: filled,
    editorial: snapshot.editorial.map(notes),
    own: snapshot.own.map((note, index) => ({ ...notes(note, index), id: `urn:uuid:${id}${index}` })),
    review: {
      ...review,
      due: review.due.map((card, index) => ({
        ...card,
        annotation: {
          ...notes(card.annotation, index),
          'marginalia:question': index % 2 === 0 ? plain : [],
          ...(card.annotation['marginalia:step'] === undefined
            ? {}
            : {
                'marginalia:step': {
                  ...card.annotation['marginalia:step'],
                  code: `${text}\n${text}`,
                  model: text,
                },
              }),
        },
      })),
    },
    run,
    staleLines: [13],
    thread: thread.map(one => ({
      ...one,
      question: text,
      thread: run.id,
      excerpt: run.excerpt,
      steps: [{ number: 1, text: markdown }],
      ...(one.destination ? { destination: { ...one.destination, model: text, url: text } } : {}),
    })),
    runs: snapshot.runs.map(one => ({
      ...one,
      id,
      name: text,
      file: `${text}.py`,
      model: text,
      state: text,
    })),
    problems: [
      {
        code: 'broken-chapter',
        path: text,
        finding: {
          code: 'wrong-value',
          at: text,
          expected: text,
          given: text,
          file: text,
          severity: 'error',
        },
      },
      { code: 'missing-code', file: text, region: text },
      { code: 'damaged', lines: 1, kept: 2, journals: [text] },
    ],
    setUp: { state: 'failed', problem: text },
  };
}

function runWith(text: string, markdown: string): Run {
  const run = runAfter(runEvents.length);
  return {
    ...run,
    thinking: text,
    summary: markdown,
    steps: run.steps.map(step => ({ ...step, text: markdown })),
    excerpt: { ...run.excerpt, symbol: text, name: text, text: `${text}\n${text}` },
    ...(run.destination ? { destination: { ...run.destination, model: text, server: text, url: text } } : {}),
    messages: run.messages.map(message => ({ ...message, content: text })),
    grammar: text,
    warnings: [{ kind: text }, { kind: 'not-local', host: text }, { kind: 'constructor' }],
    reason: 'other',
    reasonDetail: text,
  };
}

/** A chapter whose open concept has so many passages. */
export function withPassages(count: number): Shown {
  const { chapter } = snapshot;
  const [first] = chapter.passages;
  if (!first) throw new Error('the stage has no passage');
  const passages = Array.from({ length: count }, (_, index) => ({
    ...first,
    id: `p-${index}`,
    number: `2.${index + 1}`,
    concept: 'chain-of-thought',
  }));
  const concepts = chapter.concepts.map(concept =>
    concept.id === 'chain-of-thought' ? { ...concept, passages: passages.map(({ id }) => id) } : concept,
  );
  return { ...snapshot, chapter: { ...chapter, passages, concepts } };
}

/** So many notes on the words of one passage: the editor's, and with `isOwn` the reader's. */
export function withNotes(count: number, isOwn = false): Shown {
  const [pattern] = own;
  if (!pattern) throw new Error('the stage has no note');
  const notes = Array.from(
    { length: count },
    (_, index): Annotation => ({
      ...pattern,
      id: isOwn ? `urn:uuid:many-${index}` : `urn:marginalia:stage:many-${index}`,
    }),
  );
  return isOwn ? { ...snapshot, own: notes } : { ...snapshot, editorial: notes };
}

/** The reader's notes on so many words of one passage, each so many after the one before. */
export function withNotesOnWords(count: number, apart = 1): Shown {
  const passage = snapshot.chapter.passages.find(({ id }) => id === 'cot-way-of-writing');
  const pattern = own.find(({ target: [first] }) => first?.source.includes('cot-way-of-writing'));
  if (!passage || !pattern) throw new Error('the stage has no such passage');
  const plain = plainText(parseMarkdown(passage.text.en.markdown));
  const words = [...plain.matchAll(/\p{L}{4,}/gu)].filter((_, at) => at % apart === 0).slice(0, count);
  const notes = words.map(
    ({ 0: word, index }, at): Annotation => ({
      ...pattern,
      id: `urn:uuid:word-${at}`,
      target: pattern.target.map(one => ({
        ...one,
        selector: selectorsFor(plain, index, index + word.length),
      })),
    }),
  );
  return { ...snapshot, own: notes, editorial: [] };
}
