import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    assert.deepEqual([hit?.passage, hit?.language, hit?.title], ['pull', 'zh-CN', 'The pull']);
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
    assert.deepEqual([hit?.passage, hit?.kind, hit?.title], ['pull', 'note', '引力']);
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

  const spellings: readonly [text: string, query: string, marked: string][] = [
    ['使用JWT令牌。', '令牌', '令牌'],
    ['使用JWT令牌。', 'jwt', 'JWT'],
    ['使用JWT令牌。', '用jwt令', '用JWT令'],
    ['使用JWT令牌。', '牌', '牌'],
    ['第3代GPT模型', '代', '代'],
    ['第3代GPT模型', 'gpt', 'GPT'],
    ['在𠮷野家吃饭', '𠮷', '𠮷'],
    ['在𠮷野家吃饭', '𠮷野', '𠮷野'],
    ['今日はトークンを数える', 'トークン', 'トークン'],
    ['今日はトークンを数える', 'を数', 'を数'],
    ['今日はトークンを数える', 'ー', 'ー'],
    ['한국어토큰을 센다', '토큰', '토큰'],
    ['한국어토큰을 센다', '큰', '큰'],
    ['the cafe\u0301 is open', 'café', 'cafe\u0301'],
    ['the café is open', 'cafe\u0301', 'café'],
    ['the café is open', 'CAFE', 'café'],
    ['a cafe is open', 'café', 'cafe'],
    ['か\u3099くの話', 'がく', 'か\u3099く'],
    ['がくの話', 'か\u3099く', 'がく'],
    ['\u1112\u1161\u11ab국', '한국', '\u1112\u1161\u11ab국'],
    ['한국', '\u1112\u1161\u11ab', '한'],
    ['ｶﾞｸの話', 'ガク', 'ｶﾞｸ'],
    ['ガクの話', 'ｶﾞｸ', 'ガク'],
    ['ＡＰＩ２の話', 'api2', 'ＡＰＩ２'],
    ['the API2 key', 'ＡＰＩ２', 'API2'],
    ['Die Straße ist lang', 'STRASSE', 'Straße'],
    ['Die STRASSE ist lang', 'straße', 'STRASSE'],
    ['in İstanbul today', 'istanbul', 'İstanbul'],
    ['in Istanbul today', 'İSTANBUL', 'Istanbul'],
    ['ΟΔΥΣΣΕΥΣ left', 'οδυσσευς', 'ΟΔΥΣΣΕΥΣ'],
    ['ｅﬃcient code', 'efficient', 'ｅﬃcient'],
    ['a to\u00adken is', 'token', 'to\u00adken'],
    ['Ärger İ ß ﬁn, dann das Wort hier', 'wort', 'Wort'],
    ['in Łódź and København', 'lodz', 'Łódź'],
    ['in Łódź and København', 'KOBENHAVN', 'København'],
    ['their œuvre', 'oeuvre', 'œuvre'],
    ['unmasked, then the mask', 'mask', 'mask'],
    ['ภาษาไทย', 'ไทย', 'ไทย'],
    ['ភាសាខ្មែរ', 'ខ្មែរ', 'ខ្មែរ'],
    ['ㄅㄆㄇ', 'ㄆ', 'ㄆ'],
    ['שָׁלוֹם', 'שלום', 'שָׁלוֹם'],
    ['عَرَبِيّ', 'عربي', 'عَرَبِيّ'],
  ];
  for (const [text, query, marked] of spellings) {
    it(`finds ${query} in ${text}, and marks it there`, async () => {
      const index = prepareSearch(await chapterOf({ pull: `Title\n${text}` }));
      const hit = searchChapter(index, query, 'en')[0];
      assert.equal(hit?.match, marked);
      assert.equal(hit && `${hit.before}${hit.match}${hit.after}`, text);
    });
  }

  it('marks a word, not the middle of an earlier one', async () => {
    const index = prepareSearch(await chapterOf({ pull: 'Title\nunmasked, then the mask' }));
    assert.equal(searchChapter(index, 'mask', 'en')[0]?.before, 'unmasked, then the ');
  });

  it('finds every short Chinese word of the chapter that comes with Marginalia', async () => {
    const folder = 'content/how-chatgpt-came-to-be';
    const { chapter } = await loadChapter({
      read: path => readFile(join(folder, path)).catch(() => undefined),
      list: async () => [],
    });
    const index = prepareSearch(chapter);
    const texts = chapter.passages.flatMap(({ text }) => text['zh-CN'] ?? []);
    const segments = texts.flatMap(({ title, markdown }) => [
      ...new Intl.Segmenter('zh', { granularity: 'word' }).segment(`${title} ${markdown}`),
    ]);
    const words = new Set(
      segments.map(({ segment }) => segment).filter(word => /^\p{Script=Han}{1,2}$/u.test(word)),
    );
    assert.ok(words.size >= 300);
    const missed = [...words].filter(word =>
      searchChapter(index, word, 'zh-CN').every(hit => hit.match !== word && !hit.title.includes(word)),
    );
    assert.deepEqual(missed, []);
  });
});
