// The chapters that ship, read from disk as the extension reads them: everything that they say about themselves holds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figures as miniatureFigures } from '../../content/how-chatgpt-came-to-be/code/miniature_course.js';
import {
  type Annotation,
  isPrompt,
  passageAddress,
  type Verdict,
} from '../../src/core/annotation/annotation';
import { inLanguage, type Language } from '../../src/core/chapter/chapter';
import { figuresFile } from '../../src/core/chapter/figures';
import { type LoadedChapter, loadChapter } from '../../src/core/chapter/library';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import { recordedMiniature } from '../support/miniature';

const languages: readonly Language[] = ['en', 'zh-CN'];

/** The claims of the story that the chapter examines, and the verdict on each, as they were looked up. */
const claims: Readonly<Record<string, Verdict>> = {
  C01: 'partly',
  C02: 'partly',
  C03: 'right',
  C04: 'partly',
  C05: 'partly',
  C06: 'partly',
  C07: 'wrong',
  C08: 'partly',
  C09: 'wrong',
  C10: 'unproven',
  C11: 'partly',
  C12: 'unproven',
  C13: 'unproven',
  C14: 'right',
  C15: 'partly',
  C16: 'partly',
  C17: 'partly',
  C18: 'partly',
  C19: 'partly',
  C20: 'right',
  C21: 'unproven',
  C22: 'unproven',
  C23: 'partly',
  C24: 'wrong',
  C25: 'partly',
  C26: 'unproven',
  C27: 'partly',
  C28: 'right',
  C29: 'partly',
  C30: 'wrong',
  C31: 'partly',
  C32: 'partly',
  C33: 'unproven',
  C34: 'partly',
};

