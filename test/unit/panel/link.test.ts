// Whose messages the page hears.
import assert from 'node:assert/strict';
import { isFromEditor } from '../../../src/panel/link';

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
