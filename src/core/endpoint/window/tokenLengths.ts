// Where a server's tokenizer cuts a text, where it says so: to be shown, not to be counted by.

import type { Endpoint } from '../endpoint';
import { ask } from '../protocol/ask';
import { dialects } from '../protocol/dialects';
import { at, listOf } from '../protocol/json';
import type { CounterPorts } from './tokens';

/** A prompt of more characters is not read token by token by anybody. */
const longestText = 60_000;

/**
 * The lengths of the tokens of a text, in UTF-16 units, in order; together they are the text. A character that is several
 * tokens counts with the last of them, and the others are 0 long. `undefined`: the server does not say, or says what
 * cannot be. Never throws.
 */
export async function tokenLengths(
  endpoint: Endpoint,
  text: string,
  { http, key }: CounterPorts,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  if (dialects[endpoint.kind].tokenizer !== 'llama.cpp' || text.length > longestText) return undefined;
  const question = { url: `${endpoint.url}/tokenize`, key, body: { content: text, with_pieces: true } };
  const reply = await ask(http, question, signal).catch(() => undefined);
  const pieces = listOf(at(reply?.json, 'tokens')).map(token => at(token, 'piece'));
  return reply?.status === 200 && pieces.length > 0 ? lengthsOf(pieces, text) : undefined;
}

/** A piece is text, or the bytes of a part of a character. */
function lengthsOf(pieces: readonly unknown[], text: string): readonly number[] | undefined {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const lengths: number[] = [];
  let read = '';
  for (const piece of pieces) {
    const bytes = bytesOf(piece);
    if (!bytes) return undefined;
    const more = decoder.decode(bytes, { stream: true });
    lengths.push(more.length);
    read += more;
  }
  // Some vocabularies put a blank before a text.
  if (read === ` ${text}` && (lengths[0] ?? 0) > 0) lengths[0] = (lengths[0] ?? 0) - 1;
  else if (read !== text) return undefined;
  return lengths;
}

const encoder = new TextEncoder();

function bytesOf(piece: unknown): Uint8Array | undefined {
  if (typeof piece === 'string') return encoder.encode(piece);
  const isBytes = Array.isArray(piece) && piece.every(one => Number.isInteger(one) && one >= 0 && one < 256);
  return isBytes ? Uint8Array.from(piece) : undefined;
}
