// How sure a share is that was counted in few cases.

/**
 * Wilson's interval for k of n at 95 %, in per cent (Wilson 1927, doi:10.1080/01621459.1927.10502953):
 *   (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
 * It stays within 0..100 for few cases, where the usual one does not.
 */
export function wilson(k: number, n: number): readonly [low: number, high: number] {
  const z = 1.96;
  const p = k / n;
  const scale = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
  return [100 * (centre - half), 100 * (centre + half)];
}
