// On which lines the names of a step stand, and whether other lines hold more of them than its own.
import type { LineSpan } from '../../base/lines';
import type { KnownCode } from './knownCode';
import type { SaidName } from './saidNames';

/** A name that stands on so few lines that it tells which are meant. */
export interface TellingName {
  readonly name: SaidName;
  /** Lines of the file, in order; at least one. */
  readonly places: readonly number[];
}

/** What stands on more lines than these, or than this share of the code, is said of all of it. */
const few = { lines: 3, share: 1 / 5 };
/** In a long file a fifth is much, and a name on so many lines weighs next to nothing. */
const mostPlaces = 20;

/** Each name once: in backticks, or shaped like an identifier. Plain numbers are counts too often. */
export function tellingNames(said: readonly SaidName[], code: KnownCode): readonly TellingName[] {
  const count = code.bounds.last - code.bounds.first + 1;
  const most = Math.min(mostPlaces, Math.max(few.lines, Math.floor(count * few.share)));
  const names = new Map<string, TellingName>();
  for (const name of said) {
    if (name.kind === 'number' && !name.isQuoted) continue;
    const places = code.placesOf(name);
    if (places.length > 0 && places.length <= most) names.set(name.text, { name, places });
  }
  return [...names.values()];
}

/**
 * Whether some line outside a step's own holds more of its names than all of its own lines together: a step that names four
 * variables, each set on a line of its own, is about these lines, though another line uses two of them at once.
 */
export function isOutweighed(names: readonly TellingName[], { first, last }: LineSpan): boolean {
  const outside = new Map<number, number>();
  let inside = 0;
  for (const { places } of names) {
    const weight = 1 / places.length;
    if (places.some(line => first <= line && line <= last)) inside += weight;
    for (const line of places) {
      if (line < first || line > last) outside.set(line, (outside.get(line) ?? 0) + weight);
    }
  }
  return Math.max(0, ...outside.values()) > inside + 1e-9;
}

/**
 * The lines outside a step's own that hold more of its names than each of its own does, each name weighted by one part in
 * as many as the lines that it stands on: of these the heaviest, several where they weigh the same.
 */
export function outweighing(names: readonly TellingName[], { first, last }: LineSpan): readonly number[] {
  const weights = new Map<number, number>();
  for (const { places } of names) {
    for (const line of places) weights.set(line, (weights.get(line) ?? 0) + 1 / places.length);
  }
  let [inside, outside] = [0, 0];
  for (const [line, weight] of weights) {
    if (first <= line && line <= last) inside = Math.max(inside, weight);
    else outside = Math.max(outside, weight);
  }
  // Sums of the same parts in another order may differ in their last digit.
  const least = outside - 1e-9;
  if (least <= inside) return [];
  return [...weights].flatMap(([line, weight]) =>
    weight >= least && (line < first || line > last) ? [line] : [],
  );
}
