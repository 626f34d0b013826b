import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/base/finding';
import { loadChapter } from '../../../src/core/chapter/library';
import { readTitle } from '../../../src/core/chapter/manifest';
import type { FileFacts } from '../../../src/core/ports';
import { type Contents, contents, filesOf, manifest, note } from './chapterFiles';

const load = (all: Contents) => loadChapter(filesOf(all));

/** The findings of the sound chapter after one change to its files. */
async function findingsAfter(change: (all: Contents) => void) {
  const all = contents();
  change(all);
  return briefly((await load(all)).findings);
}

/** The same after a change to its manifest. */
const findingsOf = async (of: unknown) => briefly((await load(contents(of))).findings);

/** "file:line:column code", with the data behind it where there is some. */
function briefly(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ file, range, code, severity: _severity, ...data }) => {
    const place = range ? `:${range.line}:${range.column}` : '';
    const said = Object.values(data).map(value => ` ${value}`);
    return `${file}${place} ${code}${said.join('')}`;
  });
}

describe('loading a sound chapter', () => {
  it('has no problems and reads each file once', async () => {
    const files = filesOf(contents());
    const { chapter } = await loadChapter(files);
    assert.deepEqual(chapter.problems, []);
    assert.equal(new Set(files.asked).size, files.asked.length);
  });

  it('numbers passages within their concepts', async () => {
    const { chapter } = await load(contents());
    assert.deepEqual(
      chapter.passages.map(({ id, number, concept }) => [id, number, concept]),
      [
        ['pull', '1.1', 'moon'],
        ['phase', '1.2', 'moon'],
        ['bay', '2.1', 'shore'],
      ],
    );
  });

  it('is read side by side where it ships, and file by file where it comes from others', async () => {
    const mostAtOnce = async (areLookedAt: boolean) => {
      const files = filesOf(contents());
      let [open, most] = [0, 0];
      const read = async (path: string) => {
        most = Math.max(most, ++open);
        await Promise.resolve();
        open -= 1;
        return files.read(path);
      };
      const kind = (path: string) => (path.includes('.') ? ('file' as const) : ('folder' as const));
      const stat = async (path: string) => ({ kind: kind(path), bytes: 100 });
      await loadChapter({ ...files, read, ...(areLookedAt ? { stat } : {}) });
      return most;
    };
    assert.deepEqual([await mostAtOnce(false), await mostAtOnce(true)], [5, 1]);
  });

  it('has each passage in the languages that have it', async () => {
    const all = contents();
    delete all['zh-CN/shore.md'];
    const { chapter } = await load(all);
    assert.deepEqual(chapter.passages[0]?.text, {
      en: { title: 'The pull', markdown: 'The moon *pulls* the sea.' },
      'zh-CN': { title: '引力', markdown: '月亮牵引海水。' },
    });
    assert.deepEqual(Object.keys(chapter.passages[2]?.text ?? {}), ['en']);
  });

  it('knows the lines of a code region', async () => {
    const { chapter } = await load(contents());
    assert.deepEqual(chapter.regions[0]?.lines, { first: 3, last: 4 });
  });

  it('takes the whole file where a region has no name', async () => {
    const of = manifest();
    delete of.code[0]?.region;
    assert.deepEqual((await load(contents(of))).chapter.regions[0]?.lines, { first: 1, last: 5 });
  });

  it('knows what a concept leads to', async () => {
    const { chapter } = await load(contents());
    assert.deepEqual(
      chapter.concepts.map(({ id, needs, leadsTo }) => [id, needs, leadsTo]),
      [
        ['moon', [], ['shore']],
        ['shore', ['moon'], []],
      ],
    );
  });

  it('needs neither sources nor notes', async () => {
    const all = contents();
    delete all['sources.json'];
    delete all['annotations.jsonl'];
    const { chapter, editorial } = await load(all);
    assert.deepEqual([chapter.problems, chapter.sources, editorial], [[], [], []]);
  });

  it('reads files with a byte order mark and Windows line ends', async () => {
    const all = contents();
    for (const [path, text] of Object.entries(all)) {
      all[path] = `\ufeff${String(text).replaceAll('\n', '\r\n')}`;
    }
    const { chapter } = await load(all);
    assert.deepEqual(chapter.problems, []);
    assert.equal(chapter.passages[1]?.text.en.markdown, 'Spring tides follow a new moon.');
  });
});

