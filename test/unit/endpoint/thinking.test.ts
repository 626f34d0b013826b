import assert from 'node:assert/strict';
import { thinkingSplitter } from '../../../src/core/endpoint/answer/thinking';
import { mentionsThoughts, opensThoughts } from '../../../src/core/endpoint/discovery/thoughtTemplates';

/** Thinking and answer of a text that comes in these pieces. */
function split(pieces: readonly string[], options = {}): readonly [string, string] {
  const splitter = thinkingSplitter(options);
  let [thinking, answer] = ['', ''];
  for (const piece of [...pieces.flatMap(text => splitter.push(text)), ...splitter.end()]) {
    if (piece.kind === 'rethink') {
      [thinking, answer] = [thinking + (piece.restored ?? '') + answer + piece.text, ''];
    } else if (piece.kind === 'thinking') thinking += piece.text;
    else answer += piece.text;
  }
  return [thinking, answer];
}

const inPrompt = { startsThinking: true };
const cases: readonly (readonly [string, string, string, string, object?])[] = [
  ['tags', '<think>\nhm\n</think>\n\nyes', 'hm\n', 'yes'],
  ['no tags', 'a < b, x[1] and <b>', '', 'a < b, x[1] and <b>'],
  ['white space at the front of an answer', '  indented', '', '  indented'],
  ['a closer alone', 'hm</think>yes', 'hm', 'yes'],
  ['a closer at the very start', '\n</think>yes', '', 'yes'],
  ['a second closer', '<think>a</think>b </think> c', 'a', 'b </think> c'],
  ['an opener never closed', '<think>hm', 'hm', ''],
  ['an opener in the middle of a line', 'Sure. <think>hm</think>yes', 'hm', 'Sure. yes'],
  ['thoughts between two steps', 'a\n<think>x</think>b\n<think>y</think>c', 'xy', 'a\nb\nc'],
  ['an opener talked about after thoughts', '<think>a</think>the <think> tag', 'a', 'the <think> tag'],
  [
    'a closer talked about',
    'L3: up to the </think> tag.\nL4: ends',
    '',
    'L3: up to the </think> tag.\nL4: ends',
  ],
  [
    'a closer talked about in quotes',
    'L3: finds "</think>", then ends',
    '',
    'L3: finds "</think>", then ends',
  ],
  ['a closer talked about at the end', 'it stops at </think>', '', 'it stops at </think>'],
  ['an opener talked about', 'L3: the <think> tag opens', '', 'L3: the <think> tag opens'],
  ['a closer after a sentence', 'It is 5. </think> yes', 'It is 5. ', 'yes'],
  ['a closer at the end of a line', 'It is 5 </think>\nyes', 'It is 5 ', 'yes'],
  ['tags in a fence', '```\n<think>\n</think>\n```\nx', '', '```\n<think>\n</think>\n```\nx'],
  ['tags in a longer fence', '~~~~\n~~~\n</think>\n~~~~', '', '~~~~\n~~~\n</think>\n~~~~'],
  ['a tag after a fence', '```\nx\n```\n<think>a</think>b', 'a', '```\nx\n```\nb'],
  ['tags between backticks', 'the `</think>` tag', '', 'the `</think>` tag'],
  ['a backtick left open on the line before', 'a ` b\n<think>c</think>d', 'c', 'a ` b\nd'],
  ['a tag that stays a beginning', 'x <thin', '', 'x <thin'],
  [
    'harmony',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b',
    'a',
    'b',
  ],
  ['harmony without end markers', '<|channel|>analysis<|message|>a<|channel|>final<|message|>b', 'a', 'b'],
  [
    'harmony markers talked about',
    'it ends with <|end|> or <|channel|>',
    '',
    'it ends with <|end|> or <|channel|>',
  ],
  ['a channel marker that opens nothing', '<|channel|> is a token', '', '<|channel|> is a token'],
  [
    'a closer quoted in thoughts',
    '<think>\nit has a `</think>` block\n</think>\nyes',
    'it has a `</think>` block\n',
    'yes',
  ],
  [
    'a closer in quotation marks in thoughts',
    '<think>finds "</think>", ends</think>yes',
    'finds "</think>", ends',
    'yes',
  ],
  [
    'a closer in Chinese quotes in thoughts',
    '<think>\n「</think>」是标签\n</think>\n好',
    '「</think>」是标签\n',
    '好',
  ],
  [
    'marks of open thoughts',
    '<|begin_of_thought|>hm<|end_of_thought|>\n\n<|begin_of_solution|>yes<|end_of_solution|>',
    'hm',
    'yes',
  ],
  ['a box around the answer', '<think>hm</think><|begin_of_box|>yes<|end_of_box|>', 'hm', 'yes'],
  [
    'a closer in a fence in thoughts',
    '<think>~~~\n</think>\n~~~\nso</think>yes',
    '~~~\n</think>\n~~~\nso',
    'yes',
  ],
  ['a closer after a stray backtick', "<think>don't ` so</think>\nyes", "don't ` so", 'yes'],
  ['a closer after a fence never closed', '<think>```\nx\n</think>\nyes `z`', '```\nx\n', 'yes `z`'],
  ['a closer quoted, and none after it', '<think>it is `</think>` here', 'it is `</think>` here', ''],
  ['a closer spoken of in thoughts', '<think>the </think> tag\n</think>\nyes', 'the </think>tag\n', 'yes'],
  ['a second closer on its own line', '<think>a</think>b\n</think>\nc', 'a', 'b\nc'],
  ['a second closer at the end', '<think>a</think>b\n</think>', 'a', 'b\n'],
  ['tags in capitals', '<THINK>a</Think>b', 'a', 'b'],
  ['a fence opened by a span on one line', '```x``` <think>a</think>b', 'a', '```x``` b'],
  ['a fence that another kind does not close', '```\n~~~\n<think>\n```\nx', '', '```\n~~~\n<think>\n```\nx'],
  [
    'a fence that a line with words does not close',
    '```\n```js\n<think>\n```\nx',
    '',
    '```\n```js\n<think>\n```\nx',
  ],
  ['sentences for tags', 'Here is my thought process:\na\nHere is my response:\nb', 'a\n', 'b'],
  [
    'such a sentence in the middle',
    'So. Here is my thought process: a',
    '',
    'So. Here is my thought process: a',
  ],
  ['a sentence that begins like it', 'Here is my thought: a', '', 'Here is my thought: a'],
  ['an answer in tags', '<think>a</think>\n<answer>\nb\n</answer>', 'a', 'b\n'],
  ['answer tags talked about', 'b, in <answer> tags</answer>', '', 'b, in <answer> tags</answer>'],
  [
    'a channel head too long',
    `<|channel|>${'x'.repeat(300)}<|message|>b`,
    '',
    `<|channel|>${'x'.repeat(300)}<|message|>b`,
  ],
  ['the opener in the prompt', 'hm</think>yes', 'hm', 'yes', inPrompt],
  ['the opener in the prompt and repeated', '<think>\nhm</think>yes', 'hm', 'yes', inPrompt],
  ['the opener in the prompt, never closed', 'hm', 'hm', '', inPrompt],
];

