// The chapters that ship, read from disk as the extension reads them: everything that they say about themselves holds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Annotation, passageAddress } from '../../src/core/annotation/annotation';
import { inLanguage, type Language } from '../../src/core/chapter/chapter';
import { type LoadedChapter, loadChapter } from '../../src/core/chapter/library';
import { parseMarkdown, plainText } from '../../src/core/markdown';

const languages: readonly Language[] = ['en', 'zh-CN'];

/** What a companion file prints, and where a passage says so: [file, printed, passage, in English, in Chinese]. */
const quotedOutput: readonly (readonly [string, string, string, string, string])[] = [
  ['trigram.py', "after 'the reader': turns 4, opens 2", 'one-goal', '“turns” four times', '四次“turns”'],
  [
    'trigram.py',
    'greedy: 89% of the 4-word pieces',
    'why-it-repeats',
    '89\u00a0% of the four-word',
    '89%的四词',
  ],
  ['trigram.py', 'sampled 1,000 times: 11% on average', 'why-it-repeats', 'is 11\u00a0%', '平均值是11%'],
  ['wrappers.py', 'bare: 7 pieces', 'four-wrappers', 'it is 7 pieces', '是7个'],
  ['wrappers.py', 'frame: 12 pieces', 'four-wrappers', 'an empty field, 12', '12个'],
  ['wrappers.py', 'examples: 57 pieces', 'four-wrappers', 'filled in, 57', '57个'],
  ['wrappers.py', 'chat: 10 pieces', 'four-wrappers', 'chat template, 10', '10个'],
  ['wrappers.py', 'typed by hand: 5 pieces', 'roles-are-tokens', 'fall into five', '散成五个'],
  ['loss_mask.py', "'answers': 13 of 51 pieces", 'learn-the-answer', '13 of 51 pieces', '51个片段中有13个'],
  [
    'loss_mask.py',
    "38 of them are the user's",
    'learn-the-answer',
    '38 of the 51 are the user’s',
    '38个属于用户',
  ],
  ['loss_mask.py', 'White. <|end|> <|user|> Name', 'learn-the-answer', 'user’s next line', '用户的下一句'],
];