describe('a broken manifest', () => {
  const only = async (text: string | Uint8Array) => {
    const { chapter, editorial, findings } = await load({ ...contents(), 'chapter.json': text });
    assert.deepEqual([chapter.concepts, chapter.passages, editorial], [[], [], []]);
    assert.equal(chapter.problems.length, 1);
    assert.equal(findings[0]?.severity, 'error');
    return briefly(findings)[0];
  };

  it('says where it stops being JSON', async () => {
    assert.equal(await only('{\n  "id": "tides",\n  "title": }'), 'chapter.json:3:12 not-json');
  });

  it('says which property is wrong and where it stands', async () => {
    const text = JSON.stringify({ ...manifest(), id: 'Tides!' }, null, 2);
    const said = 'chapter.json:3:9 wrong-value id a lower-case name with hyphens "Tides!"';
    assert.equal(await only(text), said);
  });

  it('marks the whole of a wrong value', async () => {
    const text = JSON.stringify({ ...manifest(), id: 'Tides!' }, null, 2);
    const { findings } = await load({ ...contents(), 'chapter.json': text });
    assert.deepEqual(findings[0]?.range, { line: 3, column: 9, endLine: 3, endColumn: 17 });
  });

  it('points at the object in which a property is missing', async () => {
    const of = manifest();
    const text = JSON.stringify({ ...of, concepts: [{ ...of.concepts[0], title: undefined }] }, null, 2);
    assert.match(
      (await only(text)) ?? '',
      /^chapter\.json:13:5 wrong-value concepts\.0\.title .* undefined$/,
    );
  });

  for (const file of ['../secret.py', '/etc/x.py', 'code/../../x.py', 'c:x.py', 'code\\x.py']) {
    it(`may not reach out of its folder with ${file}`, async () => {
      const of = manifest();
      const text = JSON.stringify({ ...of, code: [{ ...of.code[0], file }] });
      assert.match((await only(text)) ?? '', /wrong-value code\.0\.file/);
    });
  }

  it('is missing', async () => {
    const { chapter, findings } = await load({});
    assert.deepEqual(briefly(findings), ['chapter.json not-there']);
    assert.deepEqual(
      chapter.problems.map(({ code }) => code),
      ['broken-chapter'],
    );
  });

  it('is too large', async () => {
    assert.equal(await only(' '.repeat(300_001)), 'chapter.json too-large 300001 300000');
  });

  it('goes deeper than any reader could follow', async () => {
    const nested = '['.repeat(100_000);
    assert.equal(await only(nested), 'chapter.json:1:65 too-deep 64');
    assert.equal(await only(nested + nested.replaceAll('[', ']')), 'chapter.json:1:65 too-deep 64');
  });

  it('is in no encoding that can be read', async () => {
    const { findings } = await load({ ...contents(), 'chapter.json': new Uint8Array([0x7b, 0xff, 0x7d]) });
    assert.deepEqual(briefly(findings), ['chapter.json not-utf8', 'chapter.json:1:2 not-json']);
  });
});

