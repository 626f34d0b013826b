// What a chapter opens with, and what a concept asks before and after it is read.
import assert from 'node:assert/strict';
import type { Annotation } from '../../../src/core/annotation/annotation';
import { passageSource } from '../../../src/core/annotation/annotation';
import { findPassages } from '../../../src/panel/search/search';
import { plainOf } from '../../../src/panel/ui/plainOf';
import { chapterView } from '../../../src/panel/views/chapter/chapterView';
import { Training } from '../../../src/panel/views/chapter/miniature/training';
import { notesBeside } from '../../../src/panel/views/chapter/placement';
import { questionBefore } from '../../../src/panel/views/chapter/questions';
import { cardFace } from '../../../src/panel/views/review/cardFace';
import { cardView } from '../../../src/panel/views/review/cardView';
import { cards, chapter, snapshot } from '../../panel/fixtures';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const [first, second] = chapter.concepts;
const passage = first?.passages[0] ?? '';
const said = (en: string, zh: string) => [
  { type: 'TextualBody' as const, value: en, language: 'en' },
  { type: 'TextualBody' as const, value: zh, language: 'zh-CN' },
];
const prompt: Annotation = {
  id: `urn:marginalia:${chapter.key}:prompt:why`,
  type: 'Annotation',
  motivation: 'questioning',
  body: said('Because of the counts.', '因为计数。'),
  target: [{ source: passageSource({ chapter: chapter.key, language: 'en', passage }) }],
  'marginalia:question': said('Why does it loop?', '为什么会循环？'),
  'marginalia:code': 'return max(choices)',
};
const question = {
  ask: { en: 'What do you expect?', 'zh-CN': '你预计会怎样？' },
  answer: { en: 'A loop.', 'zh-CN': '一个循环。' },
};
const asking = {
  editorial: [...snapshot.editorial, prompt],
  chapter: {
    ...chapter,
    about: { en: 'What it is for.', 'zh-CN': '本章何用。' },
    story: { en: 'Two roads were tried.', 'zh-CN': '试过两条路。' },
    concepts: chapter.concepts.map(concept => (concept === first ? { ...concept, question } : concept)),
  },
};
const at = (concept: string | undefined) => ({
  ...asking,
  place: {
    view: 'chapter' as const,
    language: 'en' as const,
    chapter: chapter.key,
    ...(concept ? { concept } : {}),
  },
});
const drawn = (concept: string | undefined, language: 'en' | 'zh-CN' = 'en') =>
  textOf(chapterView(sceneOf(at(concept), language), new Training(() => undefined), () => {}));

describe('a chapter', () => {
  it('opens with its title, what it is for, the story, and three things to do', () => {
    const page = drawn(first?.id);
    const order = [
      'class="book"',
      'What it is for.',
      'The story says',
      'Two roads',
      'Three things',
      'id="title"',
    ];
    const places = order.map(words => page.indexOf(words));
    assert.ok(!places.includes(-1), places.join());
    assert.deepEqual(
      [...places].sort((a, b) => a - b),
      places,
    );
    assert.equal(page.split('<li>').length - 1, 3);
    assert.match(drawn(first?.id, 'zh-CN'), /故事是这样说的.*试过两条路/s);
  });

  it('opens so at its first concept only', () => {
    assert.doesNotMatch(drawn(second?.id), /What it is for|The story says/);
  });
});

describe('a concept', () => {
  it('asks before it is read; the answer is folded away', () => {
    const [entry, next] = asking.chapter.concepts;
    const asked = textOf(questionBefore(sceneOf(asking), entry!));
    assert.match(
      asked,
      /Before you read.*What do you expect\?.*<details><summary>Show the answer.*A loop\./s,
    );
    assert.match(textOf(questionBefore(sceneOf(asking, 'zh-CN'), entry!)), /你预计会怎样？.*一个循环。/s);
    assert.equal(textOf(questionBefore(sceneOf(asking), next!)), '');
  });

  it('asks at its end what should stay, each with a way to keep it', () => {
    const page = drawn(first?.id);
    assert.ok(page.indexOf('Why does it loop?') < page.indexOf('class="foot"'));
    assert.match(page, /Why does it loop\?.*Keep as a card/s);
    assert.doesNotMatch(drawn(second?.id), /data-prompt/);
  });
});

describe('a prompt', () => {
  it('stands in no margin, and is no hit of its own', () => {
    const plain = plainOf(chapter.passages.find(({ id }) => id === passage)?.text.en.markdown ?? '');
    const beside = notesBeside({ ...snapshot, ...asking }, passage, 'en', plain).map(
      ({ annotation }) => annotation.id,
    );
    assert.ok(!beside.includes(prompt.id));
    assert.deepEqual(
      findPassages(sceneOf(asking), 'because of the counts').filter(({ kind }) => kind === 'note'),
      [],
    );
  });

  it('is a card with its question and code in front, and its answer behind', () => {
    const face = cardFace(prompt, { ...snapshot, ...asking }, 'zh-CN');
    assert.deepEqual([face.kind, face.question, face.note.value], ['prompt', '为什么会循环？', '因为计数。']);
    const card = { ...cards[0]!, id: prompt.id, annotation: prompt };
    const front = textOf(cardView(sceneOf(asking), card));
    assert.match(front, /Why does it loop\?.*<pre class="snippet"/s);
    assert.doesNotMatch(front, /Because of the counts/);
    const scene = sceneOf(asking);
    const back = textOf(cardView({ ...scene, ui: { ...scene.ui, revealed: prompt.id } }, card));
    assert.match(back, /Because of the counts\..*Open the passage/is);
  });
});
