// Text that can be sent, stored and put into an address: no half of a surrogate pair without the other.

/** The text with U+FFFD in the place of each lone surrogate. `encodeURI` throws on one, and UTF-8 has none. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
