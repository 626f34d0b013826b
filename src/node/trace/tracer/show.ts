// What a value looks like, by the rule of core/trace/value.ts. Whatever the program has done to its prototypes: what is called
// here was taken before it ran, and nothing of its own is called.
import { types } from 'node:util';

const { getOwnPropertyDescriptor, getPrototypeOf, prototype: objectPrototype } = Object;
const { ownKeys, apply } = Reflect;
const { isArray } = Array;
const { isProxy, isMap, isSet, isDate, isRegExp, isPromise, isTypedArray, isGeneratorObject } = types;
const { isNativeError, isBoxedPrimitive, isArrayBuffer, isWeakMap, isWeakSet } = types;

type Getter = (of: unknown) => unknown;

function taken(holder: object, name: PropertyKey): Getter {
  const own = getOwnPropertyDescriptor(holder, name);
  const method = own?.get ?? own?.value;
  return of => apply(method, of, []);
}

const mapSize = taken(Map.prototype, 'size');
const mapEntries = taken(Map.prototype, 'entries');
const setSize = taken(Set.prototype, 'size');
const setValues = taken(Set.prototype, 'values');
const nextOfMap = taken(getPrototypeOf(new Map().entries()), 'next');
const nextOfSet = taken(getPrototypeOf(new Set().values()), 'next');
const isoOf = taken(Date.prototype, 'toISOString');
const timeOf = taken(Date.prototype, 'getTime');
const sourceOf = taken(RegExp.prototype, 'source');
const flagsOf = taken(RegExp.prototype, 'flags');
const typedLength = taken(getPrototypeOf(Uint8Array.prototype), 'length');
const typedName = taken(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const bigText = taken(BigInt.prototype, 'toString');
const symbolText = taken(Symbol.prototype, 'toString');
const { stringify } = JSON;

const topParts = 20;
const innerParts = 8;
const deepest = 3;
const textChars = 100;
const wholeChars = 400;

export interface Shown {
  readonly kind: string;
  readonly text: string;
  readonly isCut: boolean;
  readonly length?: number;
}

/** A value as JSON, ready to be put into an event. */
export function wire(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value)
        ? `{"k":"int","s":"${numberText(value)}"}`
        : `{"k":"float","s":"${value}"}`;
    case 'boolean':
      return value ? '{"k":"bool","s":"true"}' : '{"k":"bool","s":"false"}';
    case 'undefined':
      return '{"k":"undefined","s":"undefined"}';
    default: {
      const { kind, text, isCut, length } = shown(value);
      const count = isCut && length !== undefined ? `,"n":${length}` : '';
      return `{"k":"${kind}","s":${stringify(text)}${isCut ? ',"c":1' : ''}${count}}`;
    }
  }
}

export function shown(value: unknown): Shown {
  const writer = new Writer();
  let text: string;
  try {
    text = writer.text(value, 0);
  } catch {
    // A value that is odder than was thought of, or no room on the stack.
    return { kind: kindOf(value), text: '<not shown>', isCut: true };
  }
  const length = lengthOf(value);
  return {
    kind: kindOf(value),
    text,
    isCut: writer.isCut,
    ...(length === undefined ? {} : { length }),
  };
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || isProxy(value)) return undefined;
  if (isArray(value)) return value.length;
  const size = isMap(value)
    ? mapSize(value)
    : isSet(value)
      ? setSize(value)
      : isTypedArray(value)
        ? typedLength(value)
        : undefined;
  return typeof size === 'number' ? size : undefined;
}

function kindOf(value: unknown): string {
  if (value === null) return 'none';
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'bigint':
      return 'bigint';
    case 'boolean':
      return 'bool';
    case 'function':
      return 'function';
    case 'object':
      if (isProxy(value)) return 'proxy';
      if (isArray(value) || isTypedArray(value)) return 'list';
      if (isMap(value)) return 'dict';
      if (isSet(value)) return 'set';
      if (isNativeError(value)) return 'error';
      return isGeneratorObject(value) ? 'generator' : 'object';
    default:
      return typeof value;
  }
}

class Writer {
  isCut = false;
  #room = wholeChars;
  readonly #open: object[] = [];

  text(value: unknown, depth: number): string {
    const text = this.#written(value, depth);
    this.#room -= text.length;
    return text;
  }

