// A place as one value and one string: for the bookmark, lenses, cards, the side bar, search hits, and links from
// outside (`vscode://…`). A link may be written by anyone, so what is read from one is checked and bounded.
import type { Chapter, Language } from './chapter/chapter';
import { parseKey } from './chapter/key';

export type AddressView = 'chapter' | 'reasoning' | 'review' | 'labs';

/** What is missing is left as the reader has it. A passage alone is a whole address: `resolve` finds the rest. */
export interface Address {
  /** A chapter key; missing: the chapter that is shown. */
  readonly chapter?: string;
  readonly concept?: string;
  readonly passage?: string;
  readonly language?: Language;
  readonly view?: AddressView;
  /** Ids of the runs that are shown: one, or two side by side. */
  readonly runs?: readonly string[];
  /** How they are shown, a word of the reasoning view: "compare". */
  readonly mode?: string;
}

/**
 * "/at/chapter/workspace:tides/passage/pull": the path of a link. Of one address there is one string, and no character in
 * it needs to be encoded: editors and browsers decode and encode links on their way, and it has to come out as it went in.
 */
export function formatAddress(address: Address): string {
  const written = parts.flatMap(({ name, write }) => {
    const value = write(address);
    return value === undefined ? [] : [`/${name}/${value}`];
  });
  return root + written.join('');
}

/** `undefined` for anything that is no address through and through; nothing of a bad one is taken. */
export function parseAddress(text: string): Address | undefined {
  if (text === root) return {};
  if (text.length > longest || !text.startsWith(`${root}/`)) return undefined;
  const words = text.slice(root.length + 1).split('/');
  let address: Address = {};
  // In the order in which they are written, so each at most once; what is left over at the end fits nowhere.
  let at = 0;
  for (const { name, read } of parts) {
    if (words[at] !== name) continue;
    const part = read(words[at + 1] ?? '');
    if (!part) return undefined;
    address = { ...address, ...part };
    at += 2;
  }
  return at === words.length ? address : undefined;
}

const root = '/at';

/** Where an address leads within a chapter; the language of the reader where it names none. */
export interface Spot {
  readonly view: AddressView;
  readonly concept?: string;
  readonly passage?: string;
  readonly language?: Language;
}

/**
 * What an address means in its chapter. A passage brings its concept, and is right where the two disagree. `undefined`
 * where the chapter has no such passage or concept.
 */
export function resolve(
  { concept, passage, language, view, runs }: Address,
  chapter: Pick<Chapter, 'passages' | 'concepts'>,
): Spot | undefined {
  const found = passage === undefined ? undefined : chapter.passages.find(({ id }) => id === passage);
  if (passage !== undefined && !found) return undefined;
  const at = found?.concept ?? concept;
  if (at !== undefined && !chapter.concepts.some(({ id }) => id === at)) return undefined;
  return {
    view: view ?? (runs && at === undefined ? 'reasoning' : 'chapter'),
    ...(at === undefined ? {} : { concept: at }),
    ...(passage === undefined ? {} : { passage }),
    ...(language === undefined ? {} : { language }),
  };
}

const longest = 4_000;
const mostRuns = 4;
const views: readonly AddressView[] = ['chapter', 'reasoning', 'review', 'labs'];
const languages: readonly Language[] = ['en', 'zh-CN'];

interface Part {
  readonly name: keyof Address;
  readonly write: (address: Address) => string | undefined;
  /** `undefined` where the value is not good. */
  readonly read: (value: string) => Address | undefined;
}

/** In the order in which they are written. */
const parts: readonly Part[] = [
  one('chapter', text => (parseKey(text) === undefined ? undefined : { chapter: text })),
  one('concept', text => (isSlug(text) ? { concept: text } : undefined)),
  one('passage', text => (isSlug(text) ? { passage: text } : undefined)),
  one('language', text =>
    only(
      languages.find(language => language === text),
      language => ({ language }),
    ),
  ),
  one('view', text =>
    only(
      views.find(view => view === text),
      view => ({ view }),
    ),
  ),
  {
    name: 'runs',
    write: ({ runs = [] }) => (runs.length === 0 ? undefined : runs.join(',')),
    read: text => {
      const runs = text.split(',');
      return runs.length <= mostRuns && runs.every(isName) ? { runs } : undefined;
    },
  },
  one('mode', text => (isSlug(text) ? { mode: text } : undefined)),
];

function one(name: Exclude<keyof Address, 'runs'>, read: Part['read']): Part {
  return { name, write: address => address[name], read };
}

function only<T>(value: T | undefined, make: (value: T) => Address): Address | undefined {
  return value === undefined ? undefined : make(value);
}

/** As ids of concepts and passages are, see chapter/chapter.ts. */
function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);
}

/** As ids of runs are: they name files. */
function isName(text: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,127}$/.test(text);
}