describe('a damaged chapter loads what is good', () => {
  it('leaves out a passage that no Markdown file has', async () => {
    const all = contents();
    all['en/moon.md'] = '## The pull {#pull}\n\nText.\n';
    const { chapter, findings } = await load(all);
    assert.match(briefly(findings).join(), /^chapter\.json:\d+:\d+ no-text phase$/);
    assert.deepEqual(chapter.problems, [{ code: 'unknown-passage', passage: 'phase' }]);
    assert.deepEqual(chapter.concepts[0]?.passages, ['pull']);
  });

  it('takes the first of two passages with one id', async () => {
    const of = manifest();
    of.concepts[1]?.passages.push({ id: 'pull' });
    const lines = JSON.stringify(of, null, 2).split('\n');
    const line = lines.length - [...lines].reverse().findIndex(text => text.includes('"id": "pull"'));
    assert.deepEqual(await findingsOf(of), [`chapter.json:${line}:17 repeated passage pull`]);
  });

  it('takes the first of two headings with one id', async () => {
    const findings = await findingsAfter(all => {
      all['en/shore.md'] = '## A bay {#bay}\n\nOne.\n\n## A bay {#bay}\n\nTwo.\n';
    });
    assert.deepEqual(findings, ['en/shore.md:5:1 repeated passage bay']);
  });

  it('takes the last of two properties with one name, as every reader of JSON does, and says so', async () => {
    const all = contents();
    all['chapter.json'] = JSON.stringify(manifest()).replace('{', '{"id":"other",');
    const { chapter, findings } = await load(all);
    assert.equal(chapter.id, 'tides');
    assert.equal(chapter.passages.length, 3);
    assert.deepEqual(briefly(findings), ['chapter.json:1:50 repeated-property id']);
    assert.equal(findings[0]?.severity, 'warning');
  });

  it('names a companion file that is missing, once', async () => {
    const of = manifest();
    of.code.push({ id: 'other', file: 'code/tide.py', about: { en: 'x', 'zh-CN': 'x' } });
    const all = contents(of);
    delete all['code/tide.py'];
    const { chapter, findings } = await load(all);
    assert.match(briefly(findings).join(), /^chapter\.json:\d+:\d+ missing-file code\/tide\.py$/);
    assert.deepEqual(chapter.problems, [{ code: 'missing-code', file: 'code/tide.py' }]);
    assert.equal(chapter.regions[0]?.lines, undefined);
  });

  it('names a region that is missing', async () => {
    const all = contents();
    all['code/tide.py'] = 'import math\n';
    const { chapter, findings } = await load(all);
    assert.match(briefly(findings).join(), /^chapter\.json:\d+:\d+ missing-region code\/tide\.py sum$/);
    assert.deepEqual(chapter.problems, [{ code: 'missing-code', file: 'code/tide.py', region: 'sum' }]);
  });

  it('sets aside a damaged annotation and keeps the others', async () => {
    const all = contents();
    all['annotations.jsonl'] = `${note('urn:a')}\n{"id": "urn:b"\n{"id":"urn:c"}\n\n${note('urn:d')}\n`;
    const { editorial, findings } = await load(all);
    assert.deepEqual(
      editorial.map(({ id }) => id),
      ['urn:marginalia:tides:urn:a', 'urn:marginalia:tides:urn:d'],
    );
    assert.deepEqual(briefly(findings), [
      'annotations.jsonl:2:1 not-json',
      'annotations.jsonl:3:1 wrong-value type "type" undefined',
    ]);
  });

  it('keeps properties of an annotation that it does not know', async () => {
    const all = contents();
    all['annotations.jsonl'] = note('urn:a').replace('{', '{"dc:subject":"sea",');
    assert.equal((await load(all)).editorial[0]?.['dc:subject'], 'sea');
  });

  it('tells of a note with an unknown source or passage, and keeps it', async () => {
    const all = contents();
    all['annotations.jsonl'] = `${note('urn:a', 'pull', ['kepler'])}\n${note('urn:b', 'gone')}`;
    const { editorial, findings } = await load(all);
    assert.equal(editorial.length, 2);
    assert.deepEqual(briefly(findings), [
      'annotations.jsonl:1:1 unknown-source kepler',
      'annotations.jsonl:2:1 unknown-target gone',
    ]);
  });

  it('leaves out needs that are unknown or go round in a circle', async () => {
    const of = manifest();
    of.concepts[0]?.needs.push('sun', 'shore');
    const { chapter, findings } = await load(contents(of));
    assert.deepEqual(
      briefly(findings).map(said => said.replace(/:\d+:\d+/, '')),
      ['chapter.json unknown-need moon sun', 'chapter.json circle shore,moon,shore'],
    );
    assert.deepEqual(chapter.concepts[1]?.needs, []);
  });

  it('leaves out a code region that is not listed', async () => {
    const of = manifest();
    of.concepts[0]?.passages.splice(1, 1, { id: 'phase', code: ['nowhere'] });
    const { chapter, findings } = await load(contents(of));
    assert.match(briefly(findings).join(), /^chapter\.json:\d+:\d+ unlisted-region phase nowhere$/);
    assert.deepEqual(chapter.passages[1]?.code, []);
  });

  it('goes on when a file cannot be read', async () => {
    const findings = await findingsAfter(all => {
      all['sources.json'] = new Error('no permission');
      delete all['annotations.jsonl'];
    });
    assert.deepEqual(findings, ['sources.json unreadable no permission']);
  });

  it('takes the first of two annotations with one id', async () => {
    const all = contents();
    all['annotations.jsonl'] = `${note('urn:a')}\n${note('urn:a', 'bay')}`;
    const { editorial, findings } = await load(all);
    assert.equal(editorial[0]?.target[0]?.source, 'marginalia:/tides/en/pull');
    assert.equal(editorial.length, 1);
    assert.deepEqual(briefly(findings), ['annotations.jsonl:2:1 repeated annotation urn:a']);
  });

  it('takes the first of two concepts with one id', async () => {
    const of = manifest();
    of.concepts.push({ ...of.concepts[0], passages: [{ id: 'other' }] } as (typeof of.concepts)[number]);
    const { chapter, findings } = await load(contents(of));
    assert.deepEqual(
      chapter.concepts.map(concept => concept.id),
      ['moon', 'shore'],
    );
    assert.match(briefly(findings).join(), /^chapter\.json:\d+:13 repeated concept moon$/);
  });

  it('cuts a passage that is too long', async () => {
    const all = contents();
    all['en/shore.md'] = `## A bay {#bay}\n\n${'long '.repeat(10_000)}`;
    const { chapter, findings } = await load(all);
    assert.equal(chapter.passages[2]?.text.en.markdown.length, 20_000);
    assert.deepEqual(briefly(findings), ['en/shore.md:1:1 too-long bay 20000']);
  });

  it('cuts no character in half', async () => {
    const all = contents();
    all['en/shore.md'] = `## A bay {#bay}\n\n${'x'.repeat(19_999)}${'😀'.repeat(10)}`;
    const { chapter } = await load(all);
    assert.equal(chapter.passages[2]?.text.en.markdown, 'x'.repeat(19_999));
  });

  it('stops counting what is wrong at a hundred', async () => {
    const findings = await findingsAfter(all => {
      all['annotations.jsonl'] = 'x\n'.repeat(5_000);
    });
    assert.equal(findings.length, 100);
  });

  it('shows what could be read of a text that is not UTF-8', async () => {
    const all = contents();
    const bytes = new TextEncoder().encode('## A bay {#bay}\n\nA bay? can double.\n');
    bytes[bytes.indexOf('?'.charCodeAt(0))] = 0xe9;
    all['en/shore.md'] = bytes;
    const { chapter, findings } = await load(all);
    assert.equal(chapter.passages[2]?.text.en.markdown, 'A bay\ufffd can double.');
    assert.deepEqual(briefly(findings), ['en/shore.md not-utf8']);
  });

  it('makes half characters whole before anything is made of them', async () => {
    const all = contents(JSON.parse(JSON.stringify(manifest()).replace('"Tides"', '"Ti\\ud800des"')));
    all['chapter.json'] = JSON.stringify(manifest()).replace('"Tides"', '"Ti\\ud800des"');
    all['sources.json'] = '[{"id":"newton","title":"P\\udc00","DOI":"10.1234/\\ud800"}]';
    all['annotations.jsonl'] = note('urn:a').replace('So it is.', 'So \\ud800 is.');
    const { chapter, editorial } = await load(all);
    assert.equal(chapter.title.en, 'Ti\ufffddes');
    assert.deepEqual(chapter.sources[0], {
      id: 'newton',
      label: 'P\ufffd',
      title: 'P\ufffd',
    });
    assert.doesNotMatch(JSON.stringify([chapter, editorial]), /\\ud[89a-f]/i);
  });

  it('takes no number that cannot be sent', async () => {
    const all = contents();
    all['annotations.jsonl'] = note('urn:a').replace('{', '{"marginalia:figure":{"to":1e999},');
    const { editorial, findings } = await load(all);
    assert.deepEqual(editorial, []);
    assert.deepEqual(briefly(findings), [
      'annotations.jsonl:1:1 wrong-value marginalia:figure.to number null',
    ]);
  });

  it('sets no prototype', async () => {
    const all = contents();
    all['annotations.jsonl'] = note('urn:a').replace('{', '{"__proto__":{"body":7},"constructor":7,');
    all['chapter.json'] = JSON.stringify(manifest()).replace('{', '{"__proto__":{"id":"other"},');
    const { chapter, editorial } = await load(all);
    assert.equal(chapter.id, 'tides');
    assert.equal(Object.getPrototypeOf(editorial[0]), Object.prototype);
    assert.equal(editorial[0]?.body.length, 1);
    assert.ok(editorial[0] && !Object.hasOwn(editorial[0], '__proto__'));
  });
});

