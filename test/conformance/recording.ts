// One recorded answer of a real server: status, headers and body, as the conformance suite plays it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Recording {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Reads test/conformance/frames/NAME.http; tests run with the repository as their working directory. */
export function recording(name: string): Recording {
  const bytes = readFileSync(join('test', 'conformance', 'frames', `${name}.http`));
  const headEnd = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = lines.map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: new Uint8Array(bytes.subarray(headEnd + 4)),
  };
}

export function jsonOf(name: string): unknown {
  return JSON.parse(new TextDecoder().decode(recording(name).body));
}
