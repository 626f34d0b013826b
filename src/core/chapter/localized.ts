// The texts of a manifest, whichever they are: each with the way to it.
import * as v from 'valibot';
import { Localized } from './chapter';
import type { JsonPath } from './json';

/** The same value with every text changed. Not deeper than the manifest's form, which was checked. */
export function mapTexts<T>(
  value: T,
  change: (text: Localized, path: JsonPath) => Localized,
  path: JsonPath = [],
): T {
  return mapped(value, change, path) as T;
}

function mapped(
  value: unknown,
  change: (text: Localized, path: JsonPath) => Localized,
  path: JsonPath,
): unknown {
  if (Array.isArray(value)) return value.map((item, index) => mapped(item, change, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  if (v.is(Localized, value)) return change(value, path);
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, inner]) => [name, mapped(inner, change, [...path, name])]));
}
