// Some servers send the same thoughts twice, in a field of their own and inside the text. Both ways meet
// here, and what one has told already the other does not tell again. Nothing is compared twice, however much comes.

export interface Thoughts {
  /** Takes thoughts from one of the two ways; returns what is new of them. */
  add(way: 'apart' | 'inline', text: string): string;
  /** Takes thoughts that neither way will tell again. */
  goOn(text: string): void;
  readonly isEmpty: boolean;
  /** Follows a text that may only repeat the thoughts that came apart, from their beginning. */
  follow(): Echo;
}

export interface Echo {
  take(text: string): void;
  /** Whether all that was taken stands at the beginning of the thoughts, white space around it aside. */
  isEcho(): boolean;
}

/** A place in what is known: in which piece, and how far. */
interface Cursor {
  piece: number;
  offset: number;
}

/** How far one way has come along what is known. */
interface Way {
  readonly at: Cursor;
  hasBegun: boolean;
  /** What it says differs from the other way: no longer compared. */
  isOwn: boolean;
  /** Repeated words that were held back; told after all if the ways part. */
  repeated: string;
}

export function mergeThoughts(): Thoughts {
  const known: string[] = [];
  const cameApart: string[] = [];
  const ways = { apart: newWay(), inline: newWay() };

  const isAtEnd = ({ piece }: Cursor): boolean => piece === known.length;

  function grow(way: Way, text: string): string {
    known.push(text);
    way.at.piece = known.length;
    way.at.offset = 0;
    return text;
  }

  return {
    add(name, text) {
      const way = ways[name];
      // The two differ in the white space that a server strips at the front.
      const words = way.hasBegun ? text : text.trimStart();
      if (words === '') return '';
      way.hasBegun = true;
      if (name === 'apart') cameApart.push(words);
      if (way.isOwn || isAtEnd(way.at)) return grow(way, words);
      const matched = match(known, way.at, words);
      if (matched < words.length && !isAtEnd(way.at)) {
        way.isOwn = true;
        return grow(way, way.repeated + words);
      }
      way.repeated += words.slice(0, matched);
      const isNew = words.slice(matched);
      return isNew === '' ? '' : grow(way, isNew);
    },
    goOn(text) {
      const { apart, inline } = ways;
      const leaders = [apart, inline].filter(way => isAtEnd(way.at));
      for (const way of leaders) way.hasBegun = true;
      known.push(text);
      for (const way of leaders) way.at.piece = known.length;
    },
    get isEmpty() {
      return known.length === 0;
    },
    follow() {
      const at: Cursor = { piece: 0, offset: 0 };
      let hasBegun = false;
      let isSame = true;
      /** Counts only once a word follows it. */
      let space = '';
      return {
        take(text) {
          if (!isSame) return;
          const words = hasBegun ? text : text.trimStart();
          const end = words.trimEnd();
          if (end === '') {
            if (hasBegun) space += words;
            return;
          }
          hasBegun = true;
          const compared = space + end;
          isSame = match(cameApart, at, compared) === compared.length;
          space = words.slice(end.length);
        },
        isEcho: () => isSame,
      };
    },
  };
}

/** How much of the text stands in these pieces from the cursor on; the cursor goes along. */
function match(pieces: readonly string[], at: Cursor, text: string): number {
  let matched = 0;
  while (matched < text.length) {
    const piece = pieces[at.piece];
    if (piece === undefined) break;
    const length = Math.min(piece.length - at.offset, text.length - matched);
    if (!piece.startsWith(text.slice(matched, matched + length), at.offset)) break;
    matched += length;
    at.offset += length;
    if (at.offset === piece.length) {
      at.piece += 1;
      at.offset = 0;
    }
  }
  return matched;
}

const newWay = (): Way => ({
  at: { piece: 0, offset: 0 },
  hasBegun: false,
  isOwn: false,
  repeated: '',
});
