// How deeply a value is nested. Whoever writes one out again, or sends it to the panel, has a stack that ends.

/** Deeper values would overflow it. Ours are five deep. */
export const deepestKept = 64;

export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  // No list of its values is made: this is asked of every record of a journal.
  for (const key in value)
    if (Object.hasOwn(value, key) && isDeeperThan((value as Record<string, unknown>)[key], depth - 1))
      return true;
  return false;
}
