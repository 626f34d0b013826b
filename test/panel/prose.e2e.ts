// The text of a step as it grows in the real page: what stands there is what would stand there if it had come at once.
import assert from 'node:assert/strict';
import { newRun, type Run, type RunEvent } from '../../src/core/reasoning/run';
import { StagePage } from './stagePage';

const source = [
  '# One *and\n\nfirst* paragraph with [a link](https://a.b/c) and `code`, **注意，**这里 https://d.e/f（说明）',
  '\n\n- an item\n- another\n\n  with more\n\n3. three\n4. four\n```py\nx = 1\n\ny = 2\n```\n',
  '|a|b|\n|:-|-:|\n|1|*2*|\n|3|[x]|\n\n> quoted\nlazily\n\ntitle\n---\n\n[x]: https://x.y\n\n<b>as text</b> to *the end',
].join('');

interface Told {
  readonly run: Run;
  readonly pieces: readonly string[];
}

describe('prose in the page', function () {
  this.timeout(120_000);
  let stage: StagePage;

  before(async () => {
    stage = await StagePage.start();
  });
  after(() => stage.close());

  it('stands as it would had it come at once, at every moment', async () => {
    const step = 5;
    const pieces = Array.from({ length: Math.ceil(source.length / step) }, (_, index) =>
      source.slice(index * step, (index + 1) * step),
    );
    await stage.open('no-runs');
    const grown = await stage.page.evaluate(drawn, told('grown', pieces));
    for (let count = 1; count <= pieces.length; count += 6) {
      const whole = pieces.slice(0, count).join('');
      const [atOnce] = await stage.page.evaluate(drawn, told(`once-${count}`, [whole]));
      assert.equal(grown[count - 1], atOnce, whole);
    }
    assert.equal(grown.length, pieces.length);
  });

  it('keeps a wide table in a box of its own', async () => {
    await stage.open('no-runs', { width: 380 });
    const row = (cell: string) => `|${cell.repeat(30)}\n`;
    const wide = row('column |') + row(':-:|') + row('value |');
    await stage.page.evaluate(drawn, told('wide', [wide]));
    const found = await stage.page.evaluate(() => {
      const box = document.querySelector('li[data-step] .wide');
      const page = document.documentElement;
      return {
        isScrolling: box !== null && box.scrollWidth > box.clientWidth,
        over: page.scrollWidth - page.clientWidth,
        align: getComputedStyle(document.querySelector('li[data-step] td') ?? page).textAlign,
      };
    });
    assert.deepEqual(found, { isScrolling: true, over: 0, align: 'center' });
    await stage.isSound('wide-table');
  });
});

function told(id: string, pieces: readonly string[]): Told {
  const excerpt = { uri: 'file:///a.py', name: 'a.py', languageId: 'python', firstLine: 1, text: 'pass' };
  return { run: newRun(id, 0, excerpt), pieces };
}

/** In the page: what the step holds after each piece. */
async function drawn({ run, pieces }: Told): Promise<readonly string[]> {
  const { stage } = window;
  const happen = async (event: RunEvent) => {
    stage.patch({ events: [{ at: run.startedAt, event }] }, 'run', run.id);
    await stage.rest();
  };
  stage.show({ place: { ...stage.shown.place, view: 'reasoning', run: run.id }, run });
  while (document.querySelector('ol[data-run]')?.getAttribute('data-run') !== run.id) await stage.rest();
  const [first = '', ...others] = pieces;
  const seen: string[] = [];
  const see = () => seen.push(document.querySelector('li[data-step] .text')?.innerHTML ?? '');
  await happen({ type: 'step', step: { number: 1, lines: { first: 1, last: 1 }, text: first } });
  see();
  for (const text of others) {
    await happen({ type: 'stepText', text });
    see();
  }
  return seen;
}