describe('what is not translated', () => {
  it('is told to the author, text by text, and to the reader where it stands', async () => {
    const all = contents(manifest());
    all['chapter.json'] = String(all['chapter.json']).replace(
      /,\s*"zh-CN": "(它塑造潮汐。|把两个引力相加。)"/g,
      '',
    );
    delete all['zh-CN/shore.md'];
    const { chapter, findings } = await load(all);
    assert.deepEqual(
      briefly(findings).map(said => said.replace(/:\d+:\d+/, '')),
      ['concepts.1.thesis', 'code.0.about', 'bay'].map(what => `chapter.json untranslated ${what} zh-CN`),
    );
    assert.ok(findings.every(({ severity, range }) => severity === 'warning' && (range?.line ?? 0) > 1));
    assert.deepEqual(chapter.problems, []);
  });

  it('is nothing in a chapter of one language', async () => {
    const of = { ...manifest(), languages: ['en'], title: { en: 'Tides' } };
    assert.deepEqual(await findingsOf(of), []);
  });
});

describe('figures of companion code', () => {
  const withFigures = (figures: unknown) => {
    const of = manifest();
    const about = { en: 'Adds {=tide.pulls} pulls.', 'zh-CN': '把{=tide.pulls}个引力相加。' };
    of.code = of.code.map(region => ({ ...region, about }));
    return {
      ...contents(of),
      'en/shore.md': '## A bay {#bay}\n\nUp to {=tide.height} m, *{=tide.share}*.\n',
      'zh-CN/shore.md': '## 海湾 {#bay}\n\n高达{=tide.height}米。\n',
      'code/figures.json': typeof figures === 'string' ? figures : JSON.stringify(figures),
    };
  };

  it('stand in the texts by their names, as each language writes numbers', async () => {
    const all = withFigures({ tide: { pulls: 2, height: 1234.5, share: '57.0 %' } });
    const { chapter, findings } = await load(all);
    assert.deepEqual(briefly(findings), []);
    assert.equal(chapter.passages[2]?.text.en.markdown, 'Up to 1,234.5 m, *57.0 %*.');
    assert.equal(chapter.passages[2]?.text['zh-CN']?.markdown, '高达1234.5米。');
    assert.deepEqual(chapter.regions[0]?.about, { en: 'Adds 2 pulls.', 'zh-CN': '把2个引力相加。' });
  });

  it('stay as they were written where nobody knows them, and are told', async () => {
    const { chapter, findings } = await load(withFigures({ tide: { pulls: 2, share: 1 } }));
    assert.equal(chapter.passages[2]?.text.en.markdown, 'Up to {=tide.height} m, *1*.');
    assert.deepEqual(briefly(findings), [
      'en/shore.md:1:1 unknown-figure tide.height',
      'zh-CN/shore.md:1:1 unknown-figure tide.height',
    ]);
  });

  it('are only numbers and short texts', async () => {
    for (const broken of [{ tide: { pulls: {} } }, { tide: 7 }, { tide: { pulls: 'x'.repeat(201) } }, '{']) {
      const { findings } = await load(withFigures(broken));
      assert.match(briefly(findings)[0] ?? '', /^code\/figures\.json:\d+:\d+ (wrong-value|not-json)/);
    }
  });

  it('make no passage longer than one may be', async () => {
    const all = withFigures({ tide: { pulls: 2, height: 'x'.repeat(200), share: 1 } });
    all['en/shore.md'] = `## A bay {#bay}\n\n${'{=tide.height}'.repeat(1_000)}\n`;
    assert.equal((await load(all)).chapter.passages[2]?.text.en.markdown.length, 20_000);
  });
});

