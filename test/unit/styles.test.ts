// Two views may give one name to different things: what the sheet of a view says holds in that view alone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { View } from '../../src/core/wire/place';
import { styleSheets } from '../../src/host/shell/styleSheets';

describe('style sheets', () => {
  for (const view of View.options) {
    it(`say nothing outside the view: ${view}`, async () => {
      assert.ok(styleSheets.includes(view));
      const rules = topRules(await readFile(`media/${view}.css`, 'utf8'));
      const others = rules.filter(rule => rule !== `@scope ([data-view="${view}"])`);
      assert.equal(rules.length - others.length, 1);
      // Their names are used by its own rules alone, see the test below.
      assert.deepEqual(
        others.filter(rule => !rule.startsWith('@keyframes ')),
        [],
      );
    });
  }

  it('name each animation once', async () => {
    const sheets = await Promise.all(styleSheets.map(name => readFile(`media/${name}.css`, 'utf8')));
    const names = sheets.flatMap(topRules).filter(rule => rule.startsWith('@keyframes '));
    assert.deepEqual(names, [...new Set(names)]);
  });
});

/** What stands before the outermost braces. */
function topRules(css: string): readonly string[] {
  const rules: string[] = [];
  let depth = 0;
  let begun = '';
  for (const char of css.replace(/\/\*[\s\S]*?\*\//g, '')) {
    if (char === '{' && depth === 0) rules.push(begun.trim());
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    begun = depth > 0 || char === '}' ? '' : begun + char;
  }
  return rules;
}
