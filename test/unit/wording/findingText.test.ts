// Everything that can be wrong in a chapter has its words, in both languages.
import assert from 'node:assert/strict';
import type { Fault } from '../../../src/core/base/finding';
import { findingText } from '../../../src/core/wording/findingText';

const one: { readonly [Code in Fault['code']]: Extract<Fault, { code: Code }> } = {
  'not-there': { code: 'not-there' },
  unreadable: { code: 'unreadable', detail: 'EACCES: permission denied.' },
  'not-a-file': { code: 'not-a-file', kind: 'link' },
  'too-large': { code: 'too-large', bytes: 1_500_000_000, limitBytes: 300_000 },
  'chapter-too-large': { code: 'chapter-too-large', limitBytes: 24_000_000 },
  'not-utf8': { code: 'not-utf8' },
  'not-json': { code: 'not-json' },
  'too-deep': { code: 'too-deep', limit: 64 },
  'repeated-property': { code: 'repeated-property', name: 'id' },
  'wrong-value': { code: 'wrong-value', at: 'concepts.0.title', expected: 'Object', given: '7' },
  repeated: { code: 'repeated', kind: 'concept', id: 'moon' },
  'too-many': { code: 'too-many', kind: 'passage', limit: 2_000 },
  'too-long': { code: 'too-long', passage: 'bay', limit: 20_000 },
  'no-text': { code: 'no-text', passage: 'bay' },
  'missing-file': { code: 'missing-file', missing: 'code/tide.py' },
  'missing-region': { code: 'missing-region', missing: 'code/tide.py', region: 'sum' },
  'unlisted-region': { code: 'unlisted-region', passage: 'bay', region: 'sum' },
  'unknown-need': { code: 'unknown-need', concept: 'moon', need: 'sun' },
  'too-many-needs': { code: 'too-many-needs', concept: 'moon', count: 40, limit: 30 },
  circle: { code: 'circle', concepts: ['moon', 'shore', 'moon'] },
  'unknown-figure': { code: 'unknown-figure', figure: 'tide.height' },
  untranslated: { code: 'untranslated', what: 'concepts.0.title', language: 'zh-CN' },
  'unknown-source': { code: 'unknown-source', source: 'kepler' },
  'unknown-target': { code: 'unknown-target', passage: 'gone' },
};

describe('findingText', () => {
  for (const fault of Object.values(one)) {
    it(`has a plain sentence for ${fault.code}`, () => {
      assert.match(findingText(fault, 'en'), /^[^!]+[^.]\.$/);
      assert.match(findingText(fault, 'zh-CN'), /^[^!]+[^。]。$/u);
      assert.doesNotMatch(findingText(fault, 'en') + findingText(fault, 'zh-CN'), /undefined|NaN/);
    });
  }

  it('lets no word of a file turn a sentence round', () => {
    const turning = '\u202etxt.exe';
    for (const fault of Object.values(one)) {
      const turned = JSON.parse(
        JSON.stringify(fault, (key, value) =>
          typeof value === 'string' && key !== 'code' && key !== 'kind' ? turning : value,
        ),
      );
      for (const language of ['en', 'zh-CN'] as const)
        assert.doesNotMatch(findingText(turned, language), /\u202e/, fault.code);
    }
  });

  it('says of a property that is not there that it is missing', () => {
    const fault = { code: 'wrong-value', at: 'title', expected: '"title"', given: 'undefined' } as const;
    assert.equal(findingText(fault, 'en'), '“title” is missing.');
    assert.equal(findingText(fault, 'zh-CN'), '缺少“title”。');
  });
});
