// No feature imports another's insides: what several need lies in the shell, in the panel's own rooms, or in core.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every relative import below a folder, types included, as paths from the repository's root. */
function importsBelow(folder: string): readonly Import[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap(entry => {
      const from = join(entry.parentPath, entry.name);
      const text = readFileSync(from, 'utf8');
      const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']*)'/g);
      return [...found].map(([, path = '']) => ({ from, to: normalize(join(dirname(from), path)) }));
    });
}

/** The name of the folder directly below `room` that a path is in. */
function folderIn(room: string, path: string): string | undefined {
  const [first, ...rest] = path.startsWith(`${room}/`) ? path.slice(room.length + 1).split('/') : [];
  return rest.length > 0 ? first : undefined;
}

/** Imports that lead from one folder of a room into another one, but for those that may be shared. */
function between(
  room: string,
  imports: readonly Import[],
  shared: readonly string[] = [],
): readonly string[] {
  return imports.flatMap(({ from, to }) => {
    const [mine, other] = [folderIn(room, from), folderIn(room, to)];
    const isInside = other === undefined || other === mine || mine === undefined || shared.includes(other);
    return isInside ? [] : [`${from} imports ${to}`];
  });
}

const foldersOf = (room: string) =>
  readdirSync(room, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []));

describe('rooms', () => {
  it('of the host: a feature imports its own folder, the shell and core', () => {
    const imports = importsBelow('src/host');
    assert.ok(imports.length > 150 && foldersOf('src/host').length >= 6);
    assert.deepEqual(between('src/host', imports, ['shell']), []);
    const outside = imports.filter(
      ({ from, to }) => folderIn('src/host', from) !== undefined && !to.startsWith('src/core/'),
    );
    assert.deepEqual(
      outside.filter(({ to }) => folderIn('src/host', to) === undefined),
      [],
    );
  });

  it('of the panel: a view imports its own folder, what all views share, and core', () => {
    const imports = importsBelow('src/panel');
    assert.ok(imports.length > 150 && foldersOf('src/panel/views').length >= 3);
    assert.deepEqual(between('src/panel/views', imports), []);
    const shared = imports.filter(({ from }) => from.startsWith('src/panel/ui/'));
    assert.deepEqual(
      shared.filter(({ to }) => to.startsWith('src/panel/views/')),
      [],
    );
  });

  it('are seen to be entered', () => {
    const [from, to] = ['src/host/notes/a.ts', 'src/host/review/b'];
    assert.deepEqual(between('src/host', [{ from, to }], ['shell']), [`${from} imports ${to}`]);
    assert.deepEqual(between('src/host', [{ from: 'src/host/shell/a.ts', to }], ['shell']), [
      `src/host/shell/a.ts imports ${to}`,
    ]);
  });
});
