// Chapters by strangers: fuzzed, endless, nested, linked, half written. Loading never throws and never hangs; what is
// good is shown, what is wrong is named, and twice the input costs at most about twice the time.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { formatAddress, parseAddress } from '../../src/core/address';
import { Annotation } from '../../src/core/annotation/annotation';
import { linkConcepts } from '../../src/core/chapter/concepts';
import { parseKey } from '../../src/core/chapter/key';
import { type LoadedChapter, loadChapter } from '../../src/core/chapter/library';
import { readTitle } from '../../src/core/chapter/manifest';
import { findRegions } from '../../src/core/chapter/regions';
import { prepareSearch, searchChapter } from '../../src/core/chapter/search';
import { readSources } from '../../src/core/chapter/sources';
import type { Files } from '../../src/core/ports';
import { findingText } from '../../src/core/wording/findingText';
import { type Contents, contents, filesOf, manifest, note } from '../unit/chapter/chapterFiles';
import { growthOf, mostGrowth } from './growth';
import { report, rounds } from './rounds';

describe('chapters by strangers', () => {
  it('that were fuzzed load as far as they are good', async () => {
    const counts = { chapters: 0, throws: 0, findings: 0, 'passages shown': 0 };
    const next = chance(8);
    for (let round = 0; round < rounds(400); round += 1) {
      const all = contents();
      const broken = new Set<string>();
      for (let times = 1 + next(3); times > 0; times -= 1) {
        const paths = Object.keys(all);
        const path = paths[next(paths.length)] ?? '';
        all[path] = damaged(all[path], next);
        broken.add(path);
      }
      const loaded = await loadChapter(filesOf(all)).catch(() => undefined);
      counts.chapters += 1;
      if (!loaded) counts.throws += 1;
      else {
        isSound(loaded);
        counts.findings += loaded.findings.length;
        counts['passages shown'] += loaded.chapter.passages.length;
        // What was not touched is shown, as long as the manifest was not touched either.
        if (!broken.has('chapter.json') && !broken.has('en/shore.md')) {
          assert.ok(loaded.chapter.passages.some(({ id }) => id === 'bay'));
        }
        for (const { file, severity } of loaded.findings) {
          assert.ok(broken.has(file) || severity === 'warning' || file === 'chapter.json', file);
        }
      }
    }
    report('fuzzed chapters', counts);
    assert.equal(counts.throws, 0);
    assert.ok(counts['passages shown'] > counts.chapters);
  });

  const whole = JSON.stringify(manifest());
  const nested = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
  const hostile: Readonly<Record<string, Contents[string]>> = {
    nothing: '',
    blanks: ' \n\t',
    null: 'null',
    'a number': '7',
    'lists in lists': nested('[', ']'),
    'objects in objects': nested('{"a":', '}').replace('}', '1}'),
    'lists without an end': '['.repeat(200_000),
    'a deep list in a property that nobody knows': whole.replace('{', `{"x":${nested('[', ']')},`),
    'a prototype': whole.replace('{', '{"__proto__":{"concepts":[]},"constructor":{"prototype":1},'),
    'a prototype as an id': whole.replaceAll('moon', '__proto__'),
    'the words of a prototype as ids': whole.replaceAll('moon', 'constructor').replaceAll('pull', 'valueof'),
    'half characters': whole.replaceAll('The', '\\ud800'),
    'half characters as names': whole.replace('{', '{"\\udc00":1,'),
    'numbers beyond all measure': whole.replace('{', '{"x":[1e999,-1e999],'),
    'one name twice': whole.replace('{', '{"id":"a","id":"b","concepts":[],'),
    'byte order marks': `\ufeff\ufeff${whole}`,
    'Windows line ends': JSON.stringify(manifest(), null, 2).replaceAll('\n', '\r\n'),
    'UTF-16': new Uint8Array(Buffer.from(`\ufeff${whole}`, 'utf16le')),
    'no UTF-8': new Uint8Array([...Buffer.from(whole)].map((byte, at) => (at % 97 === 50 ? 0xff : byte))),
    zeros: new Uint8Array(1_000),
    comments: `// why\n${whole}`,
    'an open string of quotes': `{"a": "${'\\"'.repeat(100_000)}`,
  };
  it('that are no chapter at all are named, and nothing throws', async () => {
    const counts = { manifests: 0, findings: 0, shown: 0 };
    for (const [name, text] of Object.entries(hostile)) {
      const loaded = await loadChapter(filesOf({ ...contents(), 'chapter.json': text }));
      isSound(loaded);
      counts.manifests += 1;
      counts.findings += loaded.findings.length;
      if (loaded.chapter.concepts.length > 0) counts.shown += 1;
      else
        assert.ok(
          loaded.findings.some(({ file }) => file === 'chapter.json'),
          name,
        );
      await readTitle(filesOf({ 'chapter.json': text }));
      const elsewhere = {
        ...contents(),
        'sources.json': text,
        'annotations.jsonl': text,
        'en/moon.md': text,
      };
      const others = await loadChapter(filesOf(elsewhere));
      isSound(others);
      assert.ok(
        others.chapter.passages.some(({ id }) => id === 'bay'),
        name,
      );
    }
    report('hostile files', counts);
  });

  it('are not followed through pipes, links, holes and folders on a real disk', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'marginalia-chapter-'));
    try {
      const tries: Readonly<Record<string, (at: string) => Promise<unknown>>> = {
        'a pipe': async at => execFileSync('mkfifo', [at]),
        'a file of 1.5 GB of nothing': sparse,
        'a link to another file': at => symlink('/etc/passwd', at),
        'a link to an endless device': at => symlink('/dev/zero', at),
        'a link to itself': at => symlink(at, at),
        'a link to nothing': at => symlink(join(folder, 'nowhere'), at),
        'a folder': at => mkdir(at),
      };
      const paths = ['chapter.json', 'en/shore.md', 'code/tide.py', 'sources.json', 'annotations.jsonl'];
      const counts = { tried: 0, named: 0, hung: 0 };
      for (const [name, put] of Object.entries(tries)) {
        for (const path of paths) {
          const root = await mkdtemp(join(folder, 'c-'));
          await writeChapter(root, contents());
          await rm(join(root, path));
          await put(join(root, path));
          const loaded = await inTime(loadChapter(onDisk(root)));
          counts.tried += 1;
          if (!loaded) counts.hung += 1;
          else if (loaded.findings.some(({ file }) => file === path)) counts.named += 1;
          else assert.fail(`${name} as ${path} was not named`);
          await inTime(readTitle(onDisk(root)));
        }
      }
      const linked = await mkdtemp(join(folder, 'c-'));
      await writeChapter(linked, contents());
      await rm(join(linked, 'code'), { recursive: true });
      await symlink('/etc', join(linked, 'code'));
      const { findings } = await loadChapter(onDisk(linked));
      assert.deepEqual(
        findings.map(({ file, code }) => `${file} ${code}`),
        ['code/figures.json not-a-file', 'code/tide.py not-a-file'],
      );
      report('what is no plain file', counts);
      assert.deepEqual([counts.hung, counts.named], [0, counts.tried]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('make the loader pay in proportion to their size', async () => {
    // Not so large that what is made has to be moved out of the young part of memory: that has a price of its own.
    const grown: Readonly<Record<string, (size: number) => () => unknown>> = {
      passages: size => of(filesOf(crowded(size * 400)), loadChapter),
      notes: size => of(filesOf({ ...contents(), 'annotations.jsonl': notes(size * 1_000) }), loadChapter),
      findings: size =>
        of(filesOf({ ...contents(), 'annotations.jsonl': 'x\n'.repeat(size * 4_500) }), loadChapter),
      'open regions': size => of('# region a\n'.repeat(size * 3_000), findRegions),
      'ends of regions that were never begun': size =>
        of('# region a\n'.repeat(size * 2_000) + '# endregion b\n'.repeat(size * 2_000), findRegions),
      'circle of needs': size => of(ring(size * 2_000), linkConcepts),
      'concepts that need each other': size => of(woven(size * 300), linkConcepts),
      'sources of one name': size => of(sourcesOfOneName(size * 900), readSources),
      search: size =>
        of(prepareSearch(crowdedChapter(size * 900)), index => searchChapter(index, '令牌 tok', 'en')),
    };
    const ratios: Record<string, number> = {};
    for (const [name, at] of Object.entries(grown)) {
      const ratio = await growthOf(at);
      ratios[`% for twice the ${name}`] = Math.round(ratio * 100);
      assert.ok(ratio <= mostGrowth, `twice the ${name} take ${ratio.toFixed(2)} times as long`);
    }
    report('growth of chapters', ratios);
  });

  it('get into no key and no address', () => {
    const counts = { strings: 0, addresses: 0, keys: 0 };
    const next = chance(9);
    const bits = [
      '/at',
      '/chapter/',
      '/passage/',
      '/view/',
      '/runs/',
      '..',
      '%2e%2e',
      '!2E',
      '!2F',
      'workspace:',
      '~2',
      ',',
      '\0',
      '\n',
      '__proto__',
      'constructor',
      '/',
      '\\',
      '?',
      '#',
      'a',
      'review',
      '\ud800',
      '潮',
      ' ',
      '/language/',
      'en',
      '&',
      '=',
    ];
    for (let round = 0; round < rounds(20_000); round += 1) {
      const text = Array.from({ length: 1 + next(7) }, () => bits[next(bits.length)]).join('');
      counts.strings += 1;
      const address = parseAddress(text);
      if (address) {
        counts.addresses += 1;
        assert.equal(formatAddress(address), text);
        assert.doesNotMatch(JSON.stringify(address), /\.\.|\\u0000|\\n|\\\\/);
      }
      const key = parseKey(text);
      if (key) {
        counts.keys += 1;
        assert.doesNotMatch(key.name, /^\.{1,2}$|[/\\\0]/);
      }
    }
    assert.equal(parseAddress(`/at${'/concept/a'.repeat(100_000)}`), undefined);
    report('strings as addresses', counts);
    assert.ok(counts.addresses > 0 && counts.keys > 0);
  });
});

/** What must hold of anything that was loaded, for the panel takes it as it is. */
function isSound({ chapter, editorial, findings }: LoadedChapter): void {
  const sent = JSON.stringify({ chapter, editorial });
  assert.deepEqual(JSON.parse(sent), { chapter, editorial });
  // A half character alone is sent as an escape; a backslash before one is text about such an escape.
  assert.doesNotMatch(sent, /(?<!\\)(?:\\\\)*\\ud[89a-f]/i);
  for (const annotation of editorial) assert.ok(v.is(Annotation, annotation));
  const ids = new Set(chapter.passages.map(({ id }) => id));
  assert.equal(ids.size, chapter.passages.length);
  for (const { passages } of chapter.concepts) for (const id of passages) assert.ok(ids.has(id));
  for (const { url } of chapter.sources) if (url !== undefined) assert.ok(URL.canParse(url));
  assert.ok(findings.length <= 100);
  for (const finding of findings) {
    for (const language of ['en', 'zh-CN'] as const) {
      assert.match(findingText(finding, language), /\S/);
      assert.doesNotMatch(findingText(finding, language), /undefined|NaN|\[object/);
    }
    if (finding.range) assert.ok(finding.range.line >= 1 && finding.range.column >= 1);
  }
}

/** The same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const odd = [
  '"',
  '\\',
  '{',
  ']',
  '\\ud83d',
  '__proto__',
  '##',
  '{#pull}',
  '\n',
  '\0',
  'null',
  '-1',
  '1e999',
  '\u202e',
  '# region sum',
];

function damaged(content: Contents[string] | undefined, next: (below: number) => number): Contents[string] {
  if (content === undefined || content instanceof Error) return '';
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
  const at = next(text.length + 1);
  switch (next(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + (odd[next(odd.length)] ?? '') + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + next(40));
    case 3:
      return text.slice(0, at) + text.slice(next(text.length + 1));
    case 4:
      return new Error('no permission');
    case 5: {
      const bytes = Buffer.from(text);
      if (bytes.length > 0) bytes[next(bytes.length)] = next(256);
      return new Uint8Array(bytes);
    }
    default:
      return text.replace(/"[a-z]+"/, () => `"${odd[next(odd.length)]}"`);
  }
}

function onDisk(root: string): Files {
  const orNone = (error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  };
  return {
    read: path => readFile(join(root, path)).catch(orNone),
    list: path => readdir(join(root, path)),
    stat: async path => {
      const found = await lstat(join(root, path)).catch(orNone);
      if (!found) return undefined;
      const kind = found.isFile()
        ? 'file'
        : found.isDirectory()
          ? 'folder'
          : found.isSymbolicLink()
            ? 'link'
            : 'other';
      return { kind, bytes: found.size };
    },
  };
}

async function writeChapter(root: string, all: Contents): Promise<void> {
  for (const [path, content] of Object.entries(all)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), content instanceof Error ? '' : content);
  }
}

async function sparse(path: string): Promise<void> {
  const file = await open(path, 'w');
  await file.truncate(1_500_000_000);
  await file.close();
}

/** `undefined` when it takes far longer than anything that is read. */
function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), 5_000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function of<T>(input: T, work: (input: T) => unknown): () => unknown {
  return () => work(input);
}

function crowded(passages: number): Contents {
  const of = manifest();
  const [first] = of.concepts;
  const ids = Array.from({ length: passages }, (_, index) => ({ id: `p${index}`, code: ['sum'] }));
  const all = contents({ ...of, concepts: [{ ...first, passages: ids }] });
  all['en/moon.md'] = ids
    .map(({ id }) => `## Passage ${id} {#${id}}\n\nThe token 令牌 of ${id}.\n`)
    .join('\n');
  return all;
}

function crowdedChapter(passages: number) {
  return {
    ...emptyChapter,
    passages: Array.from({ length: passages }, (_, index) => ({
      id: `p${index}`,
      number: `1.${index}`,
      concept: 'moon',
      text: { en: { title: `Passage ${index}`, markdown: `The token 令牌 of ${index}.` } },
      code: [],
    })),
  };
}

const emptyChapter = {
  key: 'k',
  id: 'k',
  title: { en: '' },
  languages: ['en'],
  concepts: [],
  regions: [],
  sources: [],
  problems: [],
} as const;

function notes(count: number): string {
  return Array.from({ length: count }, (_, index) => note(`urn:n:${index}`)).join('\n');
}

function ring(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `${index}`, needs: [`${(index + 1) % count}`] }));
}

function woven(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: `${index}`,
    needs: Array.from({ length: 30 }, (_, step) => `${(index + step * 7) % count}`),
  }));
}

function sourcesOfOneName(count: number): unknown {
  return Array.from({ length: count }, (_, index) => ({ id: `s${index}`, author: [{ family: 'Moon' }] }));
}
