import assert from 'node:assert/strict';
import { parseMarkdown } from '../../../../src/core/markdown';
import { advance } from '../../../../src/core/reasoning/advance';
import type { Run } from '../../../../src/core/reasoning/run';
import { exportedRun, fileNameOf, longestText, mostSteps } from '../../../../src/host/reasoning/exportedRun';
import { textOf } from '../../../../src/host/reasoning/exportRun';
import { runAsHtml } from '../../../../src/host/reasoning/runAsHtml';
import { runAsMarkdown } from '../../../../src/host/reasoning/runAsMarkdown';
import { firstRun, runEvents } from '../../../panel/fixtures';

const done = runEvents.reduce(advance, firstRun);
const hostile =
  '<img src=x onerror=alert(1)><script>alert(1)</script> [go](https://evil.example/) ![x](https://evil.example/i.png)';
const saying = (text: string, change: Partial<Run> = {}): Run => ({
  ...done,
  ...change,
  steps: [{ number: 1, lines: { first: 16, last: 16 }, text }],
});
const html = (run: Run, name?: string) => runAsHtml(exportedRun(run, name, 'en'));
const markdown = (run: Run, name?: string) => runAsMarkdown(exportedRun(run, name, 'en'));

describe('an exported run', () => {
  it('says who wrote it and when, that it is not checked, and what is marked', () => {
    for (const text of [html(saying('Calls `foldBits()`.')), markdown(saying('Calls `foldBits()`.'))]) {
      assert.match(text, /2026/);
      assert.match(text, new RegExp(done.destination?.model.replace(/[-.]/g, '.') ?? 'none'));
      assert.match(text, /not checked/);
      assert.match(text, /not in this code: foldBits/);
    }
    assert.match(html(done), /on this machine/);
    assert.match(runAsHtml(exportedRun(done, undefined, 'zh-CN')), /未经检查/);
  });

  it('as HTML has no tag but ours, no script, nothing to press and nothing to fetch', () => {
    const page = html(
      saying(hostile, {
        excerpt: { ...done.excerpt, text: hostile, name: hostile, symbol: hostile },
        summary: hostile,
        ...(done.destination ? { destination: { ...done.destination, model: hostile } } : {}),
      }),
      hostile,
    );
    const tags = new Set([...page.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag));
    const ours = 'html head meta title style body main h1 dl dt dd p div ol ul li h3 h2 span code'.split(' ');
    assert.deepEqual(
      [...tags].filter(tag => !ours.includes(tag ?? '')),
      [],
    );
    assert.doesNotMatch(page, /\s(src|href|on\w+)=["']/);
    assert.match(page, /default-src &#39;none&#39;|default-src 'none'/);
    assert.match(page, /&lt;script&gt;/);
  });

  it('as Markdown reads as the same words, whatever the model wrote', () => {
    for (const text of [
      hostile,
      '**bold** and `co``de` and *em*',
      '- one\n- two\n  - inner\n\n1. first\n2. second',
      '> quoted\n\n```py\nprint("```")\n```',
      '# A heading\n\n| a | b |\n|---|---|\n| 1 | x\\|y |',
      '1. not a list\n\\- nor this',
      '<!-- gone --> &lt;b&gt; https://evil.example/x',
    ]) {
      const written = markdown(saying(text));
      const body = written.slice(written.indexOf('### Step 1'), written.indexOf('## The code'));
      const words = (source: string) => flat(parseMarkdown(source)).replace(/\s+/g, '');
      const shown = words(body.split('\n').slice(2).join('\n').split('\n> ')[0] ?? '');
      const [first = ''] = [words(text)];
      const address = /\(https?:\/\/[^)]*\)/g;
      assert.ok(
        shown.replace(address, '').includes(first.replace(address, '').slice(0, 20)),
        `${shown} | ${first}`,
      );
      assert.ok(!linksIn(parseMarkdown(written)), written);
      assert.doesNotMatch(written.replace(/`+[^`]*`+/g, ''), /(?<!\\)<[a-z!]/i);
    }
  });

  it('shows what would not be seen, and turns nothing round', () => {
    const run = saying('a\u202eb', { excerpt: { ...done.excerpt, text: 'x = "\u202e\u200b"' } });
    for (const text of [html(run), markdown(run)]) {
      assert.match(text, /U\+202E/);
      assert.match(text, /U\+200B/);
      assert.doesNotMatch(text, /\u202e|\u200b/);
    }
  });

  it('is cut where it has no end, and says so; a million steps take no million lines', () => {
    const long = markdown(saying('x'.repeat(10_000_000)));
    assert.ok(long.length < 3 * longestText);
    assert.match(long, /cut here: 9,980,000 more characters/);
    const steps = Array.from({ length: 1_000_000 }, (_, at) => ({ number: at + 1, text: 'one' }));
    const many = html({ ...done, steps });
    assert.match(many, new RegExp(`cut here: ${(1_000_000 - mostSteps).toString()} more steps`));
    assert.ok(many.length < 400_000);
  });

  it('says that it ended early, where it breaks off, what was warned of and asked otherwise, and what is not in it', () => {
    const cut = saying('The loop goes', {
      reason: 'length',
      warnings: [{ kind: 'prompt-cut', seenTokens: 10, sentTokens: 20 }],
      variation: { language: 'zh-CN', model: { url: 'http://127.0.0.1', model: 'other' } },
    });
    for (const text of [html(cut), markdown(cut)]) {
      assert.match(text, /1 step, ended before its end, in mid-sentence/);
      assert.doesNotMatch(text, /, done/);
      assert.match(text, /The text breaks off here\./);
      assert.match(text, /The answer reached its limit in mid-sentence\./);
      assert.match(text, /saw only 10 of 20 tokens/);
      assert.match(text, /Language asked for.*Chinese/);
      assert.match(text, /Model chosen for this run.*other/);
      assert.match(text, /Closer looks at steps and further questions are not in this file\./);
    }
    const other = saying('It ends.', { reason: 'other', reasonDetail: 'filtered' });
    assert.match(html(other), /ended before its end<.*The server ended it: filtered\./s);
    assert.match(html(saying('It ends.', { reason: 'cut' })), /went on without end and was cut/);
    const json = JSON.parse(textOf({ run: cut, events: [], label: {} }, 'json', 'en'));
    assert.equal(json.isBrokenOff, true);
    assert.deepEqual(json.notIncluded, ['closer-looks', 'questions', 'trace']);
  });

  it('names the lines that the model never got', () => {
    const { budget } = done;
    assert.ok(budget);
    const left = saying('It ends.', {
      pieces: [],
      budget: { ...budget, leftOut: [{ first: 18, last: 18 }] },
    });
    assert.match(html(left), /The model never got line 18\./);
  });

  it('has a file name of plain words', () => {
    assert.equal(fileNameOf(done, undefined), `${done.excerpt.symbol} 12-18`);
    assert.equal(fileNameOf(done, '../../etc/passwd'), 'etc-passwd');
    assert.equal(fileNameOf(done, '\u202e...'), 'run');
    assert.ok(fileNameOf(done, 'x'.repeat(500)).length <= 80);
  });
});

type Tree = ReturnType<typeof parseMarkdown>;

function flat(nodes: Tree): string {
  return nodes.map(node => (typeof node === 'string' ? node : flat(node.children))).join('');
}

function linksIn(nodes: Tree): boolean {
  return nodes.some(node => typeof node !== 'string' && (node.tag === 'a' || linksIn(node.children)));
}
