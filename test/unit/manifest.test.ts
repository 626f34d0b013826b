// Every file that the manifest names is there, and is packed.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const packs = readFileSync('.vscodeignore', 'utf8')
  .split('\n')
  .filter(line => line.startsWith('!'))
  .map(line => line.slice(1));

/** Built by `npm run build`; all that it builds is there before anything is packed (test/e2e/packaged.e2e.ts). */
const built = /^dist\//;

describe('the manifest', () => {
  const named = filesIn(manifest, []);

  it('names files at all the places that we know of', () => {
    const places = named.map(({ at }) => at.replace(/\.\d+/g, ''));
    for (const place of ['icon', 'main', 'browser', 'l10n', 'contributes.walkthroughs.steps.media.image'])
      assert.ok(places.includes(place), place);
    assert.equal(places.filter(place => place.endsWith('media.image')).length, 4);
  });

  for (const { at, file } of named)
    it(`names a file that is there and is packed: ${at}`, () => {
      assert.ok(built.test(file) || existsSync(join('.', file)), file);
      assert.ok(
        packs.some(
          pattern => file === pattern || (pattern.endsWith('/**') && file.startsWith(pattern.slice(0, -2))),
        ),
        `${file} is not packed`,
      );
    });

  it('has its words in both languages, and no others', () => {
    const [en, zh] = ['package.nls.json', 'package.nls.zh-cn.json'].map(name =>
      Object.keys(JSON.parse(readFileSync(name, 'utf8'))).sort(),
    );
    assert.deepEqual(en, zh);
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), en);
  });
});

interface Named {
  /** Where the manifest names it: "contributes.views.0.icon". */
  readonly at: string;
  readonly file: string;
}

/** Whatever reads like a path inside the extension. */
function filesIn(value: unknown, at: readonly string[]): readonly Named[] {
  if (typeof value === 'string') {
    if (at[0] === 'scripts' || !/^(\.\/)?(media|dist|content)\//.test(value)) return [];
    return [{ at: at.join('.'), file: posix.normalize(value) }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => filesIn(inner, [...at, key]));
}
