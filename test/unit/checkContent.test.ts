// `npm run check:content` on what ships, and on copies of it that were broken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChapter } from '../../src/core/chapter/library';
import { checkChapter } from '../content/findings';

const shipped = 'content/how-chatgpt-came-to-be';

describe('the check of content', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'marginalia-content-'));
    cpSync(shipped, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const breakManifest = (change: (manifest: { concepts: { needs?: string[]; id: string }[] }) => void) => {
    const file = join(folder, 'chapter.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    change(manifest);
    writeFileSync(file, JSON.stringify(manifest, null, 2));
  };
  const run = (...folders: readonly string[]) =>
    spawnSync(process.execPath, ['out/test/content/check.main.js', ...folders], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });

  it('finds nothing wrong in what ships, and ends well', () => {
    const { status, stdout } = run();
    assert.equal(stdout, `${shipped}: errors 0, warnings 0\n`);
    assert.equal(status, 0);
  });

  it('ends with 1 where a text is missing, and says which and where', () => {
    rmSync(join(folder, 'en', 'chain-of-thought.md'));
    const { status, stdout } = run(folder);
    assert.equal(status, 1);
    assert.match(stdout, /chapter\.json:\d+:\d+: error: .*“steps-are-room”.*\(no-text\)$/m);
  });

  it('names a circle of needs, and ends well: all is shown', async () => {
    breakManifest(({ concepts }) => {
      const [first, second] = concepts;
      if (first && second) first.needs = [second.id];
    });
    const checked = await checkChapter(folder, 'en');
    assert.equal(checked.errors, 0);
    assert.ok(checked.lines.some(line => /chapter\.json:\d+:\d+: warning: .*\(circle\)$/.test(line)));
    assert.equal(run(folder).status, 0);
  });

  it('says what the editor marks, in either language', async () => {
    rmSync(join(folder, 'zh-CN', 'chain-of-thought.md'));
    breakManifest(({ concepts }) => concepts[0]?.needs?.push('nobody'));
    const { findings } = await loadChapter({
      read: async path => {
        try {
          return readFileSync(join(folder, path));
        } catch {
          return undefined;
        }
      },
      list: async () => [],
    });
    assert.ok(findings.length > 1);
    for (const language of ['en', 'zh-CN'] as const) {
      const { lines } = await checkChapter(folder, language);
      assert.deepEqual(
        lines.map(line => line.match(/\(([a-z-]+)\)$/)?.[1]),
        findings.map(({ code }) => code),
      );
    }
  });

  it('ends with 2 where a folder has no chapter', () => {
    const { status, stdout } = run(join(folder, 'en'));
    assert.equal(status, 2);
    assert.match(stdout, /no chapter\.json there/);
  });
});
