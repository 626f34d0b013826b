// sources.json: CSL-JSON, the format that reference managers export, reduced to what a margin note shows.
import * as v from 'valibot';
import type { Fault } from '../base/finding';
import type { Source } from './chapter';
import { wrongValue } from './findings';
import type { JsonPath } from './json';

export interface ReadSources {
  readonly sources: readonly Source[];
  /** One for each entry that was left out, with the way to it. */
  readonly faults: readonly { readonly fault: Fault; readonly path: JsonPath }[];
}

/** Reads parsed CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html, an array of items). */
export function readSources(json: unknown): ReadSources {
  if (!Array.isArray(json)) {
    const fault = { code: 'wrong-value', at: '', expected: 'Array', given: typeof json } as const;
    return { sources: [], faults: [{ fault, path: [] }] };
  }
  const faults: { fault: Fault; path: JsonPath }[] = [];
  const items = new Map<string, Item>();
  json.slice(0, mostSources).forEach((raw: unknown, index) => {
    const item = v.safeParse(Item, raw, { abortEarly: true });
    if (!item.success) {
      const { fault, path } = wrongValue(item.issues[0]);
      faults.push({
        fault: { ...fault, at: `${index}.${fault.at}`.replace(/\.$/, '') },
        path: [index, ...path],
      });
    } else if (items.has(item.output.id)) {
      const fault = { code: 'repeated', kind: 'source', id: item.output.id } as const;
      faults.push({ fault, path: [index, 'id'] });
    } else items.set(item.output.id, item.output);
  });
  if (json.length > mostSources) {
    const fault = { code: 'too-many', kind: 'source', limit: mostSources } as const;
    faults.push({ fault, path: [mostSources] });
  }
  return { sources: labelled([...items.values()]), faults };
}

const mostSources = 2_000;

const Text = v.pipe(v.string(), v.maxLength(2_000));
const Name = v.looseObject({ family: v.optional(Text), literal: v.optional(Text) });
const Item = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  title: v.optional(Text, ''),
  author: v.optional(v.array(Name), []),
  issued: v.optional(
    v.looseObject({ 'date-parts': v.optional(v.array(v.array(v.union([v.number(), v.string()])))) }),
  ),
  DOI: v.optional(Text),
  URL: v.optional(Text),
});
type Item = v.InferOutput<typeof Item>;

/** Two sources with one label are told apart as in print: "OpenAI 2022a", "OpenAI 2022b". */
function labelled(items: readonly Item[]): readonly Source[] {
  const labels = items.map(labelOf);
  const shared = new Map<string, number>();
  for (const label of labels) shared.set(label, (shared.get(label) ?? 0) + 1);
  const places = new Map<string, number>();
  return items.map((item, index) => {
    const label = labels[index] ?? item.id;
    const place = places.get(label) ?? 0;
    places.set(label, place + 1);
    const url = addressOf(item);
    return {
      id: item.id,
      label: (shared.get(label) ?? 0) > 1 ? label + suffix(place) : label,
      title: item.title,
      ...(url === undefined ? {} : { url }),
    };
  });
}

/** a, b … z, then aa, ab … */
function suffix(place: number): string {
  const letter = String.fromCharCode(97 + (place % 26));
  return place < 26 ? letter : suffix(Math.floor(place / 26) - 1) + letter;
}

/** The same in every language, so no word for "and": "Hewitt 2024", "Du & Li 2023", "Kojima et al. 2022". */
function labelOf(item: Item): string {
  const names = item.author.map(name => name.family ?? name.literal ?? '').filter(name => name !== '');
  const [first = item.title || item.id, second] = names;
  const isMany = names.length > 2 || second === 'others';
  const who = isMany ? `${first} et al.` : second === undefined ? first : `${first} & ${second}`;
  const year = item.issued?.['date-parts']?.[0]?.[0];
  return year === undefined ? who : `${who} ${year}`;
}

/** Half of a pair, or what stands for something that could not be read: such a DOI leads nowhere. */
const damaged = /[\p{Cs}\ufffd]/u;

/** The DOI where there is one, since it outlives addresses; else an http address. */
function addressOf(item: Item): string | undefined {
  const { DOI: doi = '' } = item;
  const isDoi = /^10\.\d{4,9}\/\S+$/.test(doi) && !damaged.test(doi);
  if (isDoi) return `https://doi.org/${encodeURI(doi)}`;
  const isWeb = item.URL !== undefined && /^https?:\/\/\S+$/.test(item.URL) && URL.canParse(item.URL);
  return item.URL && isWeb ? new URL(item.URL).href : undefined;
}
