import assert from 'node:assert/strict';
import { loadChapter } from '../../../src/core/chapter/library';
import { type Contents, contents, filesOf, manifest, note } from './chapterFiles';

const load = (all: Contents) => loadChapter(filesOf(all));

/** The problems of the sound chapter after one change to its files. */
async function problemsAfter(change: (all: Contents) => void) {
  const all = contents();
  change(all);
  return (await load(all)).chapter.problems;
}

/** The same after a change to its manifest. */
const problemsOf = async (of: unknown) => (await load(contents(of))).chapter.problems;

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

  it('has each passage in the languages that have it', async () => {
    const { chapter } = await load(contents());
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
  const only = async (text: string) => {
    const { chapter, editorial } = await load({ ...contents(), 'chapter.json': text });
    assert.deepEqual([chapter.concepts, chapter.passages, editorial], [[], [], []]);
    assert.equal(chapter.problems.length, 1);
    return chapter.problems[0];
  };

  it('says where it stops being JSON', async () => {
    assert.deepEqual(await only('{\n  "id": "tides",\n  "title": }'), {
      code: 'broken-chapter',
      path: 'chapter.json',
      detail: 'not JSON (line 3, column 12)',
    });
  });

  it('says which property is wrong and where it stands', async () => {
    const text = JSON.stringify({ ...manifest(), id: 'Tides!' }, null, 2);
    assert.deepEqual(await only(text), {
      code: 'broken-chapter',
      path: 'chapter.json',
      detail: 'id: a lower-case name with hyphens (line 3, column 9)',
    });
  });

  it('points at the object in which a property is missing', async () => {
    const of = manifest();
    const text = JSON.stringify({ ...of, concepts: [{ ...of.concepts[0], title: undefined }] }, null, 2);
    const problem = await only(text);
    assert.match(JSON.stringify(problem), /concepts\.0\.title: .*\(line 13, column 5\)/);
  });

  for (const file of ['../secret.py', '/etc/x.py', 'code/../../x.py', 'c:x.py', 'code\\x.py']) {
    it(`may not reach out of its folder with ${file}`, async () => {
      const of = manifest();
      const text = JSON.stringify({ ...of, code: [{ ...of.code[0], file }] });
      assert.match(JSON.stringify(await only(text)), /code\.0\.file/);
    });
  }

  it('is missing', async () => {
    const { chapter } = await load({});
    assert.deepEqual(chapter.problems, [
      { code: 'broken-chapter', path: 'chapter.json', detail: 'there is no such file' },
    ]);
  });

  it('is too large', async () => {
    const problem = await only(' '.repeat(300_001));
    assert.deepEqual(problem, {
      code: 'file-too-large',
      name: 'chapter.json',
      bytes: 300_001,
      limitBytes: 300_000,
    });
  });
});

