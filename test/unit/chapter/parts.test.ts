import assert from 'node:assert/strict';
import { linkConcepts } from '../../../src/core/chapter/concepts';
import { readJson } from '../../../src/core/chapter/json';
import { cutPassages } from '../../../src/core/chapter/passages';
import { findRegions } from '../../../src/core/chapter/regions';
import { readSources } from '../../../src/core/chapter/sources';

const regionsIn = (...lines: string[]) => Object.fromEntries(findRegions(lines.join('\n')));

describe('regions of a companion file', () => {
  const forms = [
    ['# region a', '# endregion'],
    ['#region a', '#endregion'],
    ['// region a', '// endregion'],
    ['//#region a', '//#endregion'],
    ['    // #region a', '    // #endregion a'],
    ['<!-- region a -->', '<!-- endregion -->'],
    ['<!-- #region a -->', '<!-- #endregion -->'],
    ['/* region a */', '/* endregion */'],
    ['-- region a', '-- endregion'],
  ] as const;
  for (const [begin, end] of forms) {
    it(`knows ${begin.trim()}`, () => {
      assert.deepEqual(regionsIn('x', begin, 'one', 'two', end, 'y'), { a: { first: 3, last: 4 } });
    });
  }

  it('may hold each other', () => {
    const found = regionsIn('# region a', '# region b', 'x', '# endregion', 'y', '# endregion');
    assert.deepEqual(found, { a: { first: 2, last: 5 }, b: { first: 3, last: 3 } });
  });

  it('are closed by name where the end has one', () => {
    const found = regionsIn('# region a', '# region b', 'x', '# endregion a', 'y');
    assert.deepEqual(found, { a: { first: 2, last: 3 } });
  });

  it('are not there when empty, unclosed, or only closed', () => {
    assert.deepEqual(regionsIn('# endregion', '# region a', '# endregion', '# region b', 'x'), {});
  });

  it('count from the first of one name', () => {
    const found = regionsIn('# region a', 'x', '# endregion', '# region a', 'y', '# endregion');
    assert.deepEqual(found, { a: { first: 2, last: 2 } });
  });

  it('are not seen in text about regions', () => {
    assert.deepEqual(regionsIn('the region a', '# regional a', 'x', '# endregion'), {});
  });
});

describe('passages of a Markdown file', () => {
  it('begin at a heading with an id and hold everything below it', () => {
    const [first, second, ...others] = cutPassages(
      'Preface.\n\n## One {#one}\n\nText.\n\n### Sub\n\nMore.\n\n##  Two  {#two}\nEnd.',
    );
    assert.deepEqual(first, { id: 'one', title: 'One', line: 3, markdown: 'Text.\n\n### Sub\n\nMore.' });
    assert.deepEqual(second, { id: 'two', title: 'Two', line: 11, markdown: 'End.' });
    assert.deepEqual(others, []);
  });

  it('do not begin inside a code block', () => {
    const [only, ...others] = cutPassages('## One {#one}\n\n````\n```\n## Two {#two}\n````\n');
    assert.equal(only?.markdown, '````\n```\n## Two {#two}\n````');
    assert.deepEqual(others, []);
  });
});

describe('the concept graph', () => {
  const of = (graph: Record<string, string[]>) => Object.entries(graph).map(([id, needs]) => ({ id, needs }));

  it('leads on to what needs it', () => {
    const { leadsTo, faults } = linkConcepts(of({ a: [], b: ['a'], c: ['a', 'b', 'a'] }));
    assert.deepEqual(Object.fromEntries(leadsTo), { a: ['b', 'c'], b: ['c'], c: [] });
    assert.deepEqual(faults, []);
  });

  it('leaves out a need of oneself', () => {
    const { needs, faults } = linkConcepts(of({ a: ['a'] }));
    assert.deepEqual(needs.get('a'), []);
    assert.deepEqual(faults, [{ concept: 'a', fault: { code: 'circle', concepts: ['a', 'a'] } }]);
  });

  it('can be a long chain', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({ id: `${index}`, needs: [`${index + 1}`] }));
    assert.deepEqual(
      linkConcepts(chain.map(one => ({ ...one, needs: one.id === '19999' ? [] : one.needs }))).faults,
      [],
    );
  });
});

