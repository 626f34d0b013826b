// @ts-check
// The floor under "first word received → painted": what every extension with a webview must do, and nothing else.
// It asks, cuts the text out of each frame, posts it, and the page appends it.
const http = require('node:http');
const vscode = require('vscode');

const page = `<!DOCTYPE html><body><ol id="floor"></ol><script>
  const list = document.getElementById('floor');
  list.textContent = 'ready';
  addEventListener('message', ({ data }) => {
    if (data === null) list.replaceChildren(document.createElement('li'));
    else list.firstElementChild.textContent += data;
  });
</script></body>`;

/** @type {vscode.WebviewPanel | undefined} */
let panel;

exports.activate = (/** @type {vscode.ExtensionContext} */ context) => {
  context.subscriptions.push(vscode.commands.registerCommand('floor.ask', ask));
};

function ask() {
  if (!panel) {
    panel = vscode.window.createWebviewPanel('floor', 'Floor', vscode.ViewColumn.Beside, {
      enableScripts: true,
    });
    panel.webview.html = page;
    panel.onDidDispose(() => {
      panel = undefined;
    });
  }
  const { webview } = panel;
  panel.reveal();
  const url = vscode.workspace.getConfiguration('floor').get('url', '');
  const request = http.request(url, { method: 'POST' }, response => {
    void webview.postMessage(null);
    response.setEncoding('utf8').on('data', frames => {
      for (const [, frame] of frames.matchAll(/^data: (\{.*)$/gm))
        void webview.postMessage(JSON.parse(frame).choices[0].delta.content ?? '');
    });
  });
  request.end('{}');
}
