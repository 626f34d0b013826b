// Everything that VS Code shows of us is there in both languages.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extension } from './workbench';

type Texts = Readonly<Record<string, string>>;

const read = (...path: string[]) => readFileSync(join(extension().extensionPath, ...path), 'utf8');
const texts = (...path: string[]): Texts => JSON.parse(read(...path));

describe('localisation', () => {
  it('has every text of the manifest in both languages, and none too many', () => {
    const named = [...read('package.json').matchAll(/"%([^%]+)%"/g)].map(([, key]) => key ?? '');
    assert.ok(named.length > 10);
    const wanted = [...new Set(named)].sort();
    for (const file of ['package.nls.json', 'package.nls.zh-cn.json'])
      assert.deepEqual(Object.keys(texts(file)).sort(), wanted, file);
  });

  it('has every sentence of the host in Chinese, with the same places to fill', () => {
    const bundle = texts('media', 'l10n', 'bundle.l10n.zh-cn.json');
    const spoken = sentences();
    assert.ok(spoken.length > 10);
    assert.deepEqual(Object.keys(bundle).sort(), [...spoken].sort());
    const places = (text: string) => (text.match(/\{\d\}|\$\([a-z-]+\)/g) ?? []).sort();
    for (const [english, chinese] of Object.entries(bundle)) {
      assert.match(chinese, /\p{Script=Han}/u, english);
      assert.deepEqual(places(chinese), places(english), english);
    }
  });
});

/** What the sources hand to `l10n.t`: always a literal, since a bundle is looked up by it. */
function sentences(): readonly string[] {
  const sources = readdirSync(join(extension().extensionPath, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => read('src', name));
  const found = sources.flatMap(source =>
    [...source.matchAll(/\bl10n\.t\(\s*('(?:[^'\\]|\\.)*'|[^)]*)/g)].map(([, literal = '']) => {
      assert.match(literal, /^'.*'$/s, 'a text that no bundle can hold');
      return literal.slice(1, -1).replaceAll("\\'", "'");
    }),
  );
  return [...new Set(found)];
}
