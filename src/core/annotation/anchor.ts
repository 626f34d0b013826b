// Finds an annotation's target again in a text that may have changed. A wrong place is worse than an orphan: a
// note that stands beside other words lies to its reader, a lost one shows its old quote and says so. Hence a
// floor for everything that is not certain, and no place at all where two places are as good as each other.
import * as v from 'valibot';
import { type Selector, TextPositionSelector, TextQuoteSelector } from './annotation';
import { approximate, type Match } from './approximate';

export type Anchor =
  | { readonly kind: 'exact'; readonly start: number; readonly end: number }
  /** `score`: 0..1, how much of the quote and its surroundings is there. */
  | { readonly kind: 'moved'; readonly start: number; readonly end: number; readonly score: number }
  | { readonly kind: 'orphan'; readonly quote: string };

/** Characters of surroundings on each side that a quote is kept with. */
export const contextLength = 32;

/** The least similarity of a changed quote. At 0.6, sentences of one author begin to pass for each other. */
const quoteFloor = 0.75;
/** Letters that must be found, quote and adjoining surroundings together: about four words. See `tellingOf`. */
const enoughEvidence = 20;
/** As above, in units of any kind, for a quote that stands where it stood between all that surrounded it. */
const enoughInPlace = 8;
/** A place that scores lower is taken only after changed places were looked for: one may be better. */
const convincing = 0.9;
/** A rival that comes this close to the best place leaves open which of them is meant. */
const margin = 0.05;
/** Work on equal quotes, in characters compared: keeps "-" in a megabyte of dashes from costing a minute. */
const comparisons = 4_000_000;

/** Offsets are in UTF-16 units of `text`. Without a quote nothing can be verified, so nothing is found. */
export function anchor(selectors: readonly Selector[], text: string): Anchor {
  const wanted = wantedBy(selectors);
  if (!wanted) return { kind: 'orphan', quote: '' };
  if (isInPlace(wanted, text)) {
    return { kind: 'exact', start: wanted.start, end: wanted.start + wanted.exact.length };
  }
  const place = bestPlace(wanted, text);
  if (!place) return { kind: 'orphan', quote: wanted.exact };
  const { start, end, score } = place;
  return start === wanted.start && place.similarity === 1
    ? { kind: 'exact', start, end }
    : { kind: 'moved', start, end, score };
}

interface Wanted {
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly start?: number;
}

/** A place in the text where the quote may stand, with how far its surroundings agree, outward from it. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly similarity: number;
  readonly before: number;
  readonly after: number;
  readonly score: number;
}

function wantedBy(selectors: readonly Selector[]): Wanted | undefined {
  const quote = selectors.find(selector => v.is(TextQuoteSelector, selector));
  const position = selectors.find(selector => v.is(TextPositionSelector, selector));
  if (!v.is(TextQuoteSelector, quote) || quote.exact === '') return undefined;
  const { exact, prefix = '', suffix = '' } = quote;
  return {
    exact,
    prefix: prefix.slice(-contextLength),
    suffix: suffix.slice(0, contextLength),
    ...(v.is(TextPositionSelector, position) ? { start: position.start } : {}),
  };
}

/** Quote, surroundings and position agree. A text of a few characters must agree to both of its ends. */
function isInPlace(wanted: Wanted, text: string): wanted is Wanted & { readonly start: number } {
  const { exact, prefix, suffix, start } = wanted;
  if (start === undefined || start < prefix.length) return false;
  const all = prefix + exact + suffix;
  if (!text.startsWith(all, start - prefix.length)) return false;
  return all.length >= enoughInPlace || all.length === text.length;
}

function bestPlace(wanted: Wanted, text: string): Place | undefined {
  const equal = equalPlaces(wanted, text);
  const [first] = equal;
  const changed =
    first && first.score >= convincing
      ? []
      : approximate(wanted, text, quoteFloor)
          .filter(match => !equal.some(place => overlap(place, match)))
          .map(match => changedPlace(wanted, text, match))
          .filter(place => !isLookalike(wanted, text, place));
  const places = [...equal, ...changed].sort(byScore(wanted));
  const [best] = places;
  if (!best || evidence(wanted, best) < enoughEvidence) return undefined;
  return isAmbiguous(best, places, wanted) ? undefined : best;
}

/** Every place where the quote stands unchanged and that may yet be the best, or as good, best first. */
function equalPlaces(wanted: Wanted, text: string): readonly Place[] {
  const { exact } = wanted;
  const places: Place[] = [];
  let bestScore = 0;
  let left = Math.max(64, comparisons / exact.length);
  for (let at = text.indexOf(exact); at !== -1 && left > 0; at = text.indexOf(exact, at + 1), left -= 1) {
    const place = placeAt(wanted, text, at, at + exact.length, 1);
    if (place.score < bestScore - margin) continue;
    bestScore = Math.max(bestScore, place.score);
    places.push(place);
  }
  return places.filter(place => place.score >= bestScore - margin).sort(byScore(wanted));
}

/**
 * Where an edited quote begins and ends is open by a few characters, as far as its own words go; it is where its
 * surroundings adjoin, if more of them agree there than the end has to shift.
 */
