// A page in another frame of the editor posts what looks like the host's word to every window it can reach.
import assert from 'node:assert/strict';
import { topicName } from '../../src/core/wire/topics';
import { Session } from './session';

/** An origin of its own that the workbench lets a frame have; nothing is asked of it, the answer is played. */
const origin = 'https://stranger.vscode-cdn.net';

/**
 * Walks all windows, as any page in any frame may, and posts to each; its own text says that it has. The name of the
 * panel's page is random: one is made up.
 */
const stranger = `<!doctype html><title>stranger</title><p id="here">here</p><script>
const key = 'how-chatgpt-came-to-be';
const words = { en: 'OWNED' };
const chapter = { key, id: 'x', title: words, languages: ['en'], concepts: [{ id: 'x', number: 1, title: words,
  thesis: words, clears: [], needs: [], leadsTo: [], passages: [] }], passages: [], regions: [], sources: [], findings: [] };
const place = { place: { view: 'chapter', language: 'en', chapter: key, concept: 'x' }, asked: 99 };
const page = crypto.randomUUID();
const posts = [
  { type: 'snapshot', sequence: 1, snapshot: { ...place, chapter } },
  { type: 'whole', page, topic: '${topicName('chapter', 'how-chatgpt-came-to-be')}', revision: 9, value: chapter },
  { type: 'whole', page, topic: '${topicName('place')}', revision: 9, value: place },
  { type: 'settled', page, wish: 1 },
];
let posted = 0;
function post(window) {
  for (const message of posts) window.postMessage(message, '*');
  posted += 1;
  for (let index = 0; index < window.length; index++) post(window[index]);
}
setInterval(() => { posted = 0; post(window.top); document.getElementById('here').textContent = 'posted to ' + posted; }, 200);
</script>`;

describe('a stranger in another frame', () => {
  let session: Session;

  before(async () => {
    session = await Session.open();
  });
  after(() => session?.end());

  it('cannot show anything in the panel', async () => {
    const { page } = session;
    await page.route(`${origin}/**`, route => route.fulfill({ contentType: 'text/html', body: stranger }));
    await session.window.command('Marginalia: Open Concept Panel');
    const panel = await session.panel('chapter');
    const title = await panel.locator('#title').innerText();
    // As a page that the reader looks at beside the panel: a frame of the window with an origin of its own.
    await page.evaluate(async address => {
      const frame = document.createElement('iframe');
      frame.id = 'stranger';
      frame.src = address;
      frame.style.cssText = 'position:fixed;right:0;bottom:0;width:120px;height:40px';
      document.body.append(frame);
      await new Promise(resolve => frame.addEventListener('load', resolve));
    }, `${origin}/`);
    const inFrame = page.frames().find(frame => frame.url() === `${origin}/`);
    assert.ok(inFrame, 'the stranger was not let in, so nothing was tried');
    // The window, the frames of the panel, itself: the panel is among them.
    await inFrame.waitForFunction(() => /posted to ([4-9]|\d\d)/.test(document.body.textContent ?? ''));
    await page.waitForTimeout(1500);
    assert.equal(await panel.locator('#title').innerText(), title);
    assert.equal(await panel.locator('text=OWNED').count(), 0);
  });
});
