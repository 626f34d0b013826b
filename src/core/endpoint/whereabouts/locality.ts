// Which machine an address means, and whether code may be sent there. Addresses are read the way the
// connection will read them, by the URL standard, never by looking at the text.
import type { Problem } from '../../base/problem';

/** What servers and browsers take, and more than anybody types. */
const longestAddress = 2_000;

/**
 * A typed address as origin and path prefix, without the slashes and the `/v1` that people add:
 * "localhost:8080/v1/" is "http://localhost:8080". `undefined` where it is no http(s) address, or holds a
 * name and password.
 */
export function normaliseAddress(typed: string): string | undefined {
  const text = typed.trim();
  if (text.length > longestAddress) return undefined;
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || url.hostname === '' || url.username !== '' || url.password !== '') return undefined;
  // What a server listens on to mean "every interface"; one connects to it at home.
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  // The same address in IPv6's spelling, which proxies do not know as this machine.
  if (url.hostname === '[::ffff:7f00:1]') url.hostname = '127.0.0.1';
  const path = withoutSlashes(url.pathname).replace(
    /\/(?:v1|api)(?:\/(?:chat(?:\/completions)?|models|tags))?$/i,
    '',
  );
  return url.origin + withoutSlashes(path);
}

/** Slashes at the end, by a loop: a pattern for them begins anew at each slash of a long row. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path.charAt(end - 1) === '/') end -= 1;
  return path.slice(0, end);
}

function parse(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** What is this machine for everybody on the way, the editor's proxy settings included. */
const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether the address can only be this machine and goes there directly, in a browser too: 127.0.0.1, ::1, and the name
 * "localhost", which our HTTP never asks a name server about. Not the rest of 127.0.0.0/8, which a browser may hand to
 * a proxy, nor "x.localhost", which a name server may answer.
 */
export function isLoopback(address: string): boolean {
  const host = parse(address)?.hostname;
  return host !== undefined && loopbackHosts.includes(host);
}

/**
 * Whether the address lies within a house or a company: the private ranges of RFC 1918, 4193, 6598,
 * loopback and link-local ones, and names that no public name server has (one word, .local, .lan, .internal, .home.arpa).
 */
export function isPrivate(address: string): boolean {
  const host = parse(address)?.hostname;
  if (host === undefined) return false;
  if (isLoopback(address)) return true;
  const bytes = ipv4Bytes(host);
  if (bytes) {
    const [a = 0, b = 0] = bytes;
    return (
      a === 10 ||
      a === 127 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b < 128)
    );
  }
  if (host.startsWith('[')) return /^\[(?:f[cd]|fe[89ab])/.test(host);
  return !host.includes('.') || /\.(?:local|lan|internal|home\.arpa)\.?$/.test(host);
}

/**
 * Whether a connection to the address can only end on this machine, so that nobody in between has any business with it:
 * all that `isLoopback` says, the rest of 127.0.0.0/8, its spelling in IPv6, and what stands for "every interface".
 */
export function endsHere(address: string): boolean {
  const host = parse(address)?.hostname;
  if (host === undefined) return false;
  const [first] = ipv4Bytes(host) ?? [];
  return isLoopback(address) || host === '[::]' || first === 127 || host === '0.0.0.0';
}

/** The four bytes of an IPv4 address, as itself or mapped into IPv6 ("[::ffff:7f00:1]"). */
function ipv4Bytes(host: string): readonly number[] | undefined {
  const plain = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  if (plain) return plain.slice(1).map(Number);
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  if (!mapped) return undefined;
  return mapped.slice(1).flatMap(word => {
    const value = Number.parseInt(word, 16);
    return [value >> 8, value & 0xff];
  });
}

/** What a confirmation is given for and remembered by: scheme, host and port. */
export function hostToConfirm(address: string): string | undefined {
  return parse(address)?.origin;
}

export interface Consent {
  readonly url: string;
  /** The setting `marginalia.endpoint.allowNonLocal`. */
  readonly allowNonLocal: boolean;
  /** What `hostToConfirm` named when the reader said yes. */
  readonly confirmedHosts: readonly string[];
}

export type MayConnect =
  /** `isPlainPublic`: code and key would cross public networks unencrypted. */
  | { readonly isAllowed: true; readonly isPlainPublic: boolean }
  /** Allowed by the setting; the reader has yet to confirm this host. */
  | {
      readonly isAllowed: false;
      readonly toConfirm: string;
      readonly isPlainPublic: boolean;
      readonly problem: Problem;
    }
  | { readonly isAllowed: false; readonly problem: Problem };

/**
 * The rule: loopback always; any other host only with the setting on and after one confirmation of that host.
 */
export function mayConnect({ url, allowNonLocal, confirmedHosts }: Consent): MayConnect {
  const parsed = parse(url);
  const isNamed = parsed !== undefined && (parsed.username !== '' || parsed.password !== '');
  if (!parsed || isNamed) {
    return { isAllowed: false, problem: { code: 'bad-address', address: withoutUser(url) } };
  }
  if (isLoopback(url)) return { isAllowed: true, isPlainPublic: false };
  const isPlainPublic = parsed.protocol === 'http:' && !isPrivate(url);
  if (allowNonLocal && confirmedHosts.includes(parsed.origin)) return { isAllowed: true, isPlainPublic };
  const problem: Problem = {
    code: 'refused-host',
    host: parsed.host,
    scheme: parsed.protocol.replace(':', ''),
  };
  return allowNonLocal
    ? { isAllowed: false, toConfirm: parsed.origin, isPlainPublic, problem }
    : { isAllowed: false, problem };
}

function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}
