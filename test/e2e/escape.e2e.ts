// What Esc does while a run streams: it closes what is open, and the run goes on; where nothing is open in the
// reasoning view, it stops the run. In the code editor it is the editor's.
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { llamaServer, paced } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { turnToPanel } from './seen';
import { Session } from './session';

/** More than are asked for below. */
const answer = Array.from({ length: 60 }, (_, index) => `L${9 + (index % 4)}: step ${index + 1}.\n`);

interface Opens {
  readonly what: string;
  readonly view: 'chapter' | 'reasoning';
  /** What the reader presses to open it. */
  readonly keys: readonly string[];
  /** There once it is open, and gone once it is closed. */
  readonly open: string;
  /** Where it is in a field that keeps the focus, Esc leaves the field then. */
  readonly isField?: boolean;
}

const everything: readonly Opens[] = [
  { what: 'the list of keys', view: 'reasoning', keys: ['?'], open: '[data-keys]' },
  { what: 'what is found', view: 'reasoning', keys: ['/', 'm', 'o'], open: '.hits', isField: true },
  {
    what: 'a walk through the steps',
    view: 'reasoning',
    keys: ['p'],
    open: '[data-action="play"][title="Pause (p)"]',
  },
  { what: 'the list of keys', view: 'chapter', keys: ['?'], open: '[data-keys]' },
  { what: 'what is found', view: 'chapter', keys: ['/', 'm', 'o'], open: '.hits', isField: true },
  { what: 'the list of concepts', view: 'chapter', keys: ['g', 'm'], open: '[data-map]' },
  { what: 'the offer beside words', view: 'chapter', keys: ['j', 'Shift+ArrowRight'], open: '.offer' },
  {
    what: 'a draft',
    view: 'chapter',
    keys: ['j', 'Shift+ArrowRight', 'a'],
    open: '.note.writing textarea:focus',
  },
];

describe('Esc, while a run streams', () => {
  let server: ScriptedEndpoint;
  let session: Session;
  let panel: FrameLocator;
  /** So many steps the server writes, and then waits to be told. */
  let allowed = 2;
  let wake = () => {};
  let isClosed = false;

  before(async () => {
    const gate = (write: number) =>
      write < allowed
        ? undefined
        : new Promise<void>(resolve => {
            wake = resolve;
          });
    server = await scriptedEndpoint(
      llamaServer(request => {
        void request.closed.then(() => {
          isClosed = true;
        });
        return { ...paced(answer, 0), gate };
      }),
    );
    session = await Session.open({ settings: { 'marginalia.endpoint.url': server.url } });
    await session.explain('parity.py', 9, 12);
    panel = await session.panel('reasoning');
    await panel.locator('ol[data-state="streaming"] li[data-step="2"]').waitFor();
    await turnToPanel(session.page, panel);
  });
  after(async () => {
    await session?.end();
    await server?.close();
  });

  for (const { what, view, keys, open, isField } of everything)
    it(`closes ${what} in the ${view} view, and the run goes on`, async () => {
      await goTo(view);
      await press(...keys);
      await panel.locator(open).waitFor();
      await press('Escape');
      await panel.locator(open).waitFor({ state: 'detached' });
      if (isField) await press('Escape');
      await goesOn();
    });

  it('closes the list of earlier runs, and the run goes on', async () => {
    await panel.locator('.sent .more').click();
    await panel.locator('[data-earlier]').waitFor();
    await press('Escape');
    await panel.locator('[data-earlier]').waitFor({ state: 'detached' });
    await goesOn();
  });

  it('leaves the field of a question, and the run goes on', async () => {
    await panel.locator('[data-action="question"]').click();
    await press('w', 'Escape');
    await panel.locator('#title:focus').waitFor();
    await goesOn();
  });

  it('does nothing in the chapter where nothing is open, and the run goes on', async () => {
    await goTo('chapter');
    await press('Escape', 'Escape');
    await goesOn();
  });

  it('is the editor’s own in the editor, and the run goes on', async () => {
    await press('Control+1');
    await session.page.locator('.monaco-editor.focused .view-line', { hasText: 'def glance' }).waitFor();
    await press('Escape', 'Escape');
    await turnToPanel(session.page, panel);
    await goesOn();
  });

  it('stops the run in the reasoning view where nothing is open', async () => {
    await goTo('reasoning');
    assert.equal(isClosed, false);
    await press('Escape');
    await panel.locator('ol[data-state="stopped"]').waitFor();
    await panel.locator('.now', { hasText: 'Stopped by you' }).waitFor();
    const [request] = server.requests.filter(({ body }) => body.includes('"stream":true'));
    await request?.closed;
    assert.deepEqual(session.window.complaints, []);
  });

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await session.page.keyboard.press(key);
  }

  async function goTo(view: 'chapter' | 'reasoning'): Promise<void> {
    await press('g', view === 'chapter' ? 'c' : 'r');
    await panel.locator(`main[data-view="${view}"]`).waitFor();
  }

  /** One more step is written and shown. A stop that was wished before is a stop by then. */
  async function goesOn(): Promise<void> {
    await goTo('reasoning');
    allowed += 1;
    wake();
    await panel.locator(`ol[data-state="streaming"] li[data-step="${allowed}"]`).waitFor();
    assert.equal(isClosed, false);
  }
});
