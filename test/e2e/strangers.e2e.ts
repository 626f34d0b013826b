// A page in another frame of the editor posts what looks like a snapshot to every window it can reach.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Session } from './session';

/** Walks all windows, as any page in any frame may, and posts to each; its own title says that it has. */
const stranger = `<!doctype html><title>stranger</title><p id="here">here</p><script>
const chapter = { id: 'x', title: { en: 'OWNED' }, languages: ['en'], concepts: [{ id: 'x', number: 1, title: { en: 'OWNED' },
  thesis: { en: 'OWNED' }, clears: [], needs: [], leadsTo: [], passages: [] }], passages: [], regions: [], sources: [], problems: [] };
const review = { due: [], dueCount: 0, total: 0, newCount: 0, forecast: [], retention: { recalled: 0, rated: 0 }, canUndo: false };
const snapshot = { place: { view: 'chapter', language: 'en' }, read: [], chapter, editorial: [], own: [], kept: [], review,
  runs: [], problems: [], setUp: { state: 'idle' }, singleKeys: true };
let posted = 0;
function post(window) {
  window.postMessage({ type: 'snapshot', sequence: 1, snapshot }, '*');
  posted += 1;
  for (let index = 0; index < window.length; index++) post(window[index]);
}
setInterval(() => { posted = 0; post(window.top); document.getElementById('here').textContent = 'posted to ' + posted; }, 200);
</script>`;

describe('a stranger in another frame', () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(stranger);
  });
  let session: Session;

  before(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    session = await Session.open();
  });
  after(async () => {
    await session?.end();
    server.close();
  });

  it('cannot show anything in the panel', async () => {
    await session.window.command('Marginalia: Open Concept Panel');
    const panel = await session.panel('chapter');
    const title = await panel.locator('#title').innerText();
    const { port } = server.address() as AddressInfo;
    const { page } = session;
    // As a page that the reader looks at beside the panel: a frame of the window with an origin of its own.
    await page.evaluate(async address => {
      const frame = document.createElement('iframe');
      frame.id = 'stranger';
      frame.src = address;
      frame.style.cssText = 'position:fixed;right:0;bottom:0;width:120px;height:40px';
      document.body.append(frame);
      await new Promise(resolve => frame.addEventListener('load', resolve));
    }, `http://127.0.0.1:${port}/`);
    const inFrame = page.frames().find(frame => frame.url() === `http://127.0.0.1:${port}/`);
    assert.ok(inFrame, 'the stranger was not let in, so nothing was tried');
    // The window, the frames of the panel, itself: the panel is among them.
    await inFrame.waitForFunction(() => /posted to ([4-9]|\d\d)/.test(document.body.textContent ?? ''));
    await page.waitForTimeout(1500);
    assert.equal(await panel.locator('#title').innerText(), title);
    assert.equal(await panel.locator('text=OWNED').count(), 0);
  });
});
