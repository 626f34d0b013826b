// How a value that was seen is written down. Both tracers follow this rule (node/trace/tracer.py, node/trace/tracer):
// - In the program's own notation: `[1, 'a']` in Python, `[1, "a"]` in JavaScript.
// - Of a list, a set, a dictionary or an object the first 20 parts, 8 where it lies in another one; what is left out is said
//   as "… 80 more". Deeper than 3, only the kind and the size are said: `<list of 4>`.
// - Of a text the first 100 characters: `'aaa'… 900 more`, which stands behind the closing quote, so that no text can say it.
// - Whole values of 400 characters and the part that passes them.
// - Between < and >, outside of quotes, stands what is no notation: `<cycle>`, `<getter>`, `<Point x=1 y=2>`, `<function f>`.
// Nothing of the program's is called for it: no __repr__, no toString, no getter, no proxy, no __eq__.

/** What kinds there are depends on the language; these are common to both. Others are kept as they came. */
export type ValueKind =
  | 'none'
  | 'undefined'
  | 'bool'
  | 'int'
  | 'float'
  | 'str'
  | 'list'
  | 'tuple'
  | 'set'
  | 'dict'
  | 'object'
  | 'function'
  | 'class'
  | 'error'
  | (string & {});

export interface Value {
  readonly kind: ValueKind;
  readonly text: string;
  /** Something was left out of `text`: two values with this text may differ. */
  readonly isCut: boolean;
  /** How many parts or characters there are; only where some were left out, and it was known. */
  readonly length?: number;
}

/** Longer than any tracer of ours writes one: what is beyond it came from somewhere else. */
const mostChars = 4_000;

/** A value as it crosses: `{"k":"list","s":"[1, … 9 more]","c":1,"n":10}`. `undefined` for what is none. */
export function valueFrom(wire: unknown): Value | undefined {
  if (typeof wire !== 'object' || wire === null || !('k' in wire) || !('s' in wire)) return undefined;
  const { k: kind, s: text } = wire;
  if (typeof kind !== 'string' || typeof text !== 'string' || kind.length > 40) return undefined;
  const length = 'n' in wire && isCount(wire.n) ? { length: wire.n } : {};
  if (text.length > mostChars) return { kind, text: `${text.slice(0, mostChars)}…`, isCut: true, ...length };
  return { kind, text, isCut: 'c' in wire && Boolean(wire.c), ...length };
}

export function isSame(one: Value, other: Value): boolean {
  return (
    one.kind === other.kind &&
    one.text === other.text &&
    one.isCut === other.isCut &&
    one.length === other.length
  );
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