describe('what a concept asks', () => {
  const asking = (...prompts: object[]) => {
    const of = manifest();
    const [moon, ...others] = of.concepts;
    const question = {
      ask: { en: 'Who pulls?', 'zh-CN': '谁在牵引？' },
      answer: { en: 'It.', 'zh-CN': '它。' },
    };
    return { ...of, concepts: [{ ...moon, question, prompts }, ...others] };
  };
  const prompt = (more: object) => ({
    id: 'why-twice',
    passage: 'pull',
    ask: { en: 'Why twice a day?', 'zh-CN': '为何一天两次？' },
    answer: { en: 'There is a bulge on either side.', 'zh-CN': '两侧各有一处隆起。' },
    ...more,
  });

  it('comes with the chapter: a question before it, and prompts as notes after the others', async () => {
    const { chapter, editorial, findings } = await load(contents(asking(prompt({ code: 'sum' }))));
    assert.deepEqual(briefly(findings), []);
    assert.equal(chapter.concepts[0]?.question?.ask['zh-CN'], '谁在牵引？');
    const made = editorial.at(-1);
    assert.equal(made?.id, 'urn:marginalia:tides:prompt:why-twice');
    assert.deepEqual(
      made?.target.map(({ source }) => source),
      ['marginalia:/tides/en/pull', 'marginalia:/tides/zh-CN/pull'],
    );
    assert.equal(made?.['marginalia:code'], 'def add(a, b):\n    return a + b');
    assert.deepEqual(
      made?.['marginalia:question']?.map(({ value }) => value),
      ['Why twice a day?', '为何一天两次？'],
    );
  });

  it('is named by what is wrong with it', async () => {
    const of = asking(prompt({ passage: 'gone', code: 'nowhere' }), prompt({ ask: { en: 'Again?' } }));
    const { editorial, findings } = await load(contents(of));
    assert.equal(editorial.filter(({ id }) => id.includes(':prompt:')).length, 1);
    assert.deepEqual(
      briefly(findings).map(said => said.replace(/:\d+:\d+/, '')),
      [
        'chapter.json unknown-target gone',
        'chapter.json unlisted-region why-twice nowhere',
        'chapter.json repeated prompt why-twice',
        'chapter.json untranslated concepts.0.prompts.1.ask zh-CN',
      ],
    );
  });
});

