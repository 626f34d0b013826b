// Running code with an input, as a reader does it in the packaged extension: the dialogs, what is shown, and after a restart.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frames, llamaServer } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { Session } from './session';

const gcd = `def gcd(a, b):
    """The greatest common divisor.

    >>> gcd(12, 18)
    6
    """
    while b:
        a, b = b, a % b
    if a < 0:
        return -a
    return a
`;
const said = [
  'L1-6: Takes two whole numbers.\n',
  'L7-8: Replaces the pair until nothing is left over.\n',
  'L9-10: Turns a negative answer round.\n',
  'L11: Gives the answer back.\n',
];

describe('Trace With an Input', () => {
  let server: ScriptedEndpoint;
  let session: Session;

  before(async () => {
    server = await scriptedEndpoint(llamaServer({ body: frames(said).join('') }));
    session = await Session.open({
      settings: { 'marginalia.endpoint.url': server.url },
      prepare: data => writeFile(join(data, '..', 'workspace', 'gcd.py'), gcd),
    });
  });
  after(async () => {
    await session?.end();
    await server?.close();
  });

  const input = () => session.page.locator('.quick-input-widget input:visible').first();

  it('runs it after a yes, asks before it shows, and grades the answer by what ran', async () => {
    await session.explain('gcd.py', 1, 11);
    const panel = await session.panel('reasoning');
    await panel.locator('ol[data-state="done"] li[data-step="4"]').waitFor();
    await panel.locator('[data-action="run-menu"]').click();
    await panel.locator('[data-run-menu] [data-action="trace-run"]').click();
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'gcd(12, 18)' }).waitFor();
    await session.page.keyboard.press('Enter');
    await session.page.locator('.quick-input-widget', { hasText: 'Nothing runs before' }).waitFor();
    await input().fill('gcd(12, ');
    await session.page.locator('.quick-input-widget', { hasText: 'is never closed' }).waitFor();
    await input().fill('gcd(48, 18)');
    await session.page.keyboard.press('Enter');
    const dialog = session.page.locator('.monaco-dialog-box', { hasText: 'Run gcd(48, 18)?' });
    await dialog.waitFor();
    await session.picture('trace-asked');
    await dialog.locator('.monaco-button', { hasText: /^Run$/ }).click();
    await panel.locator('[data-seen="waits"]').waitFor();
    const question = panel.locator('[data-predict]');
    assert.match(await question.locator('h2').innerText(), /^What is b after line 8\?$/);
    assert.equal(await panel.locator('[data-seen-step], [data-action="moment"]').count(), 0);
    assert.doesNotMatch(await panel.locator('main').innerText(), /It gave back|b = 12/);
    await question.locator('[data-action="guess"]').fill('30');
    await session.page.keyboard.press('Enter');
    assert.match(await panel.locator('[data-graded="miss"]').innerText(), /12[\s\S]*30/);
    await panel.locator('[data-miss-card="true"]').waitFor();
    await session.picture('trace-predicted');
    await panel.locator('[data-action="do-not-ask"]').click();
  });

  it('shows it beside the steps then, and lights what the slider moves to', async () => {
    const panel = await session.panel('reasoning');
    await panel.locator('[data-seen]', { hasText: 'It gave back 6' }).waitFor();
    await panel.locator('[data-step="2"] [data-seen-step]', { hasText: 'b = 0' }).waitFor();
    await panel.locator('[data-step="3"]', { hasText: 'never reached: line 10' }).waitFor();
    await panel.locator('[data-action="moment"]').focus();
    await session.page.keyboard.press('ArrowRight');
    await panel.locator('[data-moment="1"]', { hasText: 'line 8' }).waitFor();
    await session.page.waitForFunction(() => document.querySelectorAll('.cdr[class*="ced-"]').length > 0);
    await session.picture('traced');
    assert.deepEqual(session.window.complaints, []);
  });

  it('shows it again after a restart', async () => {
    await session.restart();
    const panel = await session.panel('reasoning');
    await panel.locator('[data-seen]', { hasText: 'It gave back 6' }).waitFor();
    assert.equal(await panel.locator('.seen code').first().innerText(), 'gcd(48, 18)');
  });
});