  #written(value: unknown, depth: number): string {
    switch (typeof value) {
      case 'string':
        return this.#string(value);
      case 'number':
        return numberText(value);
      case 'bigint': {
        const text = String(bigText(value));
        if (text.length <= 300) return `${text}n`;
        this.isCut = true;
        return `<bigint of ${text.length} digits>`;
      }
      case 'symbol':
        return `<${short(String(symbolText(value)))}>`;
      case 'function':
        return isProxy(value) ? this.#cut('<proxy>') : `<function ${nameOf(value)}>`;
      case 'object':
        return value === null ? 'null' : this.#object(value, depth);
      default:
        return `${value}`;
    }
  }

  #string(value: string): string {
    if (value.length <= textChars) return stringify(value);
    this.isCut = true;
    return `${stringify(value.slice(0, textChars))}… ${value.length - textChars} more`;
  }

  #cut(text: string): string {
    this.isCut = true;
    return text;
  }

  #object(value: object, depth: number): string {
    if (isProxy(value)) return this.#cut('<proxy>');
    for (let index = 0; index < this.#open.length; index += 1) {
      if (this.#open[index] === value) return '<cycle>';
    }
    if (isDate(value)) {
      return Number.isNaN(timeOf(value)) ? '<Date invalid>' : `<Date ${isoOf(value)}>`;
    }
    if (isRegExp(value)) return `/${short(String(sourceOf(value)))}/${flagsOf(value)}`;
    if (isPromise(value)) return '<promise>';
    if (isGeneratorObject(value)) return '<generator>';
    if (isWeakMap(value) || isWeakSet(value) || isArrayBuffer(value) || isBoxedPrimitive(value)) {
      return this.#cut(`<${className(value)}>`);
    }
    const length = lengthOf(value);
    if (depth >= deepest && (length ?? ownKeys(value).length) > 0) {
      return this.#cut(
        length === undefined ? `<${className(value)} …>` : `<${className(value)} of ${length}>`,
      );
    }
    this.#open[this.#open.length] = value;
    try {
      if (isArray(value)) return this.#list(value, value.length, depth, className(value), 'Array');
      if (isTypedArray(value))
        return this.#list(value, Number(typedLength(value)), depth, String(typedName(value)), '');
      if (isMap(value)) return this.#map(value, depth);
      if (isSet(value)) return this.#set(value, depth);
      return this.#fields(value, depth);
    } finally {
      this.#open.length -= 1;
    }
  }

  #list(value: object, length: number, depth: number, name: string, usual: string): string {
    const parts: string[] = [];
    const most = Math.min(length, depth > 0 ? innerParts : topParts);
    for (let index = 0; index < most && this.#room > 0; index += 1) {
      const own = getOwnPropertyDescriptor(value, index);
      parts[parts.length] = own ? this.#property(own, depth) : '<empty>';
    }
    this.#rest(parts, length);
    const text = `[${joined(parts)}]`;
    return name === usual ? text : `<${name} ${text}>`;
  }

  #map(value: object, depth: number): string {
    const length = Number(mapSize(value));
    const parts: string[] = [];
    const entries = mapEntries(value);
    const most = depth > 0 ? innerParts : topParts;
    while (parts.length < most && this.#room > 0) {
      const next = nextOfMap(entries) as IteratorResult<readonly [unknown, unknown]>;
      if (next.done) break;
      parts[parts.length] =
        `${this.text(next.value[0], depth + 1)} => ${this.text(next.value[1], depth + 1)}`;
    }
    this.#rest(parts, length);
    return `<Map {${joined(parts)}}>`;
  }

  #set(value: object, depth: number): string {
    const length = Number(setSize(value));
    const parts: string[] = [];
    const values = setValues(value);
    const most = depth > 0 ? innerParts : topParts;
    while (parts.length < most && this.#room > 0) {
      const next = nextOfSet(values) as IteratorResult<unknown>;
      if (next.done) break;
      parts[parts.length] = this.text(next.value, depth + 1);
    }
    this.#rest(parts, length);
    return `<Set {${joined(parts)}}>`;
  }

  #fields(value: object, depth: number): string {
    const parts: string[] = [];
    const name = className(value);
    // What an error says is worth more than its stack, which is long and of our own lines, too.
    const keys = isNativeError(value) ? ['message'] : ownKeys(value);
    const most = depth > 0 ? innerParts : topParts;
    for (let index = 0; index < keys.length && parts.length < most && this.#room > 0; index += 1) {
      const key = keys[index] as string | symbol;
      const own = getOwnPropertyDescriptor(value, key);
      if (!own) continue;
      const label = typeof key === 'symbol' ? `[${String(symbolText(key))}]` : keyText(key);
      parts[parts.length] = `${label}: ${this.#property(own, depth)}`;
    }
    this.#rest(parts, isNativeError(value) ? parts.length : keys.length);
    const text = parts.length === 0 ? '{}' : `{${joined(parts)}}`;
    return name === 'Object' ? text : `<${name} ${text}>`;
  }

  #property(own: PropertyDescriptor, depth: number): string {
    if ('value' in own) return this.text(own.value, depth + 1);
    return this.#cut(own.get ? '<getter>' : '<setter>');
  }

  #rest(parts: string[], length: number): void {
    if (parts.length >= length) return;
    this.isCut = true;
    parts[parts.length] = `… ${length - parts.length} more`;
  }
}

/** The program may have taken `join` for itself. */
function joined(parts: readonly string[]): string {
  let text = '';
  for (let index = 0; index < parts.length; index += 1)
    text += index === 0 ? parts[index] : `, ${parts[index]}`;
  return text;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : `${value}`;
}

function keyText(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]{0,79}$/u.test(key) ? key : stringify(short(key));
}

function short(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

/** Of a function: its own name, where that is a plain property. */
function nameOf(value: object): string {
  const own = getOwnPropertyDescriptor(value, 'name');
  return typeof own?.value === 'string' && own.value !== '' ? short(own.value) : '<anonymous>';
}

export function className(value: object): string {
  const parent = getPrototypeOf(value);
  if (parent === null) return 'Object with no prototype';
  if (parent === objectPrototype) return 'Object';
  if (isProxy(parent)) return 'object';
  const made = getOwnPropertyDescriptor(parent, 'constructor')?.value;
  if (typeof made !== 'function' || isProxy(made)) return 'object';
  return nameOf(made);
}

/** What an error says, by its own plain property: no getter is asked. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || isProxy(error)) return shown(error).text;
  const own = getOwnPropertyDescriptor(error, 'message')?.value;
  return typeof own === 'string' ? (own.length > 300 ? `${own.slice(0, 300)}…` : own) : '';
}

export function errorKind(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `a ${kindOf(error)} that was thrown`;
  return isProxy(error) ? 'proxy' : className(error);
}
