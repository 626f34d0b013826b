// The forms under which a name of the code may be spoken of: in other spelling, in part, as one or several.

/** More words than this in one name are looked at four at a time like any others, but nobody says so many together. */
const mostTogether = 4;

/** Lower-case, without what parts its words: `totalSum`, `total_sum` and `TOTAL_SUM` are one. */
export function keyOf(name: string): string {
  return name.toLowerCase().replace(/[_$]/g, '');
}

/** Every part of a name by which it may be called: its words, and neighbours among them. Keys, as by `keyOf`. */
export function partsOf(name: string): readonly string[] {
  const words = wordsOf(name);
  if (words.length <= 1) return [keyOf(name)];
  const parts: string[] = [keyOf(name)];
  for (const [from] of words.entries()) {
    let part = '';
    for (const word of words.slice(from, from + mostTogether)) {
      part += word;
      parts.push(part);
    }
  }
  return parts;
}

/** `parseHTTPHeader2` → parse, http, header, 2. */
export function wordsOf(name: string): readonly string[] {
  const found = name.match(/[A-Z]+(?![a-z])|[A-Z]?[^A-Z_$\d]+|[A-Z]|\d+/g) ?? [];
  return found.map(word => word.toLowerCase());
}

/** Short for what: the ones that are no beginning of the long word. */
const shortFor: Readonly<Record<string, readonly string[]>> = {
  index: ['idx', 'ix'],
  function: ['fn', 'func'],
  callback: ['cb', 'fn'],
  context: ['ctx'],
  pointer: ['ptr', 'p'],
  message: ['msg'],
  temporary: ['tmp'],
  temp: ['tmp'],
  count: ['cnt'],
  source: ['src'],
  destination: ['dst', 'dest'],
  button: ['btn'],
  element: ['el', 'elem', 'elt'],
  password: ['pwd'],
  error: ['err', 'e'],
  string: ['str', 's'],
  buffer: ['buf'],
  event: ['evt', 'e', 'ev'],
  object: ['obj', 'o'],
  configuration: ['cfg', 'config'],
  config: ['cfg'],
  package: ['pkg'],
  character: ['ch', 'char', 'c'],
  database: ['db'],
  command: ['cmd'],
  image: ['img'],
  key: ['k'],
  value: ['v', 'val'],
};

/** The shortest beginning that counts as short for a longer word, and shorter ones that everybody uses: `len` for "length". */
const shortest = 4;
const short3: ReadonlySet<string> = new Set(
  `abs acc act add adj alt arg aux avg bin bit bnd buf cap cat cfg cmp col cur dec def del den dep dim dir dis div doc dst dup
  end env eps err exp ext fac fmt fun gen hex inc ind inf int inv iso lab len lev lib lim loc max mem mid min mod mon mul neg
  num obj off opt ord org out par pat pct per pos pow pre pri prv rat rec ref reg rel rem rep req res ret rev seg sel sep seq
  sig sim sol spd std str sub suf sum sym syn tab tag tmp tok top tot usr val var vec ver vis vol win yr`.split(
    /\s+/,
  ),
);

/**
 * Keys under which the code may hold what somebody calls `name`: itself, one of several, several of one, what is done to
 * it. An ordinary word may also be the long form of a shorter one, which must pass `isName`.
 */
export function* formsOf(name: string, isName: (key: string) => boolean): Iterable<string> {
  const key = keyOf(name);
  yield key;
  for (const end of [
    's',
    'es',
    'ed',
    'd',
    'ing',
    'er',
    'r',
    'or',
    'ly',
    'able',
    'ation',
    'ion',
    'ment',
    'y',
  ]) {
    if (key.length - end.length < 2 || !key.endsWith(end)) continue;
    const stem = key.slice(0, -end.length);
    yield stem;
    if (end !== 's') yield `${stem}e`;
    if (end === 'es' && stem.endsWith('i')) yield `${stem.slice(0, -1)}y`;
    if (stem.at(-1) === stem.at(-2)) yield stem.slice(0, -1);
  }
  yield `${key}s`;
  yield `${key}es`;
  yield `${key}ed`;
  yield `${key}ing`;
  if (!/^[A-Za-z][a-z]{3,29}$/.test(name)) return;
  for (const short of shortFor[key] ?? []) yield short;
  const three = key.slice(0, 3);
  if (short3.has(three) && isName(three)) yield three;
  for (let length = shortest; length < key.length; length += 1) {
    const short = key.slice(0, length);
    if (isName(short)) yield short;
  }
}
