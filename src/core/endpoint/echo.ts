// Some servers send the same thoughts twice, in a field of their own and inside the text. Both ways meet
// here, and what one has told already the other does not tell again.

export interface Thoughts {
  /** Takes thoughts from one of the two ways; returns what is new of them. */
  add(way: 'apart' | 'inline', text: string): string;
  /** All that was returned so far. */
  readonly all: string;
}

/** How far one way has come along what is known. */
interface Way {
  at: number;
  /** What it says differs from the other way: no longer compared. */
  isOwn: boolean;
  /** Repeated words that were held back; told after all if the ways part. */
  repeated: string;
}

export function mergeThoughts(): Thoughts {
  let all = '';
  const ways = { apart: newWay(), inline: newWay() };

  function grow(way: Way, text: string): string {
    all += text;
    way.at = all.length;
    return text;
  }

  return {
    add(name, text) {
      const way = ways[name];
      // The two differ in the white space that a server strips at the front.
      const words = way.at === 0 && way.repeated === '' ? text.trimStart() : text;
      if (words === '') return '';
      if (way.isOwn || way.at === all.length) return grow(way, words);
      const known = all.slice(way.at, way.at + words.length);
      if (words.startsWith(known)) {
        way.at += known.length;
        way.repeated += known;
        const isNew = words.slice(known.length);
        return isNew === '' ? '' : grow(way, isNew);
      }
      way.isOwn = true;
      return grow(way, way.repeated + words);
    },
    get all() {
      return all;
    },
  };
}

const newWay = (): Way => ({ at: 0, isOwn: false, repeated: '' });
