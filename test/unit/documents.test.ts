// What the documents say of the tree and of the manifest: every file and folder is there, no setting, key, part of the
// tests or room is left out.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'src/README.md',
  'src/decisions.md',
  'test/host/README.md',
];
const files = ['src', 'test', 'media', 'content', 'pictures'].flatMap(top =>
  readdirSync(top, { recursive: true, encoding: 'utf8' }).map(name => join(top, name)),
);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const titles: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.nls.json', 'utf8'));

const textOf = (document: string) => readFileSync(document, 'utf8');
const allIn = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('the documents', () => {
  for (const document of documents) {
    it(`name only what is there: ${document}`, () => {
      assert.deepEqual(
        pathsIn(document).filter(path => !isThere(path, dirname(document))),
        [],
      );
    });
  }

  it('list every setting, and no other', () => {
    const listed = allIn(/^\| `(marginalia\.[\w.]+)` \|/gm, textOf('README.md'));
    assert.deepEqual(listed.sort(), Object.keys(manifest.contributes.configuration.properties).sort());
  });

  it('list every key of the manifest', () => {
    const readme = textOf('README.md');
    const rows = readme.split('\n').filter(line => line.startsWith('| '));
    for (const { command, key, win = key, mac = key } of manifest.contributes.keybindings) {
      const title = titles[`command.${command.replace('marginalia.', '')}`] ?? command;
      const row = rows.find(line => line.startsWith(`| ${title}`)) ?? '';
      assert.deepEqual(
        allIn(/`([^`]+)`/g, row).map(text => text.toLowerCase()),
        [win, key, mac],
        title,
      );
    }
  });

  it('call commands by their titles', () => {
    const called = allIn(/\*Marginalia: ([^*]+)\*/g, textOf('README.md').replaceAll('\n', ' '));
    assert.ok(called.length > 4);
    assert.deepEqual(
      called.filter(title => !Object.values(titles).includes(title)),
      [],
    );
  });

  it('have a room on the map for every folder', () => {
    const map = textOf('src/README.md');
    const foldersIn = (folder: string) =>
      readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
        entry.isDirectory() ? [join(folder, entry.name)] : [],
      );
    // These are named by their parts.
    const divided = ['src', 'src/core', 'src/host', 'src/panel', 'src/panel/views'];
    const rooms = [...divided, 'test'].flatMap(foldersIn).filter(folder => !divided.includes(folder));
    assert.ok(rooms.length > 25);
    assert.deepEqual(
      rooms.filter(room => !map.includes(`\`${relative('src', room)}\``)),
      [],
    );
  });

  it('name every topic of the wire, and each part of the tests', () => {
    const topics =
      /export interface Topics \{([\s\S]*?)\n\}/.exec(textOf('src/core/wire/topics.ts'))?.[1] ?? '';
    const parts = textOf('test/parts.mjs');
    const named = (document: string, names: readonly string[]) => {
      assert.ok(names.length > 5);
      const text = textOf(document);
      assert.deepEqual(
        names.filter(name => !text.includes(`\`${name}\``)),
        [],
      );
    };
    named('src/README.md', allIn(/^ {2}'?([\w-]+)'?: Topic</gm, topics));
    named('CONTRIBUTING.md', allIn(/\bname: '([\w-]+)'/g, parts));
  });
});

/** What looks like a file or a folder of ours in code, and where links and pictures lead. */
function pathsIn(document: string): readonly string[] {
  const text = textOf(document).replace(/```[\s\S]*?```/g, '');
  const isFile = (words: string) =>
    /^(?!\.\w+\.ts$)[\w@./-]+\.(?:ts|mjs|cjs|js|json|jsonl|md|css|py|png|sh|txt)$/.test(words);
  const isFolder = (words: string) =>
    /^(?:\.\.\/)?(?:src|test|media|pictures|core|host|panel|node)(?:\/\w+)+$/.test(words);
  const code = allIn(/`([^`\n]+)`/g, text).filter(words => isFile(words) || isFolder(words));
  const links = allIn(/\]\((?!https?:|#)([^)#\s]+)/g, text.replace(/`[^`\n]*`/g, ''));
  const pictures = allIn(/(?:src|srcset)="([^"]+)"/g, text);
  return [...new Set([...code, ...links, ...pictures])];
}

/** From the document, from the root, from `src`, or the end of the path of one file at least. */
function isThere(path: string, from: string): boolean {
  if ([from, '.', 'src'].some(base => existsSync(join(base, path)))) return true;
  return files.some(file => file.endsWith(`/${path}`));
}