function changedPlace(wanted: Wanted, text: string, match: Match): Place {
  const start = adjoining(match.start, at => agreeingBefore(wanted, text, at));
  const end = adjoining(match.end, at => agreeingAfter(wanted, text, at));
  const isRange = 0 <= start && start < end && end <= text.length;
  return placeAt(wanted, text, isRange ? start : match.start, isRange ? end : match.end, match.similarity);
}

/**
 * Whether words that read much like the quote are others: they stood beside it already, or they speak of something else.
 * Where both surroundings hold a place, the reader's text was edited there, whatever of it is another word.
 */
function isLookalike(wanted: Wanted, text: string, place: Place): boolean {
  const { exact, prefix, suffix } = wanted;
  const { start, end, before, after } = place;
  const words = text.slice(start, end);
  if (isBeginning(suffix.trimStart(), words) || isEnding(prefix.trimEnd(), words)) return true;
  const isHeld =
    before >= Math.min(enoughInPlace, prefix.length) &&
    after >= Math.min(enoughInPlace, suffix.length) &&
    (prefix !== '' || start === 0) &&
    (suffix !== '' || end === text.length);
  return !isHeld && subjectsOf(exact).some(subject => !words.includes(subject));
}

/** Whether words are those that a text begins with, as far as both go. */
function isBeginning(known: string, words: string): boolean {
  const length = Math.min(known.length, words.length);
  return length >= enoughInPlace && known.slice(0, length) === words.slice(0, length);
}

function isEnding(known: string, words: string): boolean {
  const length = Math.min(known.length, words.length);
  return length >= enoughInPlace && known.slice(-length) === words.slice(-length);
}

/** What a quote is about: its first word, names and figures. Chinese has no capitals, and its words are short. */
function subjectsOf(quote: string): readonly string[] {
  const first = /\p{Script=Han}{1,2}|[\p{L}\p{N}]+/u.exec(quote) ?? [];
  const named = quote.match(/(?<![\p{L}\p{N}])(?=\p{Lu}|\p{N})[\p{L}\p{N}]+|\p{N}+/gu) ?? [];
  return [...first, ...named];
}

function adjoining(at: number, agreeing: (at: number) => number): number {
  let best = { at, gain: agreeing(at) };
  for (let shift = 1; shift < contextLength; shift += 1) {
    for (const other of [at - shift, at + shift]) {
      const gain = agreeing(other) - shift;
      if (gain > best.gain) best = { at: other, gain };
    }
  }
  return best.at;
}

/**
 *            similarity × |quote| + agreeing characters before and after
 *   score =  ------------------------------------------------------------
 *                         |quote| + |prefix| + |suffix|
 */
function placeAt(wanted: Wanted, text: string, start: number, end: number, similarity: number): Place {
  const { exact, prefix, suffix } = wanted;
  const before = agreeingBefore(wanted, text, start);
  const after = agreeingAfter(wanted, text, end);
  const score = (similarity * exact.length + before + after) / (exact.length + prefix.length + suffix.length);
  return { start, end, similarity, before, after, score };
}

function agreeingBefore({ prefix }: Wanted, text: string, start: number): number {
  const most = Math.min(prefix.length, start);
  let count = 0;
  while (count < most && text[start - 1 - count] === prefix[prefix.length - 1 - count]) count += 1;
  return count;
}

function agreeingAfter({ suffix }: Wanted, text: string, end: number): number {
  const most = Math.min(suffix.length, text.length - end);
  let count = 0;
  while (count < most && text[end + count] === suffix[count]) count += 1;
  return count;
}

/**
 * How much speaks for a place, in letters. A letter that differs speaks against it as much as two speak for it:
 * a few common words in about the same order stand in any long text.
 */
function evidence({ exact, prefix, suffix }: Wanted, { similarity, before, after }: Place): number {
  const surroundings = prefix.slice(prefix.length - before) + suffix.slice(0, after);
  return tellingOf(exact) * (similarity - 2 * (1 - similarity)) + tellingOf(surroundings);
}

/** Letters and digits count 1, Chinese characters tell about as much as three of them, punctuation half as much. */
function tellingOf(text: string): number {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/[\p{L}\p{N}]/gu) + 2 * count(/\p{Script=Han}/gu) + count(/[\p{P}\p{S}]/gu) / 2;
}

/**
 * Where several places have everything that was asked for (a paragraph was copied), the one nearest to the old
 * position is meant. Where none has, a rival as good as the best leaves it open.
 */
function isAmbiguous(best: Place, places: readonly Place[], wanted: Wanted): boolean {
  const rivals = places.filter(place => place !== best && !overlap(place, best));
  if (best.score < 1) return rivals.some(rival => rival.score > best.score - margin);
  return wanted.start === undefined && rivals.some(rival => rival.score === 1);
}

function byScore({ start }: Wanted) {
  const distance = (place: Place) => (start === undefined ? 0 : Math.abs(place.start - start));
  return (one: Place, other: Place) => other.score - one.score || distance(one) - distance(other);
}

function overlap(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  return one.start < other.end && other.start < one.end;
}
