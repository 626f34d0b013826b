// An address goes through its string unchanged, and no string that is not one gets in.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Address, formatAddress, parseAddress, resolve } from '../../src/core/address';
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
    view: fc.constantFrom('chapter', 'reasoning', 'review', 'labs' as const),
    runs: fc.array(run, { minLength: 1, maxLength: 4 }),
    mode: slug,
  },
  { requiredKeys: [], noNullPrototype: true },
);

describe('an address', () => {
  it('comes out of its string as it went in', () => {
    fc.assert(fc.property(address, one => assert.deepEqual(parseAddress(formatAddress(one)), one)));
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
    assert.equal(resolve({ concept: 'moon', passage: 'bay' }, chapter)?.concept, 'shore');
  });

  it('is nothing where the chapter has no such place', () => {
    assert.equal(resolve({ passage: 'gone' }, chapter), undefined);
    assert.equal(resolve({ concept: 'gone' }, chapter), undefined);
    assert.equal(resolve({ passage: 'constructor' }, chapter), undefined);
  });

  it('is the view of the runs where there are only runs', () => {
    assert.equal(resolve({ runs: ['a'] }, chapter)?.view, 'reasoning');
    assert.equal(resolve({}, chapter)?.view, 'chapter');
  });
});
