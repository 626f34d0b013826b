import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Answer, newAnswer } from '../../src/core/endpoint/answer/answer';
import { thinkingSplitter } from '../../src/core/endpoint/answer/thinking';
import { ndjsonFrames, sseFrames } from '../../src/core/endpoint/protocol/frames';
import * as ollama from '../../src/core/endpoint/protocol/ollama';
import * as openai from '../../src/core/endpoint/protocol/openai';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '<think>',
    '</think>',
    '`',
    '```',
    '\n',
    '<',
    '</',
    '<|channel|>',
    'analysis<|message|>',
    '<|end|>',
    '[THINK]',
    '</Think>',
    '\n</think>\n',
    '~~~\n',
    '\n```\n',
    'word ',
    '"',
    '<|START_THINKING|>',
    '<|END_THINKING|>',
    '<answer>',
    '</answer>',
    'Here is my thought process:',
    'Here is my response:',
    '<|start|>',
    '<|im_end|>',
    '<|im_start|>',
    'user',
    'assistant',
    '<|end_header_id|>',
    '<s>',
    '</s>',
    '\r',
    '求',
    ' ',
  ),
);
const texts = fc.array(text, { maxLength: 20 }).map(parts => parts.join(''));

/** Bytes and where to cut them. */
function cutUp(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const at = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...at, bytes.length].map((end, index) => bytes.subarray(at[index - 1] ?? 0, end));
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('laws of frames', () => {
  it('lines of JSON come back as they went in, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 8 }), cuts, (values, where) => {
        const bytes = new TextEncoder().encode(values.map(value => `${value}\n`).join(''));
        const frames: string[] = [];
        const reader = ndjsonFrames(data => frames.push(data));
        for (const chunk of cutUp(bytes, where)) reader.push(chunk);
        reader.end();
        assert.deepEqual(frames, values);
      }),
    );
  });

  it('events come back as they went in, however they are cut and whatever ends their lines', () => {
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 8 }), lineEnd, cuts, (values, end, where) => {
        const stream = values.map(value => `: ping${end}data: ${value}${end}${end}`).join('');
        const frames: string[] = [];
        const reader = sseFrames(data => frames.push(data));
        for (const chunk of cutUp(new TextEncoder().encode(stream), where)) reader.push(chunk);
        reader.end();
        assert.deepEqual(frames, values);
      }),
    );
  });

  it('any bytes at all are read without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), cuts, (bytes, where) => {
        for (const reader of [sseFrames(() => undefined), ndjsonFrames(() => undefined)]) {
          for (const chunk of cutUp(bytes, where)) reader.push(chunk);
          reader.end();
        }
      }),
    );
  });
});

describe('laws of frames that are alike', () => {
  const words = fc.array(
    fc.record({
      member: fc.constantFrom('content', 'thinking'),
      // No signs that begin a tag or code: how those are read depends on what came before.
      word: fc
        .string({ unit: 'binary', minLength: 1, maxLength: 8 })
        .map(some => some.replace(/[<[◁`~]/g, '_')),
      created_at: fc.string({ maxLength: 6 }),
    }),
    { maxLength: 30 },
  );
  const quiet = { url: 'http://127.0.0.1:1', server: 's', model: 'm' };

  it('are read like any others: each word once, in its place', () => {
    fc.assert(
      fc.property(words, fc.boolean(), (list, isOllama) => {
        const said: (readonly [string, string])[] = [];
        const answer: Answer = {
          ...newAnswer({ startsThinking: false, maxAnswerTokens: 1, tell: () => undefined }),
          think: word => said.push(['thinking', word]),
          say: word => said.push(['content', word]),
        };
        const read = isOllama ? ollama.frameReader(answer, quiet) : openai.frameReader(answer, quiet);
        for (const { member, word, created_at } of list) {
          const delta = { role: 'assistant', [member]: word };
          read(
            JSON.stringify(isOllama ? { created_at, message: delta, done: false } : { choices: [{ delta }] }),
          );
        }
        assert.deepEqual(
          said,
          list.map(({ member, word }) => [member, word]),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('laws of thoughts', () => {
  const split = (pieces: readonly string[], startsThinking: boolean): readonly [string, string] => {
    const splitter = thinkingSplitter({ startsThinking });
    let [thinking, answer] = ['', ''];
    for (const piece of [...pieces.flatMap(one => splitter.push(one)), ...splitter.end()]) {
      if (piece.kind === 'rethink') {
        [thinking, answer] = [thinking + (piece.restored ?? '') + answer + piece.text, ''];
      } else if (piece.kind === 'thinking') thinking += piece.text;
      else answer += piece.text;
    }
    return [thinking, answer];
  };

  it('the same thoughts and the same answer come of any cut', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), cuts, (whole, startsThinking, where) => {
        const at = [...new Set(where.map(cut => cut % (whole.length + 1)))].sort((a, b) => a - b);
        const pieces = [...at, whole.length].map((end, index) => whole.slice(at[index - 1] ?? 0, end));
        assert.deepEqual(split(pieces, startsThinking), split([whole], startsThinking));
      }),
      { numRuns: 2000 },
    );
  });

  it('the same answer comes of any cut, with the marks at its end taken off', () => {
    const told = (pieces: readonly string[], apart: string) => {
      let [thinking, text] = ['', ''];
      const answer = newAnswer({
        startsThinking: false,
        maxAnswerTokens: 1,
        tell: event => {
          if (event.type === 'thinking') thinking += event.text;
          else if (event.type === 'text') text += event.text;
          else if (event.type === 'rethink') [thinking, text] = [thinking + event.text, ''];
        },
      });
      if (apart !== '') answer.think(apart);
      for (const piece of pieces) if (piece !== '') answer.say(piece);
      answer.verdict();
      return [thinking, text];
    };
    const apart = fc.constantFrom('', '', 'it has a `', 'so\n```\n');
    fc.assert(
      fc.property(texts, apart, cuts, (whole, before, where) => {
        const at = [...new Set(where.map(cut => cut % (whole.length + 1)))].sort((a, b) => a - b);
        const pieces = [...at, whole.length].map((end, index) => whole.slice(at[index - 1] ?? 0, end));
        assert.deepEqual(told(pieces, before), told([whole], before));
        assert.deepEqual(told([...whole], before), told([whole], before));
      }),
      { numRuns: 2000 },
    );
  });

  it('no word is lost or made up: only tags and white space at them go', () => {
    const word = fc.constantFrom('alpha', 'beta ', 'gamma\n', '<think>', '</think>', '`', '```\n');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), parts => {
        const [thinking, answer] = split([parts.join('')], false);
        const letters = (some: string) =>
          some
            .replace(/<\/?think>|\s/g, '')
            .split('')
            .sort()
            .join('');
        assert.equal(letters(thinking + answer), letters(parts.join('')));
      }),
    );
  });
});
