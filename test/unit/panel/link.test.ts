// Whose messages the page hears, and which of them it keeps.
import assert from 'node:assert/strict';
import { isFromEditor, Link } from '../../../src/panel/link';

describe('a message', () => {
  const ours = 'vscode-webview://0a1b';
  const from = (origin: string, isTrusted = true) => isFromEditor({ origin, isTrusted }, ours);

  it('is taken from the frame around this one, which has its origin', () => {
    assert.ok(from(ours));
  });

  it('is not taken from a page, another webview or a frame without an origin', () => {
    for (const origin of [
      'https://example.com',
      'http://127.0.0.1:8000',
      'vscode-webview://ffff',
      'null',
      '',
    ]) {
      assert.ok(!from(origin), origin);
    }
    assert.ok(!isFromEditor({ origin: 'null', isTrusted: true }, 'null'));
    assert.ok(!from(ours, false));
  });
});

describe('the link', () => {
  const page = '00000000-0000-4000-8000-000000000001';
  const linked = () => new Link({ api: { postMessage: () => undefined }, page, changed: () => undefined });
  const whole = (topic: string) => ({ type: 'whole', page, topic, revision: 1, value: {} });

  it('takes what the host foresees, and nothing of a topic that it has turned from', () => {
    const link = linked();
    link.watch(['place']);
    link.receive(whole('chapter/c'));
    assert.ok(link.held.has('chapter/c'));
    link.watch(['place', 'chapter/c', 'review']);
    link.watch(['place', 'chapter/c']);
    link.receive(whole('review'));
    assert.deepEqual([...link.held.keys()], ['chapter/c']);
    link.watchAgain();
    link.receive(whole('review'));
    assert.deepEqual([...link.held.keys()], []);
  });
});
