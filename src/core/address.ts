// A place as one value and one string: in bookmarks, lenses, the side bar, and links from outside (`vscode://…`).
// A link may be written by anyone, so what is read from one is checked and bounded.
import * as v from 'valibot';
import type { Problem } from './base/problem';
import { type Chapter, Language, Slug } from './chapter/chapter';
import { parseKey } from './chapter/key';

export const View = v.picklist(['chapter', 'reasoning', 'review']);
export type View = v.InferOutput<typeof View>;

const RunName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w.-]{0,127}$/, 'the name of a run'));

/** What an address may name, in the order in which it is written. */
export const parts = {
  /** A chapter key, see chapter/key.ts; missing: the chapter that is shown. */
  chapter: v.pipe(
    v.string(),
    v.check(text => parseKey(text) !== undefined, 'a chapter key'),
  ),
  concept: Slug,
  passage: Slug,
  language: Language,
  view: View,
  /** The run that is shown; its id names files. */
  run: RunName,
  /** Another run, beside it. */
  beside: RunName,
};

const Address = v.partial(v.object(parts));
/** What is missing is left as the reader has it. A passage alone is a whole address: `resolve` finds the rest. */
export type Address = {
  readonly [Name in keyof typeof parts]?: v.InferOutput<typeof Address>[Name] | undefined;
};

/**
 * "/at/chapter/workspace:tides/passage/pull": the path of a link. Of one address there is one string, and no character in
 * it needs to be encoded: editors and browsers decode and encode links on their way, and it has to come out as it went
 * in. What `parseAddress` would refuse is left out.
 */
export function formatAddress(address: Address): string {
  const written = Object.entries(goodParts(address)).map(([name, value]) => `/${name}/${value}`);
  return root + written.join('');
}

/** `undefined` for anything that is no address through and through; nothing of a bad one is taken. */
export function parseAddress(text: string): Address | undefined {
  if (text === root) return {};
  if (text.length > longest || !text.startsWith(`${root}/`)) return undefined;
  const words = text.slice(root.length + 1).split('/');
  const read: Record<string, unknown> = {};
  // In the order in which they are written, so each at most once; what is left over at the end fits nowhere.
  let at = 0;
  for (const name of Object.keys(parts)) {
    if (words[at] !== name) continue;
    read[name] = words[at + 1];
    at += 2;
  }
  return at === words.length ? addressIn(read) : undefined;
}

/** The argument of a command: an address as a string, or its parts as an object. `undefined` where a part is bad. */
export function readAddress(where: unknown): Address | undefined {
  return typeof where === 'string' ? parseAddress(where) : addressIn(where ?? {});
}

/** The parts of an object that are good, whatever the others are. */
export function goodParts(where: object): Address {
  const given: Readonly<Record<string, unknown>> = { ...where };
  const good = Object.entries(parts).filter(([name, part]) => v.is(part, given[name]));
  return Object.fromEntries(good.map(([name]) => [name, given[name]]));
}

function addressIn(where: unknown): Address | undefined {
  const read = v.safeParse(Address, where);
  return read.success ? read.output : undefined;
}

const root = '/at';
const longest = 4_000;

/**
 * What an address means in its chapter. A passage brings its concept, and is right where the two disagree. A problem where
 * the chapter has no such passage or concept.
 */
export function resolve(
  address: Address,
  { passages, concepts }: Pick<Chapter, 'passages' | 'concepts'>,
): Address | Problem {
  const { passage, view } = address;
  const found = passages.find(({ id }) => id === passage);
  if (passage !== undefined && !found) return { code: 'unknown-passage', passage };
  const concept = found?.concept ?? address.concept;
  if (concept === undefined) return address;
  if (!concepts.some(({ id }) => id === concept)) return { code: 'unknown-concept', concept };
  return { ...address, concept, view: view ?? 'chapter' };
}

/** The address of a link from outside; `undefined` where it is not one that we would write. */
export function addressOfLink(link: {
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}) {
  return link.query === '' && link.fragment === '' ? parseAddress(link.path) : undefined;
}
