// Code as it is sent, for steps to be about: written by us, in the manner of libraries.
import type { Excerpt } from '../../../../src/core/reasoning/run';

function excerpt(languageId: string, firstLine: number, text: string, more: Partial<Excerpt> = {}): Excerpt {
  return { uri: 'file:///a', name: 'sample', languageId, firstLine, text, ...more };
}

/** Lines 10 to 22. */
export const clamp = excerpt(
  'python',
  10,
  `def clamp_all(values, low=0, high=255):
    """Keep every value within [low, high]."""
    result = []
    overflow_count = 0
    for value in values:
        if value < low:
            result.append(low)
        elif value > high:
            overflow_count += 1
            result.append(high)
        else:
            result.append(value)
    return result, overflow_count`,
  { before: 'from audio import SAMPLE_RATE', after: 'def normalise(values):', symbol: 'clamp_all' },
);

/** Lines 1 to 16. */
export const retry = excerpt(
  'typescript',
  1,
  `export async function fetchWithRetry(url: string, options: RetryOptions = {}) {
  const { maxAttempts = 3, baseDelayMs = 250 } = options;
  // Give up after the last attempt.
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const response = await fetch(url, { signal: options.signal });
    if (response.ok) return response;
    if (response.status === 404) {
      throw new NotFound(\`nothing at \${url}\`);
    }
    const delay = baseDelayMs * 2 ** attempt;
    await sleep(delay + Math.random() * 100);
  }
  const mask = 0xff;
  const timeout = 24 * 60 * 60 * 1_000;
  throw new Error('too many attempts', { cause: [mask, timeout] });
}`,
  { symbol: 'fetchWithRetry' },
);

/** Lines 40 to 51. */
export const search = excerpt(
  'go',
  40,
  `func lowerBound(items []int, target int) int {
	lo, hi := 0, len(items)
	for lo < hi {
		mid := lo + (hi-lo)/2
		if items[mid] < target {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}`,
);

/** Lines 1 to 14. */
export const parse = excerpt(
  'javascript',
  1,
  `function parseHeader(rawLine) {
  const colonAt = rawLine.indexOf(':');
  if (colonAt < 0) return undefined;
  const name = rawLine.slice(0, colonAt).trim().toLowerCase();
  const value = rawLine.slice(colonAt + 1).trim();
  if (name === 'content-length') {
    const total = Number.parseInt(value, 10);
    return { name, total };
  }
  const isSeparator = value.charCodeAt(0) === ','.charCodeAt(0);
  headers.entries.push({ name, value });
  cache.lastSeen.set(name, value);
  return isSeparator ? undefined : { name, value };
}`,
);
