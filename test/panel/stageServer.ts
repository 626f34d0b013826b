// Serves the stage: the real panel and its style sheets under the policy that the editor's page has.
// To look at it: node out/test/panel/stage.main.js, then open the address that it prints.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { styleSheets } from '../../src/host/shell/styleSheets';
import { pageScripts } from './pageScripts';

export interface StageServer {
  readonly url: string;
  close(): Promise<void>;
}

const nonce = 'c3RhZ2U';

/** The policy of the editor's page, with this server in the place of its resource host. */
const policy = [
  "default-src 'none'",
  `script-src 'nonce-${nonce}'`,
  "style-src 'self'",
  "font-src 'self'",
  "require-trusted-types-for 'script'",
  'worker-src blob:',
  'trusted-types lit-html marginalia-worker',
].join('; ');

export async function serveStage(port = 0): Promise<StageServer> {
  const files = new Map<string, { type: string; text: () => Promise<string> }>([
    ['/', { type: 'text/html', text: async () => page }],
    ['/themes.css', { type: 'text/css', text: () => readFile('test/panel/themes.css', 'utf8') }],
    ...styleSheets.map(
      name =>
        [`/${name}.css`, { type: 'text/css', text: () => readFile(`media/${name}.css`, 'utf8') }] as const,
    ),
    ...(await pageScripts({ panel: 'src/panel/main.ts', stage: 'test/panel/stage.ts' })).map(
      ({ path, text }) => [path, { type: 'text/javascript', text: async () => text }] as const,
    ),
  ]);
  const server = createServer(async (request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://stage').pathname);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': `${file.type}; charset=utf-8`,
      'content-security-policy': policy,
    });
    response.end(await file.text());
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${taken}/`, close: () => closed(server) };
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Marginalia</title>
<link rel="stylesheet" href="themes.css">${styleSheets.map(name => `<link rel="stylesheet" href="${name}.css">`).join('')}</head>
<body><script nonce="${nonce}" src="stage.js"></script><script nonce="${nonce}" src="panel.js"></script></body></html>`;

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.closeAllConnections();
    server.close(error => (error ? reject(error) : resolve()));
  });
}
