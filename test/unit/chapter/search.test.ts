import assert from 'node:assert/strict';
import type { Chapter, Language } from '../../../src/core/chapter/chapter';
import { loadChapter } from '../../../src/core/chapter/library';
import { prepareSearch, type SearchHit, searchChapter, withNotes } from '../../../src/core/chapter/search';
import { contents, filesOf, manifest } from './chapterFiles';

async function chapterOf(en: Record<string, string>, zh: Record<string, string> = {}): Promise<Chapter> {
  const of = manifest();
  const [first] = of.concepts;
  if (!first) throw new Error('no concept');
  const passages = Object.keys(en).map(id => ({ id }));
  const file = (texts: Record<string, string>) =>
    Object.entries(texts)
      .map(([id, text]) => `## ${text.split('\n')[0]} {#${id}}\n\n${text.split('\n').slice(1).join('\n')}`)
      .join('\n\n');
  const all = contents({ ...of, concepts: [{ ...first, passages }] });
  all['en/moon.md'] = file(en);
  all['zh-CN/moon.md'] = file(zh);
  return (await loadChapter(filesOf(all))).chapter;
}

const shown = ({ before, match, after }: SearchHit) => `${before}[${match}]${after}`;

describe('search', () => {
  const en = {
    pull: 'The pull\nThe moon pulls *the sea* towards it.',
    train: 'Training\nA network is trained on text.',
    mask: 'The mask\nThe loss mask selects the answer.\n\n- one\n- two',
  };
  const zh = {
    pull: '引力\n月亮牵引海水。',
    train: '训练\n预测下一个词元的预训练。',
    mask: '掩码\n损失掩码只选回答。',
  };
  let ask: (query: string, language?: Language) => readonly SearchHit[];
  let chapter: Chapter;

  before(async () => {
    chapter = await chapterOf(en, zh);
    const index = prepareSearch(chapter);
    ask = (query, language = 'en') => searchChapter(index, query, language);
  });

  it('finds a word and shows it in its place', () => {
    const [hit, ...others] = ask('SEA');
    assert.equal(hit && shown(hit), 'The moon pulls the [sea] towards it.');
    assert.deepEqual(others, []);
  });

  it('finds a word that is not finished yet', () => {
    assert.deepEqual(
      ask('los ma').map(hit => hit.passage),
      [],
    );
    assert.deepEqual(
      ask('loss ma').map(hit => hit.passage),
      ['mask'],
    );
  });

  it('forgives a slip in a long word', () => {
    assert.deepEqual(
      ask('netwerk').map(hit => hit.passage),
      ['train'],
    );
    assert.equal(ask('netwerk')[0]?.match, 'network');
  });

  it('finds Chinese inside longer words', () => {
    for (const query of ['训练', '预训练', '词元', '测下', '练']) {
      assert.deepEqual(
        ask(query, 'zh-CN').map(hit => hit.passage),
        ['train'],
        query,
      );
    }
  });

  it('finds a text in the other language too', () => {
    const [hit] = ask('海水', 'en');
    assert.deepEqual([hit?.passage, hit?.language, hit?.title], ['pull', 'zh-CN', '引力']);
  });

  it('needs every word', () => {
    assert.deepEqual(ask('moon mask'), []);
    assert.deepEqual(ask('月亮 掩码', 'zh-CN'), []);
  });

  it('finds a title and shows how the text begins', () => {
    const [hit] = ask('掩码', 'zh-CN');
    assert.equal(hit?.passage, 'mask');
    assert.equal(ask('pull')[0]?.passage, 'pull');
  });

  it('does not run the words of two blocks together', () => {
    assert.equal(ask('onetwo').length, 0);
    assert.equal(ask('two').length, 1);
  });

  it('finds nothing for nothing', () => {
    for (const query of ['', '  ', '?!', '。']) assert.deepEqual(ask(query), []);
  });

  it('finds the reader’s notes and forgets those that are gone', () => {
    const index = prepareSearch(chapter, [{ passage: 'pull', text: 'Ask the ferryman.' }]);
    const [hit] = searchChapter(index, 'ferry', 'zh-CN');
    assert.deepEqual([hit?.passage, hit?.isNote, hit?.title], ['pull', true, '引力']);
    assert.deepEqual(searchChapter(withNotes(index, []), 'ferry', 'en'), []);
  });

  it('gives at most eight hits, each passage once', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`p${n}`, `Title\nThe sea, the sea ${n}.`]),
    );
    const hits = searchChapter(prepareSearch(await chapterOf(many, many)), 'sea', 'en');
    assert.equal(hits.length, 8);
    assert.equal(new Set(hits.map(hit => hit.passage)).size, 8);
    assert.ok(hits.every(hit => hit.language === 'en'));
  });

  it('shows a piece of a long text, cut between words', async () => {
    const long = await chapterOf({ pull: `Long\n${'before '.repeat(50)}needle${' after'.repeat(50)}` });
    const [hit] = searchChapter(prepareSearch(long), 'needle', 'en');
    assert.match(hit ? shown(hit) : '', /^…(before )+\[needle\]( after)+…$/);
    assert.ok(hit && hit.before.length < 40 && hit.after.length < 70);
  });

  it('shows half as many Chinese characters, which are twice as wide', async () => {
    const zh = { pull: `长文\n${'前'.repeat(100)}引力${'后'.repeat(100)}` };
    const [hit] = searchChapter(prepareSearch(await chapterOf({ pull: 'Long\nText.' }, zh)), '引力', 'zh-CN');
    assert.equal(hit && shown(hit), `…${'前'.repeat(16)}[引力]${'后'.repeat(32)}…`);
  });

  it('finds Chinese across the borders that a segmenter draws', () => {
    assert.equal(ask('个词元的预', 'zh-CN')[0]?.match, '个词元的预');
  });
});
