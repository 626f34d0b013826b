// Words of others in lines of ours: what steers direction stays with them.
import assert from 'node:assert/strict';
import { cutAtUnseen, isolated, pointName } from '../../src/core/base/foreign';
import { cutAtNames } from '../../src/panel/ui/wholeWords';

describe('words of others', () => {
  it('are as they were where nothing in them reaches beyond them', () => {
    for (const text of ['', 'GPT-3', 'qwen2.5-coder:1.5b', '思维链', 'naïve “quoted” … 🙂']) {
      assert.equal(isolated(text), text);
    }
  });

  it('stand in an isolate where they are written from the right', () => {
    assert.equal(isolated('שלום'), '\u2068שלום\u2069');
    assert.equal(isolated('a\u200fb'), '\u2068a\u200fb\u2069');
  });

  it('cannot open or close a direction: each control is written as its name', () => {
    for (const point of [
      '\u202a',
      '\u202b',
      '\u202c',
      '\u202d',
      '\u202e',
      '\u2066',
      '\u2067',
      '\u2068',
      '\u2069',
    ]) {
      assert.equal(isolated(`a${point}b`), `\u2068a[${pointName(point)}]b\u2069`);
    }
    assert.equal(isolated('\u2069\u202eexe.txt'), '\u2068[U+2069][U+202E]exe.txt\u2069');
    assert.equal(isolated('a\u2029b'), '\u2068a b\u2069');
  });

  it('are cut in code at what is not seen, and lose nothing', () => {
    const code = "if (a\u202e !=\u2066 'user') {\u200b\ud800\u0007}\t\r\n";
    const parts = cutAtUnseen(code);
    assert.equal(parts.join(''), code);
    assert.deepEqual(parts.filter((_, index) => index % 2 === 1).map(pointName), [
      'U+202E',
      'U+2066',
      'U+200B',
      'U+D800',
      'U+0007',
    ]);
    assert.deepEqual(cutAtUnseen('plain\ttext\n𠮷'), ['plain\ttext\n𠮷']);
  });
});

describe('a short name with a hyphen', () => {
  const names = (text: string) => cutAtNames(text).filter((_, index) => index % 2 === 1);

  it('is one word', () => {
    assert.deepEqual(names('GPT-3 and GPT-3.5, Llama-2 (top-5).'), ['GPT-3', 'GPT-3.5', 'Llama-2', 'top-5']);
    assert.equal(cutAtNames('Is GPT-3 it?').join(''), 'Is GPT-3 it?');
  });

  it('is not an identifier, a range, a compound or a date', () => {
    assert.deepEqual(names('text-davinci-003 12-14 well-known 2022-05-24 averylongidentifier-3 a-b-3'), []);
  });
});
