// @ts-check
// A proxy that lets nothing through and tells what it was asked for: what goes to it has left the direct way.
import { createServer } from 'node:http';

/**
 * @typedef {object} CountingProxy
 * @property {string} url as `HTTP_PROXY` names it; `${url}/asked` answers with the list of what it was asked for
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<CountingProxy>} */
export async function countingProxy() {
  const asked = /** @type {string[]} */ ([]);
  const server = createServer((request, response) => {
    if (request.url === '/asked') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(asked));
      return;
    }
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise(closed => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
