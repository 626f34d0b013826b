// Whether the server saw all of the prompt: some drop a part without a word, and only their counter tells.

export interface PromptCount {
  /** What the server says that it read. */
  readonly seenTokens: number;
  /** Our estimate of what it was sent. */
  readonly sentTokens: number;
  /** The model's window, where known. */
  readonly contextTokens?: number | undefined;
}

/** Of a prompt that fills this share of the window a part is likely gone (recorded: 8138 of 8192). */
const fullShare = 0.95;
/**
 * Our estimate is seldom more than twice too high: what was counted below this share of it is missing a part.
 */
const missingShare = 0.4;
/** Below this many tokens an estimate says nothing. */
const leastTokens = 400;

/**
 * Three traces that a cut leaves. Ollama's engine keeps half of the window and two tokens (recorded: 4098 of
 * 8192, ollama#17427); dropped turns leave a window that is nearly full; and the count is far below what was
 * sent.
 */
export function isPromptCut({ seenTokens, sentTokens, contextTokens }: PromptCount): boolean {
  if (sentTokens < leastTokens || seenTokens <= 0) return false;
  if (seenTokens < sentTokens * missingShare) return true;
  if (contextTokens === undefined || sentTokens <= seenTokens) return false;
  const isHalfAndTwo = Math.abs(seenTokens - (Math.floor(contextTokens / 2) + 2)) <= 2;
  return (isHalfAndTwo && sentTokens >= contextTokens * 0.75) || seenTokens >= contextTokens * fullShare;
}
