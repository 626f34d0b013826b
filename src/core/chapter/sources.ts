// sources.json: CSL-JSON, the format that reference managers export, reduced to what a margin note shows.
import * as v from 'valibot';
import type { Source } from './chapter';

export interface ReadSources {
  readonly sources: readonly Source[];
  /** One sentence for each entry that was left out. */
  readonly faults: readonly string[];
}

/** Reads parsed CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html, an array of items). */
export function readSources(json: unknown): ReadSources {
  if (!Array.isArray(json)) return { sources: [], faults: ['not a list of CSL-JSON items'] };
  const faults: string[] = [];
  const items = new Map<string, Item>();
  json.slice(0, mostSources).forEach((raw: unknown, index) => {
    const item = v.safeParse(Item, raw);
    if (!item.success) {
      faults.push(`[${index}].${v.getDotPath(item.issues[0]) ?? ''}: ${item.issues[0].message}`);
    } else if (items.has(item.output.id)) {
      faults.push(`[${index}]: a second source "${item.output.id}"`);
    } else items.set(item.output.id, item.output);
  });
  if (json.length > mostSources) faults.push(`only the first ${mostSources} sources were read`);
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
  return items.map((item, index) => {
    const label = labels[index] ?? item.id;
    const isShared = labels.indexOf(label) !== labels.lastIndexOf(label);
    const place = labels.slice(0, index).filter(other => other === label).length;
    const url = addressOf(item);
    return {
      id: item.id,
      label: isShared ? label + suffix(place) : label,
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

/** Half of a pair stands for nothing, and `encodeURI` throws at it. */
const halfCharacter = /\p{Cs}/u;

/** The DOI where there is one, since it outlives addresses; else an http address. */
function addressOf(item: Item): string | undefined {
  const isDoi =
    item.DOI !== undefined && /^10\.\d{4,9}\/\S+$/.test(item.DOI) && !halfCharacter.test(item.DOI);
  if (item.DOI && isDoi) return `https://doi.org/${encodeURI(item.DOI)}`;
  const isWeb = item.URL !== undefined && /^https?:\/\/\S+$/.test(item.URL) && URL.canParse(item.URL);
  return item.URL && isWeb ? new URL(item.URL).href : undefined;
}
