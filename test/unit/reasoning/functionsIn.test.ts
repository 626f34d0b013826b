import assert from 'node:assert/strict';
import { functionsIn } from '../../../src/core/reasoning/functionsIn';
import { packedGrammars } from '../../support/grammars';

const parser = packedGrammars();

async function found(languageId: string, text: string): Promise<readonly string[]> {
  const tree = await parser.parse(text, languageId);
  assert.ok(tree);
  return functionsIn(text, tree).map(({ name, span }) => `${name} ${span.first}-${span.last}`);
}

describe('the functions of a file', () => {
  after(() => parser.dispose());

  it('are its functions and methods, and not those inside them', async () => {
    const text = [
      'export class A {',
      '  f() {',
      '    const inner = () => 1;',
      '    return inner();',
      '  }',
      '}',
      'export const g = () => {',
      '  each(() => {});',
      '};',
      'run(() => {});',
    ].join('\n');
    assert.deepEqual(await found('typescript', text), ['f 2-5', 'g 7-9']);
    const python = 'class A:\n    @dec\n    def f(self):\n        def g(): pass\n\ndef h(): pass\n';
    assert.deepEqual(await found('python', python), ['f 3-4', 'h 6-6']);
  });

  it('are none where there is no code', async () => {
    assert.deepEqual(await found('python', ''), []);
  });
});