describe('sources', () => {
  const label = (author: unknown[], year?: number) =>
    readSources([
      { id: 'x', title: 'A title', author, ...(year ? { issued: { 'date-parts': [[year]] } } : {}) },
    ]).sources[0]?.label;
  const [a, b, c] = ['Kojima', 'Gu', 'Reid'].map(family => ({ family, given: 'X.' }));

  it('are named by their authors and year', () => {
    assert.equal(label([a], 2022), 'Kojima 2022');
    assert.equal(label([a, b], 2022), 'Kojima & Gu 2022');
    assert.equal(label([a, b, c], 2022), 'Kojima et al. 2022');
    assert.equal(label([a, { literal: 'others' }], 2022), 'Kojima et al. 2022');
    assert.equal(label([{ literal: 'OpenAI' }]), 'OpenAI');
    assert.equal(label([]), 'A title');
  });

  it('are told apart where authors and year are the same', () => {
    const item = (id: string) => ({
      id,
      author: [{ literal: 'OpenAI' }],
      issued: { 'date-parts': [['2022']] },
    });
    assert.deepEqual(
      readSources([item('x'), item('y')]).sources.map(source => source.label),
      ['OpenAI 2022a', 'OpenAI 2022b'],
    );
  });

  it('have an address only where it is safe to open', () => {
    const url = (more: object) => readSources([{ id: 'x', ...more }]).sources[0]?.url;
    assert.equal(url({ DOI: '10.1038/s41586', URL: 'https://a.org' }), 'https://doi.org/10.1038/s41586');
    assert.equal(url({ URL: 'https://arxiv.org/abs/1' }), 'https://arxiv.org/abs/1');
    assert.equal(url({ DOI: 'javascript:1', URL: 'javascript:alert(1)' }), undefined);
    assert.equal(url({ DOI: '10.1234/\ud800', URL: 'https://a.org/\udfff' }), 'https://a.org/%EF%BF%BD');
    assert.equal(url({ DOI: '10.1234/\ud800' }), undefined);
    assert.equal(url({ URL: 'https://[a' }), undefined);
  });

  it('load without those that are damaged', () => {
    const { sources, faults } = readSources([{ title: 'no id' }, { id: 'x' }, { id: 'x' }, 7]);
    assert.equal(sources.length, 1);
    assert.equal(faults.length, 3);
    const { faults: ofNoList } = readSources({});
    assert.deepEqual(ofNoList, [
      { fault: { code: 'wrong-value', at: '', expected: 'Array', given: 'object' }, path: [] },
    ]);
  });

  it('have an address that can always be built', () => {
    const url = (more: object) => readSources([{ id: 'x', ...more }]).sources[0]?.url;
    assert.equal(url({ DOI: '10.1234/\ufffd' }), undefined);
    assert.equal(url({ DOI: '10.1234/a%zz b' }), undefined);
    assert.equal(url({ URL: 'https://[' }), undefined);
    assert.equal(url({ URL: 'https://' }), undefined);
  });
});

describe('a place in a JSON text', () => {
  const text = '{\n  "a": [1, {"b\\"": true}],\n  "c": "x"\n}';
  const at = (path: (string | number)[]) => {
    const { line, column } = readJson(text).rangeOf(path);
    return [line, column];
  };

  it('is found by its path', () => {
    assert.deepEqual(at(['a', 1, 'b"']), [2, 20]);
    assert.deepEqual(at(['c']), [3, 8]);
  });

  it('is the last that is there where the path goes on', () => {
    assert.deepEqual(at(['a', 5, 'x']), [2, 8]);
    assert.deepEqual(at(['z']), [1, 1]);
  });

  const broken: readonly [string, number][] = [
    ['{"a": 1,}', 9],
    ['{"a" 1}', 6],
    ['[1 2]', 4],
    ['[1', 3],
    ['', 1],
    ['{"a": "x\n"}', 7],
    ['{} x', 4],
    ['{a: 1}', 2],
    ['{"a": 1 /* why */}', 9],
  ];
  for (const [wrong, column] of broken) {
    it(`is where ${JSON.stringify(wrong)} goes wrong`, () => {
      const { root, faults } = readJson(wrong);
      assert.equal(root, undefined);
      assert.equal(faults[0]?.range.column, column);
    });
  }
});
