// Reads JSON that a server sent: every look at it is checked, and what is not as expected reads as missing.

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined` where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at a path of names, e.g. `at(props, 'default_generation_settings', 'n_ctx')`. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) here = isObject(here) ? here[name] : undefined;
  return here;
}

/** Not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A hundred times the largest window that there is: more is a mistake, and our sums stay exact. */
const mostTokens = 1e9;

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

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A copy without the members that are `undefined`, so that optional ones stay missing. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
