import assert from 'node:assert/strict';
import { definitionNow } from '../../../src/core/reasoning/definitionNow';
import { excerptNow } from '../../../src/core/reasoning/excerpt';
import { packedGrammars } from '../../support/grammars';

const parser = packedGrammars();

const before = `class A {
  run(a: number): number {
    const b = a + 1;
    return b;
  }
}
class B {
  run(a: number): number {
    const c = a * 2;
    return c;
  }
}
`;

/** The method of B. */
const excerpt = {
  uri: 'file:///a.ts',
  name: 'a.ts',
  languageId: 'typescript',
  symbol: 'run',
  firstLine: 8,
  text: before.split('\n').slice(7, 11).join('\n'),
};

describe('a function that was explained, where it is now', () => {
  after(() => parser.dispose());

  const now = async (text: string) => {
    const tree = await parser.parse(text, 'typescript');
    assert.ok(tree);
    const found = definitionNow(excerpt, text, tree);
    return found && `${found.symbol} ${found.span.first}-${found.span.last}`;
  };
  const lines = before.split('\n');

  it('is the one of its name that has its lines, wherever that went', async () => {
    assert.equal(await now(before), 'run 8-11');
    const moved = [...lines.slice(6), ...lines.slice(0, 6)].join('\n');
    assert.equal(await now(moved), 'run 2-5');
    const grown = before.replace('const c = a * 2;', 'const c = a * 3;\n    log(c);');
    assert.equal(await now(`// new\n${grown}`), 'run 9-13');
  });

  it('is found under another name by its lines', async () => {
    const renamed = [...lines.slice(0, 7), '  walk(a: number): number {', ...lines.slice(8)].join('\n');
    assert.equal(await now(renamed), 'walk 8-11');
    const tree = await parser.parse(renamed, 'typescript');
    assert.ok(tree);
    const source = { uri: excerpt.uri, name: excerpt.name, languageId: 'typescript', text: renamed };
    const again = excerptNow(excerpt, source, definitionNow(excerpt, renamed, tree));
    assert.ok(!('code' in again));
    assert.deepEqual([again.symbol, again.firstLine], ['walk', 8]);
  });

  it('is none once it is gone, though others stand where it stood', async () => {
    const other = 'class C {\n  stop(x: string): string {\n    return x.trim();\n  }\n}\n';
    assert.equal(await now(other), undefined);
  });
});
