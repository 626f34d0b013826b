import assert from 'node:assert/strict';
import { anchor } from '../../../src/core/annotation/anchor';
import type { Selector } from '../../../src/core/annotation/annotation';
import { selectorsFor } from '../../../src/core/annotation/create';

const text =
  'GPT-3 predicts the next token of any text. It was not trained to follow an instruction, so it often ' +
  'continues a question with more questions. Instruction tuning shows the model tens of thousands of tasks, ' +
  'each as an instruction with its answer; afterwards it does well on tasks that were never shown.';

const selectorsOf = (quote: string, source = text): Selector[] => {
  const start = source.indexOf(quote);
  return selectorsFor(source, start, start + quote.length);
};

/** The words on which `quote` of `text` stands in `changed`, after "exact " or "moved "; else "orphan". */
function found(quote: string, changed: string, selectors = selectorsOf(quote)): string {
  const place = anchor(selectors, changed);
  return place.kind === 'orphan' ? 'orphan' : `${place.kind} ${changed.slice(place.start, place.end)}`;
}

describe('anchor', () => {
  it('finds text that was not touched at its position', () => {
    assert.equal(found('follow an instruction', text), 'exact follow an instruction');
  });

  it('stays exact when the text goes on differently behind it', () => {
    assert.equal(
      found('follow an instruction', text.replace('so it often', 'and so')),
      'exact follow an instruction',
    );
  });

  it('moves with text that was inserted before it', () => {
    assert.equal(
      found('follow an instruction', `A new first sentence. ${text}`),
      'moved follow an instruction',
    );
  });

  it('chooses the occurrence with the same surroundings', () => {
    const second = text.indexOf('instruction', text.indexOf('each as'));
    const selectors = selectorsFor(text, second, second + 11);
    const changed = text.replace('GPT-3', 'A base model');
    const place = anchor(selectors, changed);
    assert.deepEqual(place.kind !== 'orphan' && place.start, second + 'A base model'.length - 'GPT-3'.length);
  });

  it('follows a quote whose words were edited a little', () => {
    const changed = text.replace('tens of thousands of tasks', 'tens of thousand tasks');
    assert.equal(
      found('shows the model tens of thousands of tasks', changed),
      'moved shows the model tens of thousand tasks',
    );
  });

  it('follows a sentence into other surroundings', () => {
    const quote = 'It was not trained to follow an instruction';
    const changed = `Nothing else here is the same. ${quote}: that is the point of this chapter.`;
    assert.equal(found(quote, changed), `moved ${quote}`);
  });

  it('scores what is less like the old text lower', () => {
    const quote = 'It was not trained to follow an instruction';
    const scores = [
      `New. ${text}`,
      `New. ${text.replace('was not trained', 'was never trained')}`,
      `New. ${text.replace('so it often', 'hence it')}`,
      `New. ${text.replace('was not trained', 'was never trained').replace('of any text', 'of all texts')}`,
    ].map(changed => {
      const place = anchor(selectorsOf(quote), changed);
      return place.kind === 'moved' ? place.score : Number.NaN;
    });
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    );
    assert.equal(new Set(scores).size, 4, `${scores}`);
  });

  it('prefers the edited original to an untouched copy elsewhere', () => {
    const quote = 'return sum(x * w for x, w in zip(xs, ws))';
    const before = `def score(xs, ws):\n    """Weighs the inputs, one by one."""\n    ${quote}\n\nprint(score(a, b))\n`;
    const after = `def other(xs, ws):\n    ${quote}\n\n\n${before.replace('x * w for', 'w * x for')}`;
    assert.equal(
      found(quote, after, selectorsOf(quote, before)),
      'moved return sum(w * x for x, w in zip(xs, ws))',
    );
  });

  it('orphans a short word whose surroundings are gone', () => {
    assert.equal(found('token', 'Every token of this other text is about something else.'), 'orphan');
  });

  it('orphans a quote that was rewritten, though its surroundings stand', () => {
    assert.equal(found('often', text.replace('often', 'in nearly all cases')), 'orphan');
  });

  it('orphans a sentence that fits two places equally well', () => {
    const quote = 'It was not trained to follow an instruction';
    assert.equal(found(quote, `One. ${quote}. Two, then. ${quote}. Three, at last.`), 'orphan');
  });

  it('takes the nearer of two whole copies', () => {
    const quote = 'tens of thousands';
    const place = anchor(selectorsOf(quote), `${text}${text}`);
    assert.deepEqual(place, {
      kind: 'exact',
      start: text.indexOf(quote),
      end: text.indexOf(quote) + quote.length,
    });
  });

  it('takes the nearer of two whole copies that both moved', () => {
    const quote = 'tens of thousands';
    const second = text.length + text.indexOf(quote);
    const place = anchor(
      selectorsFor(`${text}${text}`, second, second + quote.length),
      `New. ${text}${text}`,
    );
    assert.deepEqual(place, { kind: 'moved', start: second + 5, end: second + 5 + quote.length, score: 1 });
  });

  it('does not take common words in about the same order for the quote', () => {
    const quote = 'first then no first people been';
    const other = 'The sample which token of made could first the first people these people.';
    assert.equal(found('', other, [{ type: 'TextQuoteSelector', exact: quote }]), 'orphan');
  });

  for (const [quote, before, after, expected] of [
    ['so it often continues', 'so it often', 'thus it often', 'thus it often continues'],
    ['it often continues', 'often continues', 'often continued', 'it often continued'],
    ['question with more questions', 'more questions', 'more of those', 'question with more of those'],
  ] as const) {
    it(`lets "${expected}" begin and end where the old surroundings adjoin`, () => {
      assert.equal(found(quote, text.replace(before, after)), `moved ${expected}`);
    });
  }

  for (const [name, both] of [
    ['English', ['Alpha cut latency by twelve percent.', 'Beta cut latency by twelve percent.']],
    ['Chinese', ['甲组把延迟降低了百分之十二，量了三遍。', '乙组把延迟降低了百分之十二，量了三遍。']],
  ] as const) {
    it(`does not take a lookalike that stood beside it already, in ${name}`, () => {
      const selectors = selectorsOf(both[0], both.join('\n'));
      assert.equal(found('', both[1], selectors), 'orphan');
      assert.equal(found('', both.join('\n'), selectors), `exact ${both[0]}`);
      const below = selectorsOf(both[1], both.join('\n'));
      assert.equal(found('', both[0], below), 'orphan');
    });
  }

  it('does not take words about another subject for the quote', () => {
    const quote = 'GPT-3 has 175 billion parameters and was trained on text from the web';
    const before = `One model is known. ${quote}. That is all that was said.`;
    const other = `Another one is known. ${quote.replace('GPT-3 has 175', 'GPT-2 has 1.5')}, and so on.`;
    assert.equal(found('', other, selectorsOf(quote, before)), 'orphan');
  });

  it('follows a subject that was renamed where it stood', () => {
    const quote = 'Alpha cut latency by twelve percent.';
    const before = `We measured two systems. ${quote} The other was slower.`;
    assert.equal(
      found('', before.replace('Alpha', 'Gamma'), selectorsOf(quote, before)),
      'moved Gamma cut latency by twelve percent.',
    );
  });

  it('keeps the old quote of an orphan', () => {
    assert.deepEqual(anchor(selectorsOf('so it often'), 'Gone.'), { kind: 'orphan', quote: 'so it often' });
  });

  it('trusts no position without a quote', () => {
    assert.deepEqual(anchor([{ type: 'TextPositionSelector', start: 0, end: 5 }], text), {
      kind: 'orphan',
      quote: '',
    });
    assert.deepEqual(anchor([], text), { kind: 'orphan', quote: '' });
  });

  it('takes a damaged selector for none', () => {
    assert.equal(anchor([{ type: 'TextQuoteSelector', exact: 7 }], text).kind, 'orphan');
  });

  it('finds a foreign quote that brings no surroundings', () => {
    const exact = 'continues a question with more questions';
    assert.equal(found('', text, [{ type: 'TextQuoteSelector', exact }]), `moved ${exact}`);
  });

  it('is at home in Chinese, where fewer characters say as much', () => {
    const chinese =
      '基座模型只会续写文本，并不懂得遵循指令。指令微调让模型见过成千上万种任务，此后它在没见过的任务上也做得不错。';
    const selectors = selectorsOf('指令微调让模型见过成千上万种任务', chinese);
    const changed = '开头换了一句话。指令微调让模型见到成千上万种任务！后面也全换了。';
    assert.equal(found('', changed, selectors), 'moved 指令微调让模型见到成千上万种任务');
  });

  it('follows a long quote by its two ends', () => {
    const paragraph = (name: string) =>
      Array.from({ length: 40 }, (_, line) => `Sentence ${line} of ${name} says ${line * 7919} things.`).join(
        ' ',
      );
    const before = `${paragraph('one')}\n${paragraph('two')}\n${paragraph('three')}`;
    const quote = paragraph('two');
    const changed = `New.\n${before.replace('Sentence 20 of two', 'Here sentence twenty of two')}`;
    const place = anchor(selectorsOf(quote, before), changed);
    const start = changed.indexOf('Sentence 0 of two');
    assert.deepEqual(place.kind !== 'orphan' && [place.kind, place.start, place.end], [
      'moved',
      start,
      changed.indexOf('\nSentence 0 of three'),
    ]);
  });

  for (const [name, quote, changed] of [
    ['a megabyte of dashes', '-'.repeat(200), '-'.repeat(1_000_000)],
    ['a megabyte of one letter', 'a'.repeat(5_000), `${'a'.repeat(1_000_000)}`],
    ['a letter in a megabyte of words', 'e', 'the next token '.repeat(70_000)],
    [
      'a long quote in a megabyte of words',
      'the next token '.repeat(3_000),
      'the next token or '.repeat(60_000),
    ],
  ] as const) {
    it(`is done soon with ${name}`, () => {
      const startedAt = performance.now();
      anchor(
        [{ type: 'TextQuoteSelector', exact: quote, prefix: 'x'.repeat(32), suffix: 'y'.repeat(32) }],
        changed,
      );
      const tookMs = performance.now() - startedAt;
      assert.ok(tookMs < 2_000, `${tookMs} ms`);
    });
  }
});
