// The check that makes no copy says the same as the library, of whatever a journal may hold.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { Annotation } from '../../src/core/annotation/annotation';
import { conforming } from '../../src/core/annotation/conforms';
import { annotateCode } from '../../src/core/annotation/create';

/** Every kind of rule that a record has beside its annotation. */
const Bounded = v.object({
  v: v.literal(1),
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  count: v.optional(v.number()),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(3)),
  rating: v.picklist(['again', 'good']),
  either: v.union([v.string(), v.array(v.number())]),
  any: v.unknown(),
});
const bounded = { v: 1, at: 3, count: 2, id: 'a', rating: 'good', either: [1], any: null };

const birth = { id: 'urn:a', now: 0, note: 'a note', uri: 'file:///a.py', text: 'one two', start: 0, end: 3 };
const annotation = {
  ...annotateCode(birth),
  'marginalia:verdict': 'right',
  'marginalia:figure': { from: 1, to: 2, unit: '%' },
  'marginalia:question': [{ type: 'TextualBody', value: 'why?', language: 'en' }],
  'marginalia:step': { run: 'r', number: 1, model: 'm' },
};

/** What replaces some part of a value; `undefined`: the part goes. */
const other = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'a',
    'abcd',
    0,
    1,
    -1,
    1.5,
    10,
    true,
    [],
    {},
    [1],
    ['a'],
    'TextualBody',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const changes = fc.array(fc.tuple(fc.nat(), other), { maxLength: 3 });

describe('law: conforming', () => {
  it('says what valibot says, of records with some parts exchanged, missing or added', () => {
    for (const [schema, sound] of [
      [Bounded, bounded],
      [Annotation, annotation],
    ] as const) {
      const conforms = conforming(schema);
      assert.ok(conforms(sound));
      const seen = new Set<boolean>();
      fc.assert(
        fc.property(changes, list => {
          const value = JSON.parse(JSON.stringify(list.reduce(changed, sound)) ?? 'null');
          seen.add(conforms(value));
          assert.equal(conforms(value), v.is(schema, value), JSON.stringify(value));
        }),
        { numRuns: 3000 },
      );
      assert.deepEqual([...seen].sort(), [false, true]);
    }
  });

  it('refuses to judge by a rule that it does not know', () => {
    assert.throws(() => conforming(v.date()), TypeError);
    assert.throws(() => conforming(v.pipe(v.string(), v.email())), TypeError);
  });
});

/** The value with one of its parts, whichever that number leads to, exchanged. */
function changed(value: unknown, [at, part]: readonly [number, unknown]): unknown {
  if (typeof value !== 'object' || value === null) return part;
  const keys = Object.keys(value);
  const key = keys[at % (keys.length + 1)];
  if (key === undefined) return Array.isArray(value) ? [...value, part] : { ...value, added: part };
  const rest = Math.floor(at / (keys.length + 1));
  const inner = (value as Record<string, unknown>)[key];
  const next = rest % 2 === 0 ? part : changed(inner, [Math.floor(rest / 2), part]);
  if (Array.isArray(value)) return value.with(Number(key), next);
  return { ...value, [key]: next };
}
