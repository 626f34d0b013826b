// What ran, in the real page: beside the steps, and moment by moment with a slider that a keyboard moves.
import assert from 'node:assert/strict';
import type { SeenRun } from '../../src/core/trace/seen';
import { runEvents, seen, snapshot } from './fixtures';
import { hostileText, runAfter } from './scenarios';
import { StagePage } from './stagePage';

describe('what ran, in the page', function () {
  this.timeout(120_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  const text = (selector: string) => page.page.locator(selector).first().innerText();
  const slider = () => page.page.locator('[data-action="moment"]');
  const beside = (step: number) => text(`[data-step="${step}"] [data-seen-step]`);

  for (const [theme, width, language] of [
    ['light', 900, 'en'],
    ['dark', 620, 'zh-CN'],
    ['hc-dark', 330, 'en'],
    ['light', 330, 'zh-CN'],
  ] as const) {
    it(`stands beside the steps, and the page is sound: ${theme}, ${width}, ${language}`, async () => {
      await page.open('traced', { width, theme, language });
      assert.equal(await page.page.locator('[data-seen]').count(), 1);
      await slider().focus();
      for (let at = 0; at < 4; at += 1) await page.press('ArrowRight');
      assert.equal(await page.page.locator('[data-moment]').getAttribute('data-moment'), '4');
      await page.isSound(`traced-${theme}-${width}-${language}`);
    });
  }

  it('says of each step how often its lines ran, what they set last, and which were never reached', async () => {
    await page.open('traced', { width: 900 });
    assert.match(await beside(1), /^ran 1×\nbits = \[1, 0\]\nrng = <Random>\nstate = 0$/);
    assert.match(await beside(2), /^ran 2 to 3×\nset last\nstate = 1\nbit = 0$/);
    assert.match(await beside(3), /^ran 2×\nnever reached: line 17$/);
    assert.match(await beside(5), /^ran 1×\ngave back 1$/);
    assert.equal(await page.page.locator('[data-step="4"] [data-seen-step]').count(), 0);
    assert.match(await text('[data-seen]'), /Ran: scratchpad\(\[1, 0\], 0\.0, rng\)\s+It gave back 1\n/);
    assert.match(await text('[data-seen]'), /Seen, not said by a model: Python 3\.12\.4/);
  });

  it('lights the line of the moment that the slider moves to, until a step is chosen', async () => {
    await page.open('traced', { width: 620 });
    await page.wishes();
    await slider().focus();
    const lit = async () =>
      (await page.wishes())
        .flatMap(wish => (wish.type === 'showLines' ? [[wish.line, wish.open]] : []))
        .at(-1);
    await page.press('ArrowRight');
    assert.deepEqual(await lit(), [14, true]);
    await page.press('ArrowRight');
    assert.deepEqual(await lit(), [15, true]);
    assert.equal(await slider().getAttribute('aria-valuetext'), 'Moment 3 of 9, line 15');
    assert.deepEqual(await page.page.locator('.seen .set code').allInnerTexts(), ['state = 1']);
    assert.ok(await page.page.locator('[data-step="2"].at-moment').count());
    await page.press('End');
    assert.match(await text('.seen .happened'), /printed parity 1\s+gave back 1/);
    await page.wishes();
    await page.page.locator('[data-step="1"]').click();
    await page.rest();
    const chosen = (await page.wishes()).find(({ type }) => type === 'showLines');
    assert.ok(chosen?.type === 'showLines' && chosen.step === 1 && chosen.line === undefined);
    assert.equal(await page.page.locator('.at-moment').count(), 0);
  });

  it('says what it does not know: a run that was cut, lines not reached by then, moments left out', async () => {
    await page.open('traced', { width: 330 });
    const cut: SeenRun = {
      ...seen,
      isWhole: false,
      end: { reason: 'time', afterMs: 10_000 },
      momentCount: 41_203,
    };
    await page.show({ trace: cut });
    assert.match(await text('[data-seen]'), /Cut after 10 s\. Shown is what was seen up to there\./);
    assert.match(await text('[data-seen-cut]'), /first 9 of 41,203 moments/);
    assert.match(await beside(3), /not reached: line 17/);
    assert.doesNotMatch(await text('main'), /never reached/);
  });

  it('shows values that would be markup as text', async () => {
    await page.open('traced', { width: 330 });
    const bad = { name: hostileText, text: hostileText };
    const trace: SeenRun = {
      ...seen,
      expression: hostileText,
      printed: hostileText,
      end: { reason: 'raised', kind: hostileText, text: hostileText },
      lines: seen.lines.map(line => ({ ...line, values: [bad], result: hostileText })),
      moments: seen.moments.map(moment => ({
        ...moment,
        values: [{ ...bad, isSet: true }],
        result: hostileText,
      })),
    };
    await page.show({ trace });
    await page.isSound('traced-hostile-330');
    assert.equal(await page.page.evaluate('window.broken'), undefined);
  });

  it('says where a step and the run part, and where they agree', async () => {
    await page.open('traced', { width: 330 });
    const run = runAfter(runEvents.length);
    const texts = ['`state` starts at `0`.', '', '', '', 'Returns `7`.'];
    const steps = run.steps.map((step, at) => ({ ...step, text: texts[at] || step.text }));
    await page.show({
      run: { ...run, id: 'run-claims', steps },
      place: { ...snapshot.place, view: 'reasoning', run: 'run-claims' },
      trace: seen,
    });
    assert.match(await text('[data-step="1"] [data-claim="so"]'), /As the step says: state = 0/);
    assert.match(
      await text('[data-step="5"] [data-claim="not-so"]'),
      /The step says 7 and in this run it was 1/,
    );
    assert.equal(await page.page.locator('[data-claim]').count(), 2);
    await page.isSound('traced-claims-330');
  });

  for (const [theme, width, language] of [
    ['light', 900, 'en'],
    ['hc-dark', 330, 'zh-CN'],
    ['dark', 620, 'en'],
  ] as const) {
    it(`says how often this model was right, with how many and an interval: ${theme}, ${width}`, async () => {
      await page.open('scored', { width, theme, language });
      await page.page.locator('[data-score] > summary').focus();
      await page.press('Enter');
      assert.equal(await page.page.locator('[data-score] tbody tr').count(), 4);
      const shown = await text('[data-score]');
      if (language === 'en') {
        assert.match(shown, /Right when code ran\s+9 of 13/);
        assert.match(shown, /in 4 runs of yours that are kept\. These are too few to judge a model by\./);
        assert.match(shown, /loops\s+1 of 3\s+6–79\s%/);
      }
      await page.isSound(`scored-${theme}-${width}-${language}`);
    });
  }

  it('is explained by a model that is shown it, when asked to: those steps say that they are from a run', async () => {
    await page.open('traced', { width: 330 });
    await page.wishes();
    assert.match(await text('[data-seen] .sends'), /sends what was seen to the model/);
    assert.equal(await page.page.locator('[data-from-run]').count(), 0);
    await page.page.locator('[data-action="explain-ran"]').click();
    await page.rest();
    assert.deepEqual(
      (await page.wishes()).filter(({ type }) => type === 'explainRan'),
      [{ type: 'explainRan', run: 'run-1' }],
    );
    const run = runAfter(runEvents.length);
    const saw = { at: seen.at, call: seen.expression, text: 'Line 13: ran 1×; state was 0' };
    await page.show({ run: { ...run, variation: { saw } }, trace: seen });
    assert.match(
      await text('[data-from-run]'),
      /Written by qwen3:8b from a run, scratchpad\(.*\): it was shown what was seen/,
    );
    await page.isSound('traced-from-run-330');
    // While it is asked about, it tells nothing at all.
    await page.show({ predicted: { predictions: { at: seen.at, isAsking: true, answers: [] }, cards: [] } });
    assert.equal(await page.page.locator('[data-predict]').count(), 1);
    assert.equal(await page.page.locator('[data-step], [data-model-input]').count(), 0);
  });

  for (const [theme, width, language] of [
    ['light', 900, 'en'],
    ['hc-dark', 330, 'zh-CN'],
    ['dark', 620, 'en'],
  ] as const) {
    it(`stands beside what a model expected of it, claim by claim: ${theme}, ${width}`, async () => {
      await page.open('expected', { width, theme, language });
      const checks = await page.page
        .locator('[data-step]')
        .evaluateAll(all => all.map(one => one.getAttribute('data-check')));
      assert.deepEqual(checks, [
        'confirmed',
        'confirmed',
        'contradicted',
        'confirmed',
        'not-reached',
        'contradicted',
      ]);
      if (language === 'en') {
        assert.match(
          await text('[data-unchecked]'),
          /What qwen3:8b expects of scratchpad\(.*\), written before it was shown any/,
        );
        assert.match(
          await text('[data-step="3"] [data-expected]'),
          /the condition held:\s+contradicted,\s+the condition did not hold/,
        );
        assert.match(
          await text('[data-step="4"] [data-expected]'),
          /state = rng:\s+not checked: it cannot be compared/,
        );
        assert.match(await text('[data-step="5"] [data-expected]'), /state = 1:\s+not reached/);
        assert.match(
          await text('[data-step="6"] [data-expected]'),
          /prints parity 0:\s+contradicted, in this run it was parity 1/,
        );
      }
      await page.isSound(`expected-${theme}-${width}-${language}`);
    });
  }

  it('has a model trace it when asked to', async () => {
    await page.open('traced', { width: 620 });
    await page.wishes();
    await page.page.locator('[data-action="expect-ran"]').click();
    await page.rest();
    assert.deepEqual(
      (await page.wishes()).filter(({ type }) => type === 'expectRan'),
      [{ type: 'expectRan', run: 'run-1' }],
    );
  });

  it('begins anew where it has run again, and lights no line of before', async () => {
    await page.open('traced', { width: 620 });
    await slider().focus();
    await page.press('End');
    assert.equal(await page.page.locator('[data-moment]').getAttribute('data-moment'), '8');
    await page.show({ trace: { ...seen, at: seen.at + 1 } });
    await page.rest();
    assert.equal(await page.page.locator('[data-moment]').getAttribute('data-moment'), '0');
    assert.equal(await page.page.locator('.at-moment').count(), 0);
  });

  it('is said once when it has run, and not when it is only shown', async () => {
    const said = () => page.page.locator('[aria-live]').allInnerTexts();
    await page.open('traced', { width: 620 });
    assert.doesNotMatch((await said()).join(), /It gave back/);
    await page.show({ trace: { ...seen, at: seen.at + 1 } });
    await page.page.waitForFunction(() =>
      [...document.querySelectorAll('[aria-live]')].some(({ textContent }) =>
        /It gave back 1/.test(textContent ?? ''),
      ),
    );
  });

  it('runs it again when asked', async () => {
    await page.open('traced', { width: 620 });
    await page.wishes();
    await page.page.locator('[data-seen] [data-action="trace-run"]').click();
    await page.rest();
    assert.deepEqual(
      (await page.wishes()).filter(({ type }) => type === 'traceRun'),
      [{ type: 'traceRun', run: 'run-1' }],
    );
  });
});