describe('the shipped chapter', () => {
  const folder = 'content/how-chatgpt-came-to-be';
  let loaded: LoadedChapter;
  const passage = (id: string) => loaded.chapter.passages.find(passage => passage.id === id);
  const textOf = (id: string, language: Language) =>
    plainText(parseMarkdown(passage(id)?.text[language]?.markdown ?? ''));

  const load = () =>
    loadChapter({
      read: async path => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined),
      list: async path => readdirSync(join(folder, path)),
    });
  /** Writes where each note's words stand now; what they are is the author's. */
  const anchorNotes = async () => {
    const file = join(folder, 'annotations.jsonl');
    const notes = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    for (const target of notes.flatMap(note => note.target)) {
      const address = passageAddress(target.source);
      const text = textOf(address?.passage ?? '', address?.language === 'en' ? 'en' : 'zh-CN');
      const { exact } = target.selector[0];
      const start = text.indexOf(exact);
      const end = start + exact.length;
      assert.ok(start >= 0 && text.indexOf(exact, end) < 0, `${target.source} has “${exact}” not once`);
      const around = {
        prefix: text.slice(Math.max(0, start - 32), start),
        suffix: text.slice(end, end + 32),
      };
      target.selector = [
        { type: 'TextQuoteSelector', exact, ...around },
        { type: 'TextPositionSelector', start, end },
      ];
    }
    writeFileSync(file, `${notes.map(note => JSON.stringify(note)).join('\n')}\n`);
    loaded = await load();
  };

  before(async () => {
    loaded = await load();
  });

  it('has no problems', () => assert.deepEqual(loaded.chapter.problems, []));

  it('has each concept in one frame: asked before, four to six passages, code, asked after', () => {
    const textsOf = (passages: readonly string[], language: Language) =>
      passages.map(id => textOf(id, language)).join(' ');
    for (const { id, passages, clears, question } of loaded.chapter.concepts) {
      assert.ok(question, id);
      assert.ok(clears.length > 0, id);
      assert.ok(passages.length >= 4 && passages.length <= 6, id);
      const words = textsOf(passages, 'en').split(/\s+/).length;
      assert.ok(words >= 250 && words <= 500, `${id} has ${words} words`);
      const characters = textsOf(passages, 'zh-CN').match(/\p{Script=Han}/gu)?.length ?? 0;
      assert.ok(characters >= 300 && characters <= 900, `${id} has ${characters} characters`);
      assert.ok(
        passages.some(passageId => passage(passageId)?.code.length),
        id,
      );
      const prompts = loaded.editorial.filter(
        note =>
          isPrompt(note) && passages.includes(passageAddress(note.target[0]?.source ?? '')?.passage ?? ''),
      );
      assert.ok(prompts.length === 2 || prompts.length === 3, `${id} has ${prompts.length} prompts`);
      assert.ok(
        prompts.some(prompt => prompt['marginalia:code']),
        `${id} asks about no code`,
      );
      assert.ok(
        prompts.some(prompt => /\b[Ww]hy\b/.test(String(prompt['marginalia:question']?.[0]?.value))),
        `${id} asks no why`,
      );
    }
  });

  it('needs nothing that does not stand before it', () => {
    const { concepts } = loaded.chapter;
    for (const { number, needs } of concepts) {
      for (const need of needs) assert.ok((concepts.find(({ id }) => id === need)?.number ?? 99) < number);
    }
  });

  it('has each claim of the story in the margin once, with the verdict that was found', () => {
    const noted = loaded.editorial.flatMap(note => {
      const claim = note['marginalia:claim'];
      return claim === undefined ? [] : [[String(claim), note['marginalia:verdict']] as const];
    });
    assert.deepEqual(Object.fromEntries([...noted].sort()), claims);
    assert.equal(noted.length, Object.keys(claims).length);
  });

  it('has every text in both languages', () => {
    for (const { id, text } of loaded.chapter.passages) {
      for (const language of languages) {
        assert.ok(text[language]?.title && text[language].markdown, `${id} in ${language}`);
      }
    }
    assert.deepEqual(loaded.findings, []);
  });

  it('has every passage short, in plain paragraphs', () => {
    for (const { id } of loaded.chapter.passages) {
      assert.ok(textOf(id, 'en').length < 800, id);
      assert.ok(textOf(id, 'zh-CN').length < 320, id);
    }
  });

  it('finds every quoted phrase exactly where the note says', async () => {
    if (process.env.UPDATE_GOLDEN === '1') await anchorNotes();
    for (const { id, target } of loaded.editorial.filter(note => !isPrompt(note))) {
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
    for (const annotation of loaded.editorial.filter(note => !isPrompt(note))) {
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
          .filter(note => {
            const address = passageAddress(note.target[0]?.source ?? '');
            return !isPrompt(note) && passage(address?.passage ?? '')?.concept === concept;
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
    const files = readdirSync(join(folder, 'code')).filter(file => file.endsWith('.py'));
    const modules = files.map(file => file.replace(/\.py$/, ''));
    /** Fails with the reason where there is no python3: a number that nobody checked must not ship. */
    const python = (...args: string[]) => execFileSync('python3', ['-B', ...args], { encoding: 'utf8' });
    let figures: Record<string, Record<string, number | string>> = {};

    before(function () {
      this.timeout(60_000);
      const program =
        'import json, sys, importlib\nsys.path.insert(0, sys.argv[1])\n' +
        'print(json.dumps({name.replace("_", "-"): importlib.import_module(name).figures() for name in sys.argv[2:]}))';
      const counted = JSON.parse(python('-c', program, join(folder, 'code'), ...modules));
      // What is recorded of it is what it does: miniature.test.ts.
      figures = { ...counted, miniature: miniatureFigures(recordedMiniature()) };
    });

    it('gives the figures that the texts quote', () => {
      const kept = join(folder, figuresFile);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(kept, `${JSON.stringify(figures, null, 2)}\n`);
      assert.deepEqual(JSON.parse(readFileSync(kept, 'utf8')), figures);
    });

    for (const file of files) {
      it(`prints the figures of ${file}`, function () {
        this.timeout(60_000);
        const printed = python(join(folder, 'code', file));
        const own = figures[file.replace(/\.py$/, '').replaceAll('_', '-')];
        assert.ok(own);
        for (const [name, value] of Object.entries(own)) {
          assert.ok(printed.includes(String(value)), `${name}, ${value}:\n${printed}`);
        }
      });
    }

    it('gives no figure that no text quotes', () => {
      const written = [
        readFileSync(join(folder, 'chapter.json'), 'utf8'),
        ...languages.flatMap(language =>
          loaded.chapter.concepts.map(({ id }) => readFileSync(join(folder, language, `${id}.md`), 'utf8')),
        ),
      ].join();
      const named = Object.entries(figures).flatMap(([file, own]) =>
        Object.keys(own).map(name => `{=${file}.${name}}`),
      );
      assert.deepEqual(
        named.filter(name => !written.includes(name)),
        [],
      );
    });

    it('is what the margin draws of it', () => {
      const { trigram } = figures;
      const note = loaded.editorial.find(({ id }) => id.endsWith(':decoding'));
      const { from, to } = note?.['marginalia:figure'] ?? {};
      assert.deepEqual([from, to], [trigram?.greedy, trigram?.sampled]);
    });

    it('has every region that the chapter names', () => {
      for (const { id, lines } of loaded.chapter.regions) assert.ok(lines, id);
    });

    it('is all shown somewhere', () => {
      const labs = loaded.chapter.concepts.flatMap(({ lab }) => lab?.code ?? []);
      const used = new Set([...loaded.chapter.passages.flatMap(({ code }) => code), ...labs]);
      assert.deepEqual(
        loaded.chapter.regions.map(region => region.id).filter(id => !used.has(id)),
        [],
      );
    });
  });
});
