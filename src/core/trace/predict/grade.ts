// What a reader says of a run before it is shown, set beside what was seen: graded by the run, with the compare of plain.ts. A
// wrong alarm is worse than none: what cannot be read is not graded, and what is the same for some and not for others is no miss.
import { isEqual, kindOf, type Plain, plainOf } from '../plain';

export type GuessKind = 'value' | 'result' | 'output' | 'line' | 'branch';

/** `unclear`: neither right nor wrong can be said. `unread`: it is no value; whoever wrote it is asked again. */
export type Grade = 'hit' | 'miss' | 'unclear' | 'unread';

/** Of what a reader writes. */
export const longestGuess = 200;

/** `seen` as the question has it: a value in the program's notation, a printed line, a line's number, `yes` or `no`. */
export function grade(kind: GuessKind, seen: string, said: string): Grade {
  const text = said.trim();
  if (text === '' || text.length > longestGuess) return 'unread';
  switch (kind) {
    case 'branch':
      return text === 'yes' || text === 'no' ? hitIf(text === seen) : 'unread';
    case 'line':
      return /^\d{1,7}$/.test(text) ? hitIf(Number(text) === Number(seen)) : 'unread';
    case 'output':
      return gradeOutput(seen, text);
    case 'value':
    case 'result':
      return gradeValue(seen, text);
  }
}

/** Whether a value can be asked for: it can be written down, and what is written can be compared. */
export function isGradable(seen: string): boolean {
  return seen.length <= longestGuess && treeOf(seen) !== undefined;
}

function gradeOutput(seen: string, said: string): Grade {
  const wanted = seen.trim();
  const quoted = plainOf(said);
  const words = typeof quoted === 'string' && quoted.startsWith('"') ? quoted.slice(1) : said;
  if (wanted === said || inOneSpace(wanted) === inOneSpace(words)) return 'hit';
  const [one, other] = [plainOf(wanted), plainOf(words)];
  return hitIf(typeof one === 'number' && typeof other === 'number' && isEqual(one, other));
}

function gradeValue(seen: string, said: string): Grade {
  const wanted = treeOf(seen);
  if (wanted === undefined) return 'unread';
  const isText = typeof wanted === 'string' && wanted.startsWith('"');
  if (isText && wanted.slice(1) === said) return 'hit';
  const given = treeOf(said);
  if (given !== undefined) return hitIf(compare(wanted, given));
  // A word alone is meant as a text, whoever leaves its quotes out.
  return isText || /^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(said) ? 'miss' : 'unread';
}

function hitIf(is: boolean | 'unclear'): Grade {
  return is === 'unclear' ? 'unclear' : is ? 'hit' : 'miss';
}

function inOneSpace(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

/** A value of parts: a list, a tuple, an object. A part of a dictionary is its key and its value. */
interface Parts {
  readonly open: string;
  readonly parts: readonly (readonly Tree[])[];
}
type Tree = Plain | Parts;

const closes: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const token = /\s*(?:("[^"\\]*"|'[^'\\]*'|-?[\p{L}\p{N}_.$]+(?:e[+-]\d+)?)|([[\](){},:]))/uy;

/** `undefined` for what cannot be read to its end as one value. */
function treeOf(text: string): Tree | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  const whole = text.trimEnd();
  while (token.lastIndex < whole.length) {
    const [, word, mark] = token.exec(whole) ?? [];
    const one = word ?? mark;
    if (one === undefined) return undefined;
    tokens.push(one);
  }
  let at = 0;
  const read = (isKey: boolean): Tree | undefined => {
    const one = tokens[at];
    if (one === undefined) return undefined;
    at += 1;
    const close = closes[one];
    if (close === undefined) {
      const plain = plainOf(one);
      // A key without quotes, as JavaScript writes it.
      return plain ?? (isKey && tokens[at] === ':' && /^[\p{L}_$]/u.test(one) ? `"${one}` : undefined);
    }
    const parts: Tree[][] = [];
    while (tokens[at] !== close) {
      const first = read(one === '{');
      if (first === undefined) return undefined;
      const part = [first];
      if (one === '{' && tokens[at] === ':') {
        at += 1;
        const value = read(false);
        if (value === undefined) return undefined;
        part.push(value);
      }
      parts.push(part);
      if (tokens[at] === ',') at += 1;
      else if (tokens[at] !== close) return undefined;
    }
    at += 1;
    if (parts.length > 0 || one === '(') {
      // Brackets around one value alone are no tuple of it.
      const [only] = parts;
      const isGroup = one === '(' && parts.length === 1 && tokens[at - 2] !== ',' && only?.length === 1;
      return isGroup ? only?.[0] : { open: one, parts };
    }
    return one + close;
  };
  const tree = read(false);
  return at === tokens.length ? tree : undefined;
}

/** Of a dictionary or a set the order says nothing. */
function compare(seen: Tree, said: Tree): boolean | 'unclear' {
  if (typeof seen !== 'object' || typeof said !== 'object') {
    if (typeof seen === 'object' || typeof said === 'object') return false;
    return isEqual(seen, said) || (isArguable(seen, said) ? 'unclear' : false);
  }
  if (seen.parts.length !== said.parts.length) return false;
  // A tuple that is written as a list is the same to a reader who is asked for its parts.
  if (seen.open !== said.open) return areParts(seen.parts, said.parts) === true ? 'unclear' : false;
  if (seen.open !== '{') return areParts(seen.parts, said.parts);
  const left = [...said.parts];
  let isUnclear = false;
  for (const part of seen.parts) {
    const results = left.map(one => areParts([part], [one]));
    const at = results.indexOf(true) >= 0 ? results.indexOf(true) : results.indexOf('unclear');
    if (at < 0) return false;
    isUnclear ||= results[at] === 'unclear';
    left.splice(at, 1);
  }
  return isUnclear ? 'unclear' : true;
}

function areParts(seen: Parts['parts'], said: Parts['parts']): boolean | 'unclear' {
  let isUnclear = false;
  for (const [index, part] of seen.entries()) {
    const other = said[index] ?? [];
    if (part.length !== other.length) return false;
    for (const [at, tree] of part.entries()) {
      const same = compare(tree, other[at] ?? '');
      if (same === false) return false;
      isUnclear ||= same === 'unclear';
    }
  }
  return isUnclear ? 'unclear' : true;
}

const nothings = new Set(['none', 'null', 'undefined']);

/** 1 and true, null and undefined, 3 and "3": who says the one for the other may mean the same. */
function isArguable(seen: Plain, said: Plain): boolean {
  const kinds = [kindOf(seen), kindOf(said)];
  if (kinds[0] === kinds[1]) return false;
  if (kinds.every(kind => nothings.has(kind))) return true;
  if (kinds.includes('truth') && kinds.includes('number')) return worth(seen) === worth(said);
  if (kinds.includes('text')) {
    const [text = '', other] = kinds[0] === 'text' ? [seen, said] : [said, seen];
    return String(text).slice(1).toLowerCase() === String(other);
  }
  return false;
}

function worth(value: Plain): number {
  return typeof value === 'number' ? value : Number(value === 'true');
}