describe('what is not read', () => {
  const withFacts = (facts: Record<string, FileFacts | Error>) => {
    const files = filesOf(contents());
    const stat = async (path: string) => {
      const at = facts[path];
      if (at instanceof Error) throw at;
      return at ?? { kind: path.includes('.') ? ('file' as const) : ('folder' as const), bytes: 100 };
    };
    return { ...files, stat };
  };

  it('is a file whose size is known to be too much', async () => {
    const files = withFacts({ 'chapter.json': { kind: 'file', bytes: 1_500_000_000 } });
    const { findings } = await loadChapter(files);
    assert.deepEqual(briefly(findings), ['chapter.json too-large 1500000000 300000']);
    assert.deepEqual(files.asked, []);
  });

  it('is whatever else is too large, file by file', async () => {
    const huge = { kind: 'file', bytes: 1_500_000_000 } as const;
    const paths = ['en/moon.md', 'zh-CN/moon.md', 'code/tide.py', 'sources.json', 'annotations.jsonl'];
    const files = withFacts(Object.fromEntries(paths.map(path => [path, huge])));
    const { chapter, findings } = await loadChapter(files);
    // Of what is in them nothing is said: nobody has looked.
    const said = findings.map(({ file, code }) => `${file} ${code}`);
    assert.deepEqual(said.sort(), paths.map(path => `${path} too-large`).sort());
    assert.deepEqual(
      chapter.passages.map(({ id }) => id),
      ['bay'],
    );
    for (const path of paths) assert.ok(!files.asked.includes(path));
  });

  it('is a pipe, a link, a folder, or what lies behind a link', async () => {
    const files = withFacts({
      'sources.json': { kind: 'other', bytes: 0 },
      'annotations.jsonl': { kind: 'link', bytes: 10 },
      'en/shore.md': { kind: 'folder', bytes: 0 },
      code: { kind: 'link', bytes: 0 },
    });
    const { findings } = await loadChapter(files);
    assert.deepEqual(briefly(findings), [
      'code/figures.json not-a-file link',
      'code/tide.py not-a-file link',
      'en/shore.md not-a-file folder',
      'sources.json not-a-file other',
      'annotations.jsonl not-a-file link',
    ]);
    assert.ok(!files.asked.some(path => path.startsWith('code/') || path === 'sources.json'));
  });

  it('is what could not be looked at', async () => {
    const files = withFacts({ 'chapter.json': new Error('ELOOP') });
    assert.deepEqual(briefly((await loadChapter(files)).findings), ['chapter.json unreadable ELOOP']);
  });

  it('is what makes a chapter larger than can be kept', async () => {
    const of = manifest();
    of.concepts = Array.from({ length: 200 }, (_, index) => ({
      ...(of.concepts[0] as (typeof of.concepts)[number]),
      id: `c${index}`,
      passages: [{ id: `p${index}` }],
    }));
    const all = contents(of);
    const text = 'word '.repeat(39_000);
    for (let index = 0; index < 200; index += 1) {
      all[`en/c${index}.md`] = `${text}\n\n## T {#p${index}}\n\nShort.\n`;
    }
    const { chapter, findings } = await load(all);
    const kept = chapter.passages.length;
    assert.ok(kept > 100 && kept < 130);
    assert.equal(findings.filter(({ code }) => code === 'chapter-too-large').length, 1);
  });
});

