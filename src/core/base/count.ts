// Numbers of others as numbers of ours: whole, finite, not negative.

/** `undefined` for what is no amount at all; the nearest whole one for what nearly is. */
export function countOf(value: number | undefined): number | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(value)));
}