describe('a chat template', () => {
  it('tells of thoughts by any bracket around them, and by a switch', () => {
    for (const mention of [
      "{{ '<think>' }}",
      "content.split('</think>')",
      '[THINK]',
      '◁think▷',
      '<seed:think>',
      '<thought>',
      '<|channel|>analysis',
      '{% if enable_thinking %}',
      'message.reasoning_content',
    ]) {
      assert.ok(mentionsThoughts(`{% for m in messages %}${mention}{% endfor %}`), mention);
    }
    assert.ok(!mentionsThoughts("{{ '<|im_start|>' + m.role }} I think so."));
  });
});

describe('splitting thoughts off the text', () => {
  for (const [what, text, thinking, answer, options] of cases) {
    it(`understands ${what}`, () => {
      assert.deepEqual(split([text], options), [thinking, answer]);
      assert.deepEqual(split([...text], options), [thinking, answer], 'letter by letter');
    });
  }

  it('tells text at once when nothing in it can be a tag', () => {
    assert.deepEqual(thinkingSplitter().push('L1-2: adds'), [{ kind: 'text', text: 'L1-2: adds' }]);
  });

  it('forgets that the prompt opened thoughts once they come apart', () => {
    const splitter = thinkingSplitter(inPrompt);
    splitter.thoughtsComeApart('hm');
    assert.deepEqual(splitter.push('yes'), [{ kind: 'text', text: 'yes' }]);
  });

  it('sees whether a template ends inside thoughts', () => {
    assert.ok(
      opensThoughts("{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n<think>\\n' }}{%- endif %}"),
    );
    assert.ok(opensThoughts('<|im_start|>assistant\n<think>\n'));
    assert.ok(!opensThoughts("{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}"));
    assert.ok(!opensThoughts('<|im_start|>assistant\n'));
  });
});