describe('the title of a chapter', () => {
  it('is read without the rest of it', async () => {
    const files = filesOf(contents());
    assert.deepEqual(await readTitle(files), { en: 'Tides', 'zh-CN': '潮汐' });
    assert.deepEqual(files.asked, ['chapter.json']);
  });

  it('is read of a chapter in which something else is wrong, and of no file that is too large', async () => {
    const broken = { 'chapter.json': '{"title":{"en":"Half"},"concepts":7}' };
    assert.deepEqual(await readTitle(filesOf(broken)), { en: 'Half' });
    const files = { ...filesOf(contents()), stat: async () => ({ kind: 'file', bytes: 1.5e9 }) as const };
    assert.equal(await readTitle(files), undefined);
    assert.deepEqual(files.asked, []);
  });
});

describe('what tells chapters apart', () => {
  it('is in the notes that come with one, whatever their author wrote', async () => {
    const { chapter, editorial } = await loadChapter(filesOf(contents()), { key: 'workspace:tides' });
    assert.deepEqual([chapter.key, chapter.id], ['workspace:tides', 'tides']);
    assert.equal(editorial[0]?.target[0]?.source, 'marginalia:/workspace:tides/en/pull');
  });

  it('is in the ids of the notes that come with a copy, or the reader would keep those of both', async () => {
    const all = contents();
    all['annotations.jsonl'] = `${note('urn:marginalia:tides:one')}\n${note('urn:uuid:two', 'bay')}`;
    const idsIn = async (names: Parameters<typeof loadChapter>[1]) =>
      (await loadChapter(filesOf(all), names)).editorial.map(({ id }) => id);
    const shipped = ['urn:marginalia:tides:one', 'urn:marginalia:tides:urn:uuid:two'];
    assert.deepEqual(await idsIn({}), shipped);
    const copy = 'urn:marginalia:workspace:tides~2';
    assert.deepEqual(await idsIn({ key: 'workspace:tides~2' }), [`${copy}:one`, `${copy}:urn:uuid:two`]);
    const first = await idsIn({ key: 'workspace:tides', formerKey: id => id });
    assert.deepEqual(first, ['urn:marginalia:tides:one', 'urn:marginalia:workspace:tides:urn:uuid:two']);
  });

  it('is not what older notes were addressed to', async () => {
    const names = { key: 'workspace:sea', formerKey: (id: string) => id };
    const { chapter } = await loadChapter(filesOf(contents()), names);
    assert.deepEqual([chapter.key, chapter.formerKey, chapter.id], ['workspace:sea', 'tides', 'tides']);
  });

  it('is the id where nothing else is known', async () => {
    assert.equal((await load(contents())).chapter.key, 'tides');
  });
});

