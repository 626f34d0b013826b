// Where something stands in a JSON text. The parser of the language says what is wrong, but not where in the file.

export interface JsonPlace {
  readonly line: number;
  readonly column: number;
}

/** A way from the root: property names and indices, as valibot's `path` gives them. */
export type JsonPath = readonly (string | number)[];

/**
 * A function that finds the value at a path; where the way is longer than the text, the last value on it that
 * is there. The text is read once, and only when a first place is wanted.
 */
export function placesIn(text: string): (path: JsonPath) => JsonPlace {
  let offsets: Map<string, number> | undefined;
  const read = () => {
    const found = new Map<string, number>();
    walk(text, (path, offset) => found.set(JSON.stringify(path), offset));
    return found;
  };
  return path => {
    offsets ??= read();
    for (let length = path.length; length > 0; length--) {
      const offset = offsets.get(JSON.stringify(path.slice(0, length)));
      if (offset !== undefined) return placeOf(text, offset);
    }
    return placeOf(text, offsets.get('[]') ?? 0);
  };
}

/** Where a text stops being JSON. */
export function placeOfError(text: string): JsonPlace {
  return placeOf(
    text,
    walk(text, () => undefined),
  );
}

const token = /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\n\r\t]|\\.)*")|(-?\d[\d.eE+-]*|true|false|null))/y;

type Frame = {
  readonly isObject: boolean;
  isEmpty: boolean;
  key: string | number;
  expects: 'key' | 'colon' | 'value' | 'comma';
};

/** Deeper than any format of ours; a path costs its length for every value. */
const deepest = 64;

/** Tells each value with its path, and returns the offset at which it had to give up (or the end). */
function walk(text: string, onValue: (path: JsonPath, offset: number) => void): number {
  const frames: Frame[] = [];
  let isDone = false;
  token.lastIndex = 0;
  let end = 0;
  while (!isDone) {
    token.lastIndex = end;
    const match = token.exec(text);
    const [whole = '', mark, string] = match ?? [];
    const offset = end + whole.length - whole.trimStart().length;
    const given = match ? offset : skipBlank(text, end);
    if (!match || frames.length > deepest) return given;
    const frame = frames.at(-1);
    const closes = frame && mark === (frame.isObject ? '}' : ']');
    if (closes && (frame.isEmpty || frame.expects === 'comma')) {
      frames.pop();
      isDone = frames.length === 0;
    } else if (frame?.expects === 'comma') {
      if (mark !== ',') return offset;
      if (!frame.isObject) frame.key = Number(frame.key) + 1;
      frame.expects = frame.isObject ? 'key' : 'value';
    } else if (frame?.expects === 'key') {
      if (string === undefined) return offset;
      frame.isEmpty = false;
      frame.key = unquoted(string);
      frame.expects = 'colon';
    } else if (frame?.expects === 'colon') {
      if (mark !== ':') return offset;
      frame.expects = 'value';
    } else {
      if (mark !== undefined && mark !== '{' && mark !== '[') return offset;
      onValue(
        frames.map(({ key }) => key),
        offset,
      );
      if (frame) Object.assign(frame, { expects: 'comma', isEmpty: false });
      if (mark === '{') frames.push({ isObject: true, isEmpty: true, key: '', expects: 'key' });
      else if (mark === '[') frames.push({ isObject: false, isEmpty: true, key: 0, expects: 'value' });
      else isDone = frames.length === 0;
    }
    end = token.lastIndex;
  }
  return skipBlank(text, end);
}

function skipBlank(text: string, from: number): number {
  const blank = /[ \t\r\n]*/y;
  blank.lastIndex = from;
  return from + (blank.exec(text)?.[0].length ?? 0);
}

function unquoted(string: string): string {
  try {
    return String(JSON.parse(string));
  } catch {
    return string;
  }
}

function placeOf(text: string, offset: number): JsonPlace {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
