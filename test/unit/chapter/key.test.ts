import assert from 'node:assert/strict';
import { type Claims, claim } from '../../../src/core/chapter/claims';
import { formatKey, parseKey } from '../../../src/core/chapter/key';

describe('the key of a chapter', () => {
  it('is what notes have always called the one that comes with Marginalia', () => {
    const key = { origin: 'builtin', name: 'how-chatgpt-came-to-be', copy: 1 } as const;
    assert.equal(formatKey(key), 'how-chatgpt-came-to-be');
  });

  const written: readonly [string, number, string][] = [
    ['tides', 1, 'workspace:tides'],
    ['tides', 2, 'workspace:tides~2'],
    ['My notes ~2!', 1, 'workspace:My!20notes!20!7E2!21'],
    ['潮汐', 1, 'workspace:!E6!BD!AE!E6!B1!90'],
  ];
  for (const [name, copy, text] of written) {
    it(`of the workspace's ${name}, number ${copy}, is ${text}`, () => {
      const key = { origin: 'workspace', name, copy } as const;
      assert.equal(formatKey(key), text);
      assert.deepEqual(parseKey(text), key);
    });
  }

  it('is written in one way only, and leads nowhere else', () => {
    const hostile = [
      '',
      '..',
      '.',
      'a/b',
      'workspace:',
      'workspace:..',
      'workspace:!2E!2E',
      'workspace:a!2Fb',
    ];
    const others = [
      'workspace:a~1',
      'workspace:a~0',
      'workspace:a~02',
      'workspace:!61',
      'a b',
      'file:a',
      'a%20b',
    ];
    const broken = ['workspace:!ED!A0!80', 'workspace:!', 'workspace:a!5Cb', 'a\n', 'workspace:a!00'];
    for (const text of [...hostile, ...others, ...broken]) assert.equal(parseKey(text), undefined, text);
  });
});

describe('the claim on a key', () => {
  const name = 'tides';
  const isGone = (gone: readonly string[]) => async (folder: string) => gone.includes(folder);
  const copiesOf = async (folders: readonly string[], gone: readonly string[] = []) => {
    let claims: Claims = [];
    const copies: number[] = [];
    for (const folder of folders) {
      const claimed = await claim(claims, { name, folder }, isGone(gone));
      claims = claimed.claims;
      copies.push(claimed.copy);
    }
    return copies;
  };

  it('is kept by who had it first', async () => {
    assert.deepEqual(await copiesOf(['file:///a', 'file:///b', 'file:///a', 'file:///c']), [1, 2, 1, 3]);
  });

  it('goes along when the workspace is moved', async () => {
    assert.deepEqual(await copiesOf(['file:///old', 'file:///new'], ['file:///old']), [1, 1]);
    assert.deepEqual(await copiesOf(['file:///a', 'file:///old', 'file:///new'], ['file:///old']), [1, 2, 2]);
  });

  it('changes nothing where it stands already', async () => {
    const { claims } = await claim([], { name, folder: 'file:///a' }, isGone([]));
    assert.equal((await claim(claims, { name, folder: 'file:///a' }, isGone([]))).claims, claims);
  });
});
