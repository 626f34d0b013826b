// An address goes through its string unchanged, and no string that is not one gets in.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Address,
  addressOfLink,
  formatAddress,
  parseAddress,
  readAddress,
  resolve,
  View,
} from '../../src/core/address';
import { formatKey, isFolderName, parseKey } from '../../src/core/chapter/key';

const key = fc
  .record(
    {
      origin: fc.constantFrom('builtin', 'workspace' as const),
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(isFolderName),
      copy: fc.integer({ min: 1, max: 9999 }),
    },
    { noNullPrototype: true },
  )
  .map(one => (one.origin === 'builtin' ? { ...one, copy: 1 } : one));
const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/);
const run = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,127}$/);
const address: fc.Arbitrary<Address> = fc.record(
  {
    chapter: key.map(formatKey),
    concept: slug,
    passage: slug,
    language: fc.constantFrom('en', 'zh-CN' as const),
    view: fc.constantFrom(...View.options),
    run,
    beside: run,
  },
  { requiredKeys: [], noNullPrototype: true },
);

describe('an address', () => {
  it('comes out of its string as it went in', () => {
    fc.assert(fc.property(address, one => assert.deepEqual(parseAddress(formatAddress(one)), one)));
  });

  it('is written with what is good, whatever it was made of', () => {
    const odd = fc.record(
      { chapter: fc.string(), concept: fc.string(), passage: slug, run: fc.string() },
      { requiredKeys: [], noNullPrototype: true },
    );
    fc.assert(
      fc.property(odd, one => {
        const read: Readonly<Record<string, unknown>> = { ...parseAddress(formatAddress(one)) };
        assert.equal(read.passage, one.passage);
        for (const [name, value] of Object.entries(one))
          assert.ok([undefined, value].includes(read[name] as string));
      }),
    );
  });

  it('has one string, which nothing on the way of a link changes', () => {
    fc.assert(
      fc.property(address, one => {
        const text = formatAddress(one);
        assert.equal(decodeURIComponent(text), text);
        assert.equal(new URL(`vscode://marginalia.marginalia${text}`).pathname, text);
        assert.equal(encodeURI(text), text);
      }),
    );
  });

  it('is read from no string that is written otherwise', () => {
    fc.assert(
      fc.property(address, fc.nat(), fc.string({ minLength: 1, maxLength: 3 }), (one, at, odd) => {
        const text = formatAddress(one);
        const place = at % (text.length + 1);
        const other = text.slice(0, place) + odd + text.slice(place);
        const read = parseAddress(other);
        if (read) assert.equal(formatAddress(read), other);
      }),
    );
  });
});

describe('a link', () => {
  const link = (path: string) => ({ path, query: '', fragment: '' });

  it('is an address and nothing beside it', () => {
    assert.deepEqual(addressOfLink(link('/at/passage/pull')), { passage: 'pull' });
    for (const more of [{ query: 'run=1' }, { fragment: 'x' }]) {
      assert.equal(addressOfLink({ ...link('/at/passage/pull'), ...more }), undefined);
    }
  });

  for (const path of [
    '',
    '/',
    'at',
    '/at/',
    '/AT',
    '/at/passage',
    '/at/passage/',
    '/at/passage/pull/',
    '/at//passage/pull',
    '/at/passage/Pull',
    '/at/passage/pull/passage/pull',
    '/at/passage/pull/concept/moon',
    '/at/passage/../../x',
    '/at/passage/%70ull',
    '/at/passage/pull\n',
    '/at/chapter/workspace:..',
    '/at/chapter/workspace:a!2Fb',
    '/at/language/de',
    '/at/view/labs',
    '/at/run/../x',
    '/at/command/marginalia.explainReasoning',
    '/at/__proto__/x',
    '/at/constructor/x',
    `/at/passage/${'a'.repeat(65)}`,
    `/at/chapter/${'a'.repeat(5_000)}`,
  ]) {
    it(`is not ${JSON.stringify(path.slice(0, 40))}`, () =>
      assert.equal(addressOfLink(link(path)), undefined));
  }
});

describe('the argument of a command', () => {
  it('is an address, its parts, or nothing', () => {
    const parts = { chapter: 'workspace:tides', passage: 'pull' };
    assert.deepEqual(readAddress(formatAddress(parts)), parts);
    assert.deepEqual(readAddress(parts), parts);
    assert.deepEqual(readAddress(undefined), {});
    assert.deepEqual(readAddress({ scheme: 'file', path: '/x' }), {});
  });

  it('is nothing good where a part is bad', () => {
    for (const where of [
      { passage: '../x' },
      { chapter: 7 },
      { view: 'labs', passage: 'pull' },
      'pull',
      7,
      true,
    ]) {
      assert.equal(readAddress(where), undefined, JSON.stringify(where));
    }
  });
});

describe('the key of a chapter', () => {
  it('comes out of its string as it went in', () => {
    fc.assert(fc.property(key, one => assert.deepEqual(parseKey(formatKey(one)), one)));
  });
});

describe('what an address means', () => {
  const chapter = {
    concepts: [{ id: 'moon' }, { id: 'shore' }],
    passages: [
      { id: 'pull', concept: 'moon' },
      { id: 'bay', concept: 'shore' },
    ],
  } as unknown as Parameters<typeof resolve>[1];

  it('is whole with a passage alone', () => {
    assert.deepEqual(resolve({ passage: 'bay' }, chapter), {
      view: 'chapter',
      concept: 'shore',
      passage: 'bay',
    });
  });

  it('is what the passage says where the concept says otherwise', () => {
    const { concept } = resolve({ concept: 'moon', passage: 'bay' }, chapter) as Address;
    assert.equal(concept, 'shore');
  });

  it('is what is missing where the chapter has no such place', () => {
    assert.deepEqual(resolve({ passage: 'gone' }, chapter), { code: 'unknown-passage', passage: 'gone' });
    assert.deepEqual(resolve({ concept: 'gone' }, chapter), { code: 'unknown-concept', concept: 'gone' });
    assert.deepEqual(resolve({ passage: 'constructor' }, chapter), {
      code: 'unknown-passage',
      passage: 'constructor',
    });
  });

  it('is all of the chapter where it names nothing in it', () => {
    assert.deepEqual(resolve({ chapter: 'tides', language: 'en' }, chapter), {
      chapter: 'tides',
      language: 'en',
    });
  });
});
