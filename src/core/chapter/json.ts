// JSON of a chapter's files: what stands in it, where, and what no reader of it could use made harmless.
import { findNodeAtLocation, type Node, parseTree, visit } from 'jsonc-parser';
import type { Fault, TextRange } from '../base/finding';
import { wellFormed } from '../base/wellFormed';

/** A way from the root: property names and indices, as valibot's `path` gives them. */
export type JsonPath = readonly (string | number)[];

export interface Placed {
  readonly fault: Extract<Fault, { code: 'not-json' | 'too-deep' | 'repeated-property' }>;
  readonly range: TextRange;
}

export interface JsonText {
  /** `undefined` where the text is no JSON. `null` is JSON too, so it is wrapped. */
  readonly root: { readonly value: unknown } | undefined;
  readonly faults: readonly Placed[];
  /** Where the value at a path stands, or the last on its way that is there. The text is read again for it, once. */
  rangeOf(path: JsonPath): TextRange;
}

/** Deeper than any format of ours, and far less than what would end a reader that calls itself for each level. */
export const deepestJson = 64;

export function readJson(text: string): JsonText {
  const tooDeepAt = firstDeeperThan(deepestJson, text);
  if (tooDeepAt !== undefined) {
    return broken({ fault: { code: 'too-deep', limit: deepestJson }, range: rangeIn(text, tooDeepAt, 1) });
  }
  const root = parseJson(text);
  if (!root) return broken({ fault: { code: 'not-json' }, range: placeOfError(text) });
  let read: Node | undefined;
  const tree = () => {
    read ??= parseTree(text);
    return read;
  };
  return {
    root,
    faults: repeatedProperties(text),
    rangeOf(path) {
      for (let length = path.length; length >= 0; length -= 1) {
        const node = tree() && findNodeAtLocation(tree() as Node, path.slice(0, length));
        if (node) return rangeIn(text, node.offset, node.length);
      }
      return rangeIn(text, 0, 0);
    },
  };
}

/** The value of a line or a file that is not too deep, without what no reader could use; else `undefined`. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  if (firstDeeperThan(deepestJson, text) !== undefined) return undefined;
  try {
    return { value: harmless(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}

/** `length` characters from an offset; a range that would leave its line ends there. */
export function rangeIn(text: string, offset: number, length: number): TextRange {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const rest = /^[^\r\n]*/.exec(text.slice(offset, offset + length))?.[0].length ?? 0;
  const column = offset - lineStart + 1;
  return { line, column, endLine: line, endColumn: column + rest };
}

/**
 * Half surrogate pairs are replaced, numbers beyond all measure become `null` as they do when sent, and a property
 * that would set a prototype is left out. Not deeper than `deepestJson`.
 */
function harmless(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__');
  return Object.fromEntries(entries.map(([name, inner]) => [wellFormed(name), harmless(inner)]));
}

function broken(fault: Placed): JsonText {
  return { root: undefined, faults: [fault], rangeOf: () => fault.range };
}

/** The offset of the first bracket that opens one level too many. A loop: JSON may open a hundred thousand. */
function firstDeeperThan(limit: number, text: string): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > limit) return at;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return undefined;
}

const strict = { disallowComments: true };

function placeOfError(text: string): TextRange {
  let first: TextRange | undefined;
  visit(
    text,
    {
      onError: (_code, offset, length) => {
        first ??= rangeIn(text, offset, length);
      },
    },
    strict,
  );
  return first ?? rangeIn(text, 0, 0);
}

/** `JSON.parse` takes the last of two properties with one name, without a word. */
function repeatedProperties(text: string): readonly Placed[] {
  const found: Placed[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, offset, length) => {
      const names = open.at(-1);
      if (names?.has(name) && found.length < mostRepeated) {
        found.push({ fault: { code: 'repeated-property', name }, range: rangeIn(text, offset, length) });
      }
      names?.add(name);
    },
  });
  return found;
}

/** To find the line of each costs a look at all of the text. */
const mostRepeated = 20;
