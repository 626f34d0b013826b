// What tells a chapter from all others, as one string: where it comes from and the name of its folder. It stands in
// the addresses of notes and of companion code, so it holds no path of a machine: a workspace may be moved.

export interface ChapterKey {
  readonly origin: 'builtin' | 'workspace';
  /** Of its folder, in `content/` or in a workspace's `.marginalia/`. */
  readonly name: string;
  /** From 1 on: unrelated workspaces may have chapters of one name, see claims.ts. */
  readonly copy: number;
}

/** "how-chatgpt-came-to-be", as in every note made before there were others; "workspace:tides"; "workspace:tides~2". */
export function formatKey({ origin, name, copy }: ChapterKey): string {
  const word = encoded(name);
  if (origin === 'builtin') return word;
  return `workspace:${word}${copy > 1 ? `~${copy}` : ''}`;
}

/** `undefined` for what `formatKey` never writes. */
export function parseKey(text: string): ChapterKey | undefined {
  const parts = /^(workspace:)?([\w.!-]{1,2000})(?:~([1-9]\d{0,3}))?$/.exec(text);
  if (!parts) return undefined;
  const name = decoded(parts[2] ?? '');
  if (name === undefined) return undefined;
  const key: ChapterKey = {
    origin: parts[1] === undefined ? 'builtin' : 'workspace',
    name,
    copy: parts[3] === undefined ? 1 : Number(parts[3]),
  };
  return isFolderName(name) && formatKey(key) === text ? key : undefined;
}

/** A folder that a key can name. */
export function isFolderName(name: string): boolean {
  return name.length <= 200 && /^(?!\.{1,2}$)[^/\\\0]+$/.test(name) && !/\p{Surrogate}/u.test(name);
}

/**
 * "My notes" as "My!20notes". Not with "%": editors and browsers decode and encode addresses on their way, some more than
 * once, and a key has to come out as it went in.
 */
function encoded(name: string): string {
  const marked = encodeURIComponent(name).replace(/[~'()*!]/g, mark => `%${hexOf(mark)}`);
  return marked.replaceAll('%', '!');
}

function hexOf(mark: string): string {
  return mark.charCodeAt(0).toString(16).toUpperCase();
}

function decoded(word: string): string | undefined {
  try {
    return decodeURIComponent(word.replaceAll('!', '%'));
  } catch {
    return undefined;
  }
}