describe('the shipped chapter', () => {
  const folder = 'content/how-chatgpt-came-to-be';
  let loaded: LoadedChapter;
  const passage = (id: string) => loaded.chapter.passages.find(passage => passage.id === id);
  const textOf = (id: string, language: Language) =>
    plainText(parseMarkdown(passage(id)?.text[language]?.markdown ?? ''));

  before(async () => {
    loaded = await loadChapter({
      read: async path => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined),
      list: async path => readdirSync(join(folder, path)),
    });
  });

  it('has no problems', () => assert.deepEqual(loaded.chapter.problems, []));

  it('has three concepts of three or four passages', () => {
    assert.deepEqual(
      loaded.chapter.concepts.map(concept => concept.id),
      ['next-token-pretraining', 'base-vs-assistant-model', 'instruction-tuning'],
    );
    for (const { passages } of loaded.chapter.concepts) assert.ok([3, 4].includes(passages.length));
  });

  it('has every text in both languages', () => {
    for (const { id, text } of loaded.chapter.passages) {
      for (const language of languages) {
        assert.ok(text[language]?.title && text[language].markdown, `${id} in ${language}`);
      }
    }
    const { title, concepts, regions } = loaded.chapter;
    const texts = [title, ...concepts.flatMap(({ title, thesis, clears }) => [title, thesis, ...clears])];
    for (const localized of [...texts, ...regions.map(region => region.about)]) {
      assert.ok(localized['zh-CN'], localized.en);
    }
  });

  it('has every passage short, in plain paragraphs', () => {
    for (const { id } of loaded.chapter.passages) {
      assert.ok(textOf(id, 'en').length < 800, id);
      assert.ok(textOf(id, 'zh-CN').length < 320, id);
    }
  });

  it('finds every quoted phrase exactly where the note says', () => {
    for (const { id, target } of loaded.editorial) {
      const addresses = target.map(({ source }) => passageAddress(source));
      assert.deepEqual(addresses.map(address => address?.language).sort(), [...languages], id);
      assert.equal(new Set(addresses.map(address => address?.passage)).size, 1, id);
      target.forEach(({ selector = [] }, index) => {
        const address = addresses[index];
        const text = textOf(address?.passage ?? '', address?.language === 'en' ? 'en' : 'zh-CN');
        const { start, end, exact, prefix, suffix } = Object.assign({}, ...selector);
        assert.ok(end > start && text.slice(start, end) === exact, `${id}: ${exact}`);
        assert.equal(text.slice(Math.max(0, start - 32), start), prefix, id);
        assert.equal(text.slice(end, end + 32), suffix, id);
      });
    }
  });

  it('says and asks everything in both languages, with its evidence', () => {
    for (const annotation of loaded.editorial) {
      const spoken = (bodies: Annotation['body'] = []) => bodies.map(body => body.language);
      assert.deepEqual(spoken(annotation.body), [...languages], annotation.id);
      assert.deepEqual(spoken(annotation['marginalia:question']), [...languages], annotation.id);
      assert.ok(annotation['marginalia:verdict'] && annotation['marginalia:evidence'], annotation.id);
      assert.ok(annotation['marginalia:sources']?.length, annotation.id);
    }
  });

  it('uses every verdict, and more than one in each concept', () => {
    const verdicts = (concept: string) =>
      new Set(
        loaded.editorial
          .filter(({ target }) => {
            const address = passageAddress(target[0]?.source ?? '');
            return passage(address?.passage ?? '')?.concept === concept;
          })
          .map(annotation => annotation['marginalia:verdict']),
      );
    const each = loaded.chapter.concepts.map(({ id }) => verdicts(id));
    for (const some of each) assert.ok(some.size > 1);
    assert.equal(new Set(each.flatMap(some => [...some])).size, 4);
  });

  it('lists only sources that it uses, each with an address', () => {
    const cited = new Set(loaded.editorial.flatMap(annotation => annotation['marginalia:sources'] ?? []));
    const markdown = loaded.chapter.passages.map(({ text }) => text.en.markdown).join();
    for (const { id, url, label } of loaded.chapter.sources) {
      assert.ok(url, id);
      assert.match(label, / \d{4}[a-z]?$/);
      assert.ok(cited.has(id) || markdown.includes(url), `${id} is used nowhere`);
    }
  });

  it('keeps to the rules of Chinese typography', () => {
    const passages = loaded.chapter.passages.flatMap(({ id, text }) => [
      text['zh-CN']?.title ?? '',
      textOf(id, 'zh-CN'),
    ]);
    const about = loaded.chapter.regions.map(region => inLanguage(region.about, 'zh-CN'));
    const notes = loaded.editorial.flatMap(({ body, 'marginalia:question': question = [] }) =>
      [...body, ...question].filter(({ language }) => language === 'zh-CN').map(({ value }) => String(value)),
    );
    for (const text of [...passages, ...about, ...notes]) {
      assert.doesNotMatch(text, /[！!"']|\p{Script=Han} |[ ]\p{Script=Han}|\p{Script=Han}[,.;:?]/u, text);
      assert.doesNotMatch(text, /\d[ \u00a0]%/, text);
    }
  });

  describe('its companion code', () => {
    const printed = new Map<string, string>();
    const outputOf = (file: string) => {
      const known = printed.get(file);
      if (known !== undefined) return known;
      // Fails with the reason where there is no python3: a number that nobody checked must not ship.
      const output = execFileSync('python3', ['-B', join(folder, 'code', file)], { encoding: 'utf8' });
      printed.set(file, output);
      return output;
    };

    for (const [file, output, id, en, zh] of quotedOutput) {
      it(`${file} prints ${JSON.stringify(output)}, as ${id} says`, () => {
        assert.ok(outputOf(file).includes(output), outputOf(file));
        assert.ok(textOf(id, 'en').includes(en), en);
        assert.ok(textOf(id, 'zh-CN').includes(zh), zh);
      });
    }

    it('has every region that the chapter names', () => {
      for (const { id, lines } of loaded.chapter.regions) assert.ok(lines, id);
    });

    it('is all shown somewhere', () => {
      const used = new Set(loaded.chapter.passages.flatMap(({ code }) => code));
      assert.deepEqual(
        loaded.chapter.regions.map(region => region.id).filter(id => !used.has(id)),
        [],
      );
    });
  });
});
