// A server's list of models, checked at the door: what is no model is left out, and the rest is used.
import type { Model } from '../endpoint';
import { listOf, textOf } from '../protocol/json';

/** More than any gateway lists; what comes after is not looked at. */
const mostModels = 5_000;
/** The longest honest names are paths. */
const longestId = 1_000;
/** Controls, halves of characters, and what turns the words around it round: no name of a model needs one. */
const unprintable = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** The entries of a list, so far as anybody looks. */
export function entriesOf(value: unknown): readonly unknown[] {
  return listOf(value).slice(0, mostModels);
}

/** A model's id, fit to be shown and sent. */
export function idOf(value: unknown): string | undefined {
  const id = textOf(value);
  return id !== undefined && id.length <= longestId && !unprintable.test(id) ? id : undefined;
}

/** From the best word about where a model runs to the worst. */
const words: readonly Model['whereabouts'][] = ['here', undefined, 'elsewhere'];

/** Each id once. Of two entries with the same one, that with the worse word about where it runs is believed. */
export function eachOnce(models: readonly Model[]): readonly Model[] {
  const known = new Map<string, Model>();
  const worth = ({ whereabouts }: Model) => words.indexOf(whereabouts);
  for (const model of models) {
    const before = known.get(model.id);
    if (!before || worth(model) > worth(before)) known.set(model.id, model);
  }
  return [...known.values()];
}