describe('a damaged chapter loads what is good', () => {
  it('leaves out a passage that no Markdown file has', async () => {
    const all = contents();
    all['en/moon.md'] = '## The pull {#pull}\n\nText.\n';
    const { chapter } = await load(all);
    assert.deepEqual(chapter.problems, [{ code: 'unknown-passage', passage: 'phase' }]);
    assert.deepEqual(chapter.concepts[0]?.passages, ['pull']);
  });

  it('takes the first of two passages with one id', async () => {
    const of = manifest();
    of.concepts[1]?.passages.push({ id: 'pull' });
    const [problem, ...others] = await problemsOf(of);
    const lines = JSON.stringify(of, null, 2).split('\n');
    const line = lines.length - [...lines].reverse().findIndex(text => text.includes('"id": "pull"'));
    assert.ok(JSON.stringify(problem).includes(`(line ${line}, column 17)`));
    assert.deepEqual(others, []);
  });

  it('takes the first of two headings with one id', async () => {
    const problems = await problemsAfter(all => {
      all['en/shore.md'] = '## A bay {#bay}\n\nOne.\n\n## A bay {#bay}\n\nTwo.\n';
    });
    assert.deepEqual(problems, [
      {
        code: 'broken-chapter',
        path: 'en/shore.md',
        detail: 'a second passage "bay" (line 5, column 1)',
      },
    ]);
  });

  it('names a companion file that is missing', async () => {
    const all = contents();
    delete all['code/tide.py'];
    const { chapter } = await load(all);
    assert.deepEqual(chapter.problems, [{ code: 'missing-code', file: 'code/tide.py' }]);
    assert.equal(chapter.regions[0]?.lines, undefined);
  });

  it('names a region that is missing', async () => {
    const problems = await problemsAfter(all => {
      all['code/tide.py'] = 'import math\n';
    });
    assert.deepEqual(problems, [{ code: 'missing-code', file: 'code/tide.py', region: 'sum' }]);
  });

  it('sets aside a damaged annotation and keeps the others', async () => {
    const all = contents();
    all['annotations.jsonl'] = `${note('urn:a')}\n{"id": "urn:b"\n{"id":"urn:c"}\n\n${note('urn:d')}\n`;
    const { chapter, editorial } = await load(all);
    assert.deepEqual(
      editorial.map(({ id }) => id),
      ['urn:a', 'urn:d'],
    );
    assert.deepEqual(
      chapter.problems.map(problem => ('detail' in problem ? problem.detail : '')),
      [
        'not JSON (line 2, column 1)',
        'type: Invalid key: Expected "type" but received undefined (line 3, column 1)',
      ],
    );
  });

  it('keeps properties of an annotation that it does not know', async () => {
    const all = contents();
    all['annotations.jsonl'] = note('urn:a').replace('{', '{"dc:subject":"sea",');
    assert.equal((await load(all)).editorial[0]?.['dc:subject'], 'sea');
  });

  it('tells of a note with an unknown source or passage, and keeps it', async () => {
    const all = contents();
    all['annotations.jsonl'] = `${note('urn:a', 'pull', ['kepler'])}\n${note('urn:b', 'gone')}`;
    const { chapter, editorial } = await load(all);
    assert.equal(editorial.length, 2);
    assert.deepEqual(chapter.problems, [
      {
        code: 'broken-chapter',
        path: 'annotations.jsonl',
        detail: '"kepler" is not in sources.json (line 1, column 1)',
      },
      { code: 'unknown-passage', passage: 'gone' },
    ]);
  });

  it('leaves out needs that are unknown or go round in a circle', async () => {
    const of = manifest();
    of.concepts[0]?.needs.push('sun', 'shore');
    const { chapter } = await load(contents(of));
    assert.deepEqual(
      chapter.problems.map(problem => ('detail' in problem ? problem.detail : '')),
      [
        '"moon" needs "sun", which is no concept of this chapter',
        'these need each other: shore → moon → shore',
      ],
    );
    assert.deepEqual(chapter.concepts[1]?.needs, []);
  });

  it('leaves out a code region that is not listed', async () => {
    const of = manifest();
    of.concepts[0]?.passages.splice(1, 1, { id: 'phase', code: ['nowhere'] });
    const { chapter } = await load(contents(of));
    assert.equal(chapter.problems.length, 1);
    assert.deepEqual(chapter.passages[1]?.code, []);
  });

  it('goes on when a file cannot be read', async () => {
    const [problem] = await problemsAfter(all => {
      all['sources.json'] = new Error('no permission');
      delete all['annotations.jsonl'];
    });
    assert.deepEqual(problem, {
      code: 'broken-chapter',
      path: 'sources.json',
      detail: 'cannot be read: no permission',
    });
  });

  it('takes the first of two annotations with one id', async () => {
    const all = contents();
    all['annotations.jsonl'] = `${note('urn:a')}\n${note('urn:a', 'bay')}`;
    const { chapter, editorial } = await load(all);
    assert.equal(editorial[0]?.target[0]?.source, 'marginalia:/tides/en/pull');
    assert.deepEqual(
      [editorial.length, chapter.problems],
      [
        1,
        [
          {
            code: 'broken-chapter',
            path: 'annotations.jsonl',
            detail: 'a second annotation "urn:a" (line 2, column 1)',
          },
        ],
      ],
    );
  });

  it('takes the first of two concepts with one id', async () => {
    const of = manifest();
    of.concepts.push({ ...of.concepts[0], passages: [{ id: 'other' }] } as (typeof of.concepts)[number]);
    const { chapter } = await load(contents(of));
    assert.deepEqual(
      chapter.concepts.map(concept => concept.id),
      ['moon', 'shore'],
    );
    assert.match(JSON.stringify(chapter.problems), /^\[\{[^}]*a second concept \\"moon\\"[^}]*\}\]$/);
  });

  it('cuts a passage that is too long', async () => {
    const all = contents();
    all['en/shore.md'] = `## A bay {#bay}\n\n${'long '.repeat(10_000)}`;
    const { chapter } = await load(all);
    assert.equal(chapter.passages[2]?.text.en.markdown.length, 20_000);
    assert.match(JSON.stringify(chapter.problems), /\\"bay\\" is too long and was cut \(line 1, column 1\)/);
  });

  it('stops counting problems at a hundred', async () => {
    const problems = await problemsAfter(all => {
      all['annotations.jsonl'] = 'x\n'.repeat(5_000);
    });
    assert.equal(problems.length, 100);
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
