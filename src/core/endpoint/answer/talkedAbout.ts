// Whether a tag is meant, or only talked about, by what stands around it.
import type { CodeTracker } from './codeTracker';

/** A word and a space, or a quotation mark; the end counts too. */
const wordBefore = /(?:[\p{L}\p{N},][ \t]|["'“‘(「『《（])$/u;
const wordAfter = /^(?:[ \t"'”’),.;:」』》），。；：]|)$/;
const quoteBefore = /["'“‘「『《]$/;
const quoteAfter = /^["'”’」』》]/;

/** `before`: the last two characters before the tag; `after`: the one after it, empty at the end. */
export function isTalkedAbout(before: string, after: string): boolean {
  return wordBefore.test(before) && wordAfter.test(after);
}

export function isQuoted(before: string, after: string): boolean {
  return quoteBefore.test(before) && quoteAfter.test(after);
}

export function isSpaceOrEnd(after: string): boolean {
  return after.trim() === '';
}

/** The end of thoughts that may not have been their end. */
export interface Doubt {
  /** As it was written, where it stood in the text; without it, a server has taken it out. */
  readonly marker?: string;
  /** Reads on from the thoughts, as if they had not ended. */
  readonly code: CodeTracker;
}

/** Whether a closer that stands here is the true end of those thoughts. */
export function settles({ marker, code }: Doubt, after: string): boolean {
  if (code.isInside()) return false;
  if (code.isLineBlank()) return true;
  return marker === undefined && !isTalkedAbout(code.tail(), after);
}