describe('a hostile chapter', () => {
  const nested = '['.repeat(140_000);
  const crowded = () => {
    const of = manifest();
    const passages = Array.from({ length: 2_000 }, () => ({ id: 'pull', code: ['nowhere'] }));
    return JSON.stringify({ ...of, concepts: of.concepts.map(concept => ({ ...concept, passages })) });
  };
  const woven = () => {
    const of = manifest();
    const needs = Array.from({ length: 200 }, (_, index) => `c${index}`);
    const concepts = needs.map(id => ({ ...of.concepts[0], id, needs, passages: [{ id }] }));
    return JSON.stringify({ ...of, concepts });
  };
  const cases: Record<string, () => Contents> = {
    'a manifest that nests without end': () => ({
      ...contents(),
      'chapter.json': nested + nested.replaceAll('[', ']'),
    }),
    'one that is cut off': () => ({ ...contents(), 'chapter.json': nested }),
    'thousands of passages with one id': () => ({ ...contents(), 'chapter.json': crowded() }),
    'two hundred concepts that all need each other': () => ({ ...contents(), 'chapter.json': woven() }),
    'headings made of blanks': () => ({
      ...contents(),
      'en/moon.md': `## a${' '.repeat(290)}{\n`.repeat(600),
    }),
    'thousands of open regions': () => ({ ...contents(), 'code/tide.py': '# region sum\n'.repeat(20_000) }),
    'regions that close each other': () => ({
      ...contents(),
      'code/tide.py': '# region a\n'.repeat(8_000) + '# endregion b\n'.repeat(8_000),
    }),
    'damaged notes without end': () => ({ ...contents(), 'annotations.jsonl': '{\n'.repeat(500_000) }),
  };
  for (const [name, all] of Object.entries(cases)) {
    it(`is loaded in time: ${name}`, async function () {
      this.timeout(3_000);
      const { chapter } = await load(all());
      assert.ok(chapter.problems.length > 0 && chapter.problems.length <= 100);
    });
  }
});

describe('what a concept has to try', () => {
  const trying = (lab: object) => {
    const of = manifest();
    const [moon, ...others] = of.concepts;
    return contents({ ...of, concepts: [{ ...moon, lab }, ...others] });
  };
  const about = { en: 'A small model.', 'zh-CN': '一个小模型。' };

  it('comes with the chapter, with the code that it runs', async () => {
    const { chapter, findings } = await load(trying({ name: 'miniature', about, code: ['sum', 'sum'] }));
    assert.deepEqual(briefly(findings), []);
    assert.deepEqual(chapter.concepts[0]?.lab, { name: 'miniature', about, code: ['sum'] });
    assert.equal(chapter.concepts[1]?.lab, undefined);
  });

  it('is left without a code region that is not listed', async () => {
    const { chapter, findings } = await load(trying({ name: 'miniature', about, code: ['nowhere'] }));
    assert.match(briefly(findings).join(), /^chapter\.json:\d+:\d+ unlisted-region moon\.lab nowhere$/);
    assert.deepEqual(chapter.concepts[0]?.lab?.code, []);
  });

  it('is one that the panel has', async () => {
    const { findings } = await load(trying({ name: 'telescope', about }));
    assert.match(briefly(findings).join(), /^chapter\.json:\d+:\d+ wrong-value/);
  });
});
