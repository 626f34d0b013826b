// The VSIX: what is in it, and that VS Code runs what it installed from it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { packaged } from './packaged';
import { Session } from './session';

/** Two thirds of it are grammars; a bundle that doubles has taken in something that it should not. */
const largestBytes = 3_400_000;

/** Of a machine on which everything else runs at the same time. */
const slowestActivationMs = 1500;

const belongs = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/(package\.json|package\.nls(\.zh-cn)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/dist\/(extension\.cjs|extension\.web\.cjs|panel\.js)(\.LEGAL\.txt)?$/,
  /^extension\/dist\/syntax\/(web-tree-sitter|tree-sitter-(bash|c-sharp|cpp|css|go|ini|java|javascript|php|python|ruby|rust|tsx|typescript))\.wasm$/,
  /^extension\/dist\/trace\/(keeper\.cjs|tracer\.(cjs|py))$/,
  /^extension\/media\/((walkthrough\/)?[\w-]+\.(css|svg|png)|l10n\/bundle\.l10n\.zh-cn\.json)$/,
  /^extension\/content\/(chapter\.schema\.json|how-chatgpt-came-to-be\/([\w-]+\.jsonl?|(en|zh-CN)\/[\w-]+\.md|code\/(\w+\.(py|js|recorded\.json)|figures\.json)))$/,
];

describe('the packaged extension', () => {
  it('holds what it runs on, and nothing else', async () => {
    const bytes = await readFile(await packaged());
    const names = namesIn(bytes);
    assert.deepEqual(
      names.filter(name => !belongs.some(pattern => pattern.test(name))),
      [],
    );
    for (const needed of [
      'dist/extension.cjs',
      'dist/panel.js',
      'dist/syntax/web-tree-sitter.wasm',
      'dist/syntax/tree-sitter-typescript.wasm',
      'dist/trace/keeper.cjs',
      'dist/trace/tracer.cjs',
      'dist/trace/tracer.py',
      'content/chapter.schema.json',
      'media/icon.png',
      'media/walkthrough/read.png',
      'media/walkthrough/model.png',
      'media/walkthrough/explain.png',
      'media/walkthrough/review.png',
    ])
      assert.ok(names.includes(`extension/${needed}`), needed);
    assert.ok(bytes.length < largestBytes, `${bytes.length} bytes`);
  });

  it('tells nobody where it was built', async () => {
    for (const bundle of ['extension.cjs', 'extension.web.cjs', 'panel.js'])
      assert.ok(!(await readFile(`dist/${bundle}`, 'utf8')).includes(process.cwd()), bundle);
  });

  it('is activated by its first command, quickly', async () => {
    const session = await Session.open();
    try {
      await session.window.command('Marginalia: Open Concept Panel');
      await (await session.panel('chapter')).locator('article[data-passage]').first().waitFor();
      await session.window.command('Developer: Show Running Extensions');
      const row = session.page.locator('.runtime-extensions-editor .extension', { hasText: 'Marginalia' });
      await row.waitFor();
      const shown = await row.innerText();
      const activationMs = Number(/Activation: (\d+)\s*ms/.exec(shown)?.[1]);
      assert.ok(activationMs < slowestActivationMs, shown);
      assert.deepEqual(session.window.complaints, []);
    } finally {
      await session.end();
    }
  });
});

/** The names in a zip's central directory (APPNOTE.TXT, 4.3.12). */
function namesIn(zip: Buffer): readonly string[] {
  const names: string[] = [];
  const header = Buffer.from('PK\x01\x02');
  for (let at = zip.indexOf(header); at !== -1; at = zip.indexOf(header, at + 46)) {
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  }
  return names;
}
