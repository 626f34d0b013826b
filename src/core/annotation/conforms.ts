// Whether a value conforms to a schema, told without a copy of it: valibot copies all that it reads, and a reader of years has
// forty thousand records. Says what `v.is` says, of the kinds of schema that a journal is written in, and takes no room.
import type * as v from 'valibot';

type Check = (value: unknown) => boolean;

type Entries = Readonly<Record<string, v.GenericSchema>>;

/** The kinds that we know, as far as they are looked at. */
type Known =
  | { readonly type: 'object' | 'loose_object'; readonly entries: Entries }
  | { readonly type: 'array'; readonly item: v.GenericSchema }
  | { readonly type: 'optional'; readonly wrapped: v.GenericSchema }
  | { readonly type: 'union'; readonly options: readonly v.GenericSchema[] }
  | { readonly type: 'picklist'; readonly options: readonly unknown[] }
  | { readonly type: 'literal'; readonly literal: unknown }
  | { readonly type: 'string' | 'number' | 'unknown' };

/** Made once a schema. Throws for one of a kind that it does not know. */
export function conforming<Schema extends v.GenericSchema>(
  schema: Schema,
): (value: unknown) => value is v.InferInput<Schema> {
  return checkOf(schema) as (value: unknown) => value is v.InferInput<Schema>;
}

function checkOf(schema: v.GenericSchema): Check {
  if (!('pipe' in schema)) return kindOf(schema);
  const [first, ...actions] = schema.pipe as readonly [v.GenericSchema, ...v.GenericPipeItem[]];
  return all([kindOf(first), ...actions.map(actionOf)]);
}

/** One function that calls the other: nothing is made while they run. */
function all(checks: readonly Check[]): Check {
  return checks.reduce((one, other) => value => one(value) && other(value));
}

function any(checks: readonly Check[]): Check {
  return checks.reduce((one, other) => value => one(value) || other(value));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function kindOf(schema: v.GenericSchema): Check {
  const known = schema as unknown as Known;
  switch (known.type) {
    case 'object':
    case 'loose_object':
      return objectOf(known.entries);
    case 'array': {
      const check = checkOf(known.item);
      return value => Array.isArray(value) && value.every(check);
    }
    case 'optional': {
      const check = checkOf(known.wrapped);
      return value => value === undefined || check(value);
    }
    case 'union':
      return any(known.options.map(checkOf));
    case 'picklist': {
      const { options } = known;
      return value => options.includes(value);
    }
    case 'literal': {
      const { literal } = known;
      return value => value === literal;
    }
    case 'string':
      return value => typeof value === 'string';
    case 'number':
      return value => typeof value === 'number' && !Number.isNaN(value);
    case 'unknown':
      return () => true;
    default:
      throw new TypeError(`no check for a schema of the kind ${schema.type}`);
  }
}

function objectOf(entries: Entries): Check {
  return all([isObject, ...Object.entries(entries).map(([key, schema]) => fieldOf(key, schema))]);
}

/** What may be missing is what may be undefined. */
function fieldOf(key: string, schema: v.GenericSchema): Check {
  const check = checkOf(schema);
  const mayLack = schema.type === 'optional';
  return value => {
    const fields = value as Readonly<Record<string, unknown>>;
    return key in fields ? check(fields[key]) : mayLack;
  };
}

function actionOf(item: v.GenericPipeItem): Check {
  const { type, requirement } = item as { type: string; requirement?: unknown };
  const bound = Number(requirement);
  switch (type) {
    case 'integer':
      return value => Number.isInteger(value);
    case 'min_value':
      return value => Number(value) >= bound;
    case 'max_value':
      return value => Number(value) <= bound;
    case 'min_length':
      return value => String(value).length >= bound;
    case 'max_length':
      return value => String(value).length <= bound;
    default:
      throw new TypeError(`no check for ${type}`);
  }
}
