// Numbers that a server sent: each is checked here before it is believed, and one that cannot be reads as missing.

/** A hundred times the largest window that there is: more is a mistake, and our sums stay exact. */
const mostTokens = 1e9;
/** A month: no answer takes longer. */
const longestMs = 31 * 24 * 60 * 60_000;

/** A whole number of tokens. */
export function tokensOf(value: unknown): number | undefined {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostTokens;
  // -0 is a number of its own, and not the same once it is kept.
  return isCount ? Math.abs(value) : undefined;
}

/** A time in milliseconds; `perMs`: how many of the server's units one has. */
export function durationOf(value: unknown, perMs = 1): number | undefined {
  if (typeof value !== 'number') return undefined;
  const ms = value / perMs;
  return ms >= 0 && ms <= longestMs ? Math.abs(ms) : undefined;
}

/** The longest run of blanks that a vocabulary has as one token, twice. */
const mostCharactersAToken = 256;
/** Begin and end marks, which some servers add. */
const tokensAround = 16;

/** What a tokenizer counted for this text, where it can be true: or code of any length would "fit". */
export function plausibleCount(value: unknown, text: string): number | undefined {
  const tokens = tokensOf(value);
  if (tokens === undefined || tokens * mostCharactersAToken < text.length) return undefined;
  // A token is at least one byte, and a character at most three for each of its units.
  return tokens <= text.length * 3 + tokensAround ? tokens : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A window or a count, in whole tokens; a server that does not know its own says 0 or -1. */
export function windowOf(value: unknown): number | undefined {
  const tokens = Math.floor(numberOf(value) ?? 0);
  return tokens > 0 && tokens <= mostTokens ? tokens : undefined;
}

/** Whole bytes; `undefined` where it cannot be a size. */
export function sizeOf(value: unknown): number | undefined {
  const bytes = numberOf(value);
  return bytes !== undefined && bytes >= 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** More requests at once than one machine answers. */
const mostSlots = 256;

/** How many requests a server answers at once. */
export function slotsOf(value: unknown): number | undefined {
  const slots = numberOf(value);
  return slots !== undefined && Number.isInteger(slots) && slots > 0 && slots <= mostSlots
    ? slots
    : undefined;
}
