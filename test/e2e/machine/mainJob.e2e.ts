// The main job on real input: the packaged extension in real VS Code, driven by a real browser, against a real model.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readLog, replay } from '../../../src/core/reasoning/runLog';
import { waitForLitLines } from '../seen';
import { Session } from '../session';
import { modelIsThere } from './ownModel';

/** On two cores, with a model that has yet to be loaded. */
const answerLimitMs = 170_000;

describe('from a chapter to a card that comes back', () => {
  let session: Session;
  /** The step that is saved: its lines, and its words. */
  let lines = '';
  let words = '';

  before(async () => {
    session = await Session.open({ prepare: modelIsThere });
  });
  after(async () => {
    await session?.end();
  });

  it('opens the panel on the chapter', async () => {
    await session.window.command('Marginalia: Open Concept Panel');
    const panel = await session.panel('chapter');
    await panel.locator('article[data-passage="one-goal"] h2').waitFor();
    assert.ok((await panel.locator('aside[data-annotation]').count()) > 0);
    await session.picture('1-chapter');
  });

  it('opens the companion code beside it', async () => {
    const panel = await session.panel('chapter');
    await panel.locator('[data-region="greedy"] button[data-action="open-code"]').click();
    await session.page.locator('.tab.active', { hasText: 'trigram.py' }).waitFor();
    await session.page.locator('.view-line', { hasText: 'def greedy(choices, rng):' }).waitFor();
    await session.page.locator('.codelens-decoration a', { hasText: 'Why it repeats' }).first().waitFor();
    await session.picture('2-companion-code');
  });

  it('explains the function that is selected, in steps with lines', async () => {
    await session.window.selectLines(34, 36);
    await session.window.command('Marginalia: Explain Reasoning');
    const panel = await session.panel('reasoning');
    await panel.locator('ol[data-run] li[data-step]').first().waitFor({ timeout: answerLimitMs });
    await session.picture('3-streaming');
    await panel.locator('ol[data-run][data-state="done"]').waitFor({ timeout: answerLimitMs });
    const spans = await panel
      .locator('li[data-step][data-lines]')
      .evaluateAll(steps => steps.map(step => step.getAttribute('data-lines') ?? ''));
    assert.ok(spans.length >= 1, 'no step names a line');
    // This server reads grammars, so that no step can do without.
    assert.equal(spans.length, await panel.locator('li[data-step]').count());
    for (const span of spans) {
      const [first = 0, last = first] = span.split('-').map(Number);
      assert.ok(34 <= first && first <= last && last <= 36, span);
    }
    const run = await keptRun();
    assert.match(run.destination?.url ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(run.destination?.model, 'coder-1.5b');
    assert.equal(run.steps.length, await panel.locator('li[data-step]').count());
    await session.picture('4-steps');
  });

  it('lights the lines of the step that the reader rests on', async () => {
    const panel = await session.panel('reasoning');
    const steps = panel.locator('li[data-step][data-lines]');
    for (const step of [steps.first(), steps.last()]) {
      await step.hover();
      await waitForLitLines(session.page, (await step.getAttribute('data-lines')) ?? '?');
    }
    await session.picture('5-lit-lines');
  });

  it('saves the step as an annotation of that code', async () => {
    const panel = await session.panel('reasoning');
    const step = panel.locator('li[data-step][data-lines]').first();
    lines = (await step.getAttribute('data-lines')) ?? '';
    words = (await step.locator('.text').innerText()).trim();
    await step.locator('.text').click();
    const save = panel.locator('button[data-action="save-step"]:enabled');
    await save.click();
    // What a real model says may bear a mark: it is saved at the second press then.
    if ((await step.getAttribute('data-check')) !== null) await save.click();
    await panel.locator('button[data-action="save-step"]:disabled', { hasText: 'Saved' }).waitFor();
    const [record] = await journal();
    const annotation = Object(record).annotation;
    assert.equal(annotation.motivation, 'describing');
    assert.equal(annotation.target[0].source, 'marginalia-code:/how-chatgpt-came-to-be/code/trigram.py');
    assert.match(annotation['marginalia:step'].model, /coder-1\.5b/);
    await session.picture('6-saved');
  });

  it('brings it back as a card, and schedules it', async () => {
    await session.window.command('Marginalia: Review Annotated Passages');
    const panel = await session.panel('review');
    await panel.locator('section[data-review][data-due="1"] [data-card]').waitFor();
    await session.picture('7-card');
    await panel.locator('button[data-action="reveal"]').click();
    await panel.locator('[data-card]', { hasText: words.slice(0, 30) }).waitFor();
    await session.picture('8-revealed');
    await panel.locator('button[data-rating="good"]').click();
    await panel.locator('section[data-review][data-due="0"]').waitFor();
    const rated = (await journal()).at(-1);
    assert.equal(Object(rated).type, 'rated');
    assert.equal(Object(rated).rating, 'good');
    await session.picture('9-rated');
  });

  it('has it, its schedule and its run after a restart', async () => {
    await session.restart();
    await session.window.command('Marginalia: Review Annotated Passages');
    const panel = await session.panel('review');
    await panel.locator('section[data-review][data-due="0"]').waitFor();
    assert.match(await panel.locator('main').innerText(), /The next card comes back in \d+ min/);
    await session.picture('10-after-restart');
    // Taking the rating back makes the same card due again: the annotation is there, whole.
    await panel.locator('button[data-action="undo"]').click();
    await panel.locator('section[data-review][data-due="1"] button[data-action="reveal"]').click();
    await panel.locator('[data-card]', { hasText: words.slice(0, 30) }).waitFor();
    await panel.locator('a[data-action="open-target"]').click();
    await session.page.locator('.tab.active', { hasText: 'trigram.py' }).waitFor();
    const last = lines.split('-').at(-1);
    await session.page
      .locator('#status\\.editor\\.selection', { hasText: new RegExp(`^Ln ${last}, .*selected`) })
      .waitFor();
    assert.deepEqual(session.window.complaints, []);
  });

  /** The one run that was made, once its header says that it is over: the panel tells of the end before the disk does. */
  async function keptRun() {
    const folder = session.storage('runs');
    for (;;) {
      const names = await readdir(folder);
      const headers = names.filter(name => name.endsWith('.head.json'));
      assert.equal(headers.length, 1);
      const header = JSON.parse(await readFile(join(folder, headers[0] ?? ''), 'utf8'));
      const log = readLog(await readFile(join(folder, `${header.id}.run.jsonl`), 'utf8'));
      if (header.state === 'done' && log) return replay(log);
      await pause(50);
    }
  }

  /** All records of all journals, in the order in which they were written. */
  async function journal(): Promise<readonly unknown[]> {
    const folder = session.storage('annotations');
    const names = await readdir(folder);
    const texts = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
    const records = texts.flatMap(text =>
      text
        .split('\n')
        .filter(line => line !== '')
        .map((line): { at: number } => JSON.parse(line)),
    );
    return records.sort((a, b) => a.at - b.at);
  }
});
