// @ts-check
// The only way to a served VS Code: lets through who bears the token and calls us by our own name, and nobody else.
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { connect } from 'node:net';
import { Unavailable } from './unavailable.mjs';

/**
 * @typedef {object} Door
 * @property {number} port
 * @property {() => void} close
 */

/**
 * VS Code checks a token on most paths, on none the name that it is called by; a page whose name leads here (DNS
 * rebinding) would be inside. So it listens on a socket in a folder of ours, and this is in front of it.
 * @param {{ port: number; token: string; socketPath: string }} options port 0: a free one
 * @returns {Promise<Door>} it answers from now on; what is behind it may come later
 */
export async function openDoor({ port: wanted, token, socketPath }) {
  // A connection for each request: a kept one may be closed by VS Code just when the next request goes out on it.
  const agent = new Agent({ keepAlive: false });
  const server = createServer((incoming, outgoing) => {
    const refusal = reasonToRefuse(incoming);
    if (refusal !== undefined) {
      outgoing.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end(refusal);
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request({ socketPath, method, path: url, headers, agent });
    onward.on('response', answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.on('upgrade', (incoming, socket, head) => {
    socket.on('error', () => {});
    if (reasonToRefuse(incoming) !== undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    const behind = connect(socketPath, () => {
      const { method, url, rawHeaders } = incoming;
      const lines = [`${method} ${url} HTTP/1.1`];
      for (let at = 0; at < rawHeaders.length; at += 2)
        lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
      behind.write(`${lines.join('\r\n')}\r\n\r\n`);
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    behind.on('error', () => {});
    behind.on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
  });
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening').catch(error => {
    const why = error.code === 'EADDRINUSE' ? 'its port is in use' : error.message;
    throw new Unavailable(`VS Code cannot be served: ${why}.`);
  });
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const names = [`localhost:${port}`, `127.0.0.1:${port}`];

  /** @param {import('node:http').IncomingMessage} incoming @returns {string | undefined} */
  function reasonToRefuse({ url = '', headers: { host = '', origin, cookie = '' } }) {
    if (!names.includes(host)) return 'Not by this name.';
    // Cookies know no ports: a page of another server on this machine would bring ours along.
    if (origin !== undefined && origin !== `http://${host}`) return 'Not from this page.';
    const given = [
      new URL(url, 'http://here').searchParams.get('tkn'),
      ...cookie.split('; ').map(pair => /^vscode-tkn=(.*)$/.exec(pair)?.[1]),
    ];
    return given.some(one => isSame(one ?? '', token)) ? undefined : 'Not without the token.';
  }

  return {
    port,
    close() {
      agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param {string} given @param {string} expected */
function isSame(given, expected) {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
