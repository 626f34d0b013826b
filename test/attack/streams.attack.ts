// Time in proportion to what comes: texts that were made to hurt, whole and a character a frame, at one size and at twice
// that size.
import assert from 'node:assert/strict';
import { newAnswer } from '../../src/core/endpoint/answer/answer';
import { opensThoughts } from '../../src/core/endpoint/discovery/thoughtTemplates';
import {
  clean,
  isLoading,
  problemOfErrorFrame,
  problemOfRefusal,
} from '../../src/core/endpoint/protocol/failure';
import { ndjsonFrames, sseFrames, wholeOrSseFrames } from '../../src/core/endpoint/protocol/frames';
import { parseJson } from '../../src/core/endpoint/protocol/json';
import { frameLikeness } from '../../src/core/endpoint/protocol/likeness';
import * as ollama from '../../src/core/endpoint/protocol/ollama';
import * as openai from '../../src/core/endpoint/protocol/openai';
import { estimateTokens } from '../../src/core/endpoint/window/tokens';
import { mostGrowth, processorMs } from './growth';
import { report, rounds } from './rounds';

const asked = { url: 'http://127.0.0.1:1/', server: 's', model: 'm', secret: 'sk-1' };

/** Everything that an answer's reader stops at, over and over, and beginnings that are never ended. */
const pieces: Readonly<Record<string, string>> = {
  blanks: ' ',
  lines: '\n',
  'carriage returns': '\r',
  'less-than signs': '<',
  brackets: '[',
  backticks: '`',
  'backticks and blanks': '` ',
  tildes: '~',
  fences: '```\n',
  'fences of two kinds': '```\n~~~x\n',
  openers: '<think>',
  'openers on lines': '<think>\n',
  closers: '</think>',
  'closers on lines': 'a\n</think>\n',
  'closers in a sentence': 'the </think> tag ',
  'quoted closers': '`</think>` ',
  'closers after a backtick': '`</think>\n',
  'pairs on lines': '<think>a</think>\n',
  'pairs in fences': '~~~x\n</think>\n<think>\n',
  'half tags': '</thin',
  channels: '<|channel|>analysis<|message|>a<|end|>',
  'channel heads': '<|channel|>x',
  'channel ends': '<|end|><|start|>',
  'end marks': '<|im_end|>',
  'end marks and blanks': '<|im_end|> ',
  'end marks and roles': '<|im_end|>\n<|im_start|>user are ',
  'end marks with words': '<|im_end|>a',
  'half end marks': '<|im_',
  strikes: '<s></s>',
  sentences: 'Here is my response:',
  'half sentences': 'Here is my ',
  answers: '<answer>a</answer>',
  'small letters': 'a',
};

/** How an answer is brought to its reader: each in one go at most, and a character a frame. */
const before: Readonly<Record<string, string>> = {
  'from the first word on': '',
  'after a word': 'a ',
  'in thoughts': '<think>a',
  'in a fence in thoughts': '<think>~~~\n</think>',
  'in a sentence’s thoughts': 'Here is my thought process: a',
  'after an end mark': 'a<|im_end|>',
  'after thoughts': '<think>a</think>b',
  'in a channel': '<|channel|>final<|message|>a',
};

type Way = (text: string) => void;

const hear = () => newAnswer({ startsThinking: false, maxAnswerTokens: 1, tell: () => undefined });
const whole: Way = text => {
  const answer = hear();
  answer.say(text);
  answer.verdict();
};
const byCharacter: Way = text => {
  const answer = hear();
  for (const character of text) answer.say(character);
  answer.verdict();
};
/** The same said apart as well, in turns: what legacy servers do. */
const twice: Way = text => {
  const answer = hear();
  for (const character of text) {
    answer.think(character);
    answer.say(character);
  }
  answer.verdict();
};
/** All apart first, then all again. */
const again: Way = text => {
  const answer = hear();
  for (const character of text) answer.think(character);
  for (const character of text) answer.say(character);
  answer.verdict();
};

/** Below this a collector of garbage is measured. */
const leastMs = 3;
const tries = 5;

/** Tried again at four times the length where it seems too much: what is not linear shows the more, and luck the less. */
async function assertLinear(what: string, way: Way, make: (length: number) => string): Promise<void> {
  const timeOf = (text: string) => processorMs(() => way(text));
  const seen: number[] = [];
  let length = 2000;
  while ((await timeOf(make(length))) < leastMs && length < 64_000) length *= 2;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const [text, double] = [make(length), make(length * 2)];
    const ratios: number[] = [];
    // The first tells in nearly all cases.
    for (let count = 0; count < tries && (count !== 1 || (ratios[0] ?? 0) > mostGrowth); count += 1) {
      ratios.push((await timeOf(double)) / Math.max(leastMs / 2, await timeOf(text)));
    }
    const median = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
    if (median <= mostGrowth) return;
    seen.push(median);
    length *= 4;
  }
  assert.fail(`${what}: twice the input takes ${seen.map(one => one.toFixed(1)).join(', ')} times the time`);
}

const fill = (start: string, piece: string) => (length: number) =>
  start + piece.repeat(Math.ceil(length / piece.length));

describe('a stream made to hurt', () => {
  const ways: Readonly<Record<string, Way>> = {
    whole,
    'a character a frame': byCharacter,
    'said twice, in turns': twice,
    'said apart, then again': again,
  };
  const all = Object.entries(before).flatMap(([where, start]) =>
    Object.entries(pieces).map(([what, piece]) => ({ where, what, make: fill(start, piece) })),
  );
  /** In the small a part of them, each way another one, and those that once hurt. */
  const every = rounds(1) === 1 ? 29 : 1;
  const hurt = [
    'blanks from the first word on',
    'pairs on lines from the first word on',
    'closers in a sentence after thoughts',
    'channel heads in a channel',
  ];
  for (const [index, [how, way]] of Object.entries(ways).entries()) {
    it(`is read in linear time, ${how}`, async () => {
      const shown = all.filter(
        ({ what, where }, at) => (at + index * 5) % every === 0 || hurt.includes(`${what} ${where}`),
      );
      for (const { where, what, make } of shown) await assertLinear(`${what} ${where}`, way, make);
      report(`texts made to hurt, ${how}`, { tried: shown.length });
    });
  }

  const bytes =
    (read: (chunk: Uint8Array) => void, end: () => void, size: number): Way =>
    text => {
      const encoded = new TextEncoder().encode(text);
      for (let at = 0; at < encoded.length; at += size) read(encoded.subarray(at, at + size));
      end();
    };
  const frames = [
    'data: a\n',
    'data: {}\n\n',
    ':\n',
    '\r',
    '\r\n',
    '\n',
    ' ',
    '{',
    'data',
    'event: error\ndata: x\n\n',
    'id: 1\nretry: 1\n',
  ];
  const limit = 1 << 24;
  const readers = { sse: sseFrames, ndjson: ndjsonFrames, 'whole or sse': wholeOrSseFrames };
  for (const [name, make] of Object.entries(readers)) {
    it(`is cut into frames in linear time: ${name}`, async () => {
      for (const size of [1, 997, limit]) {
        for (const piece of frames) {
          const way: Way = text => {
            const reader = make(() => undefined, limit);
            bytes(
              chunk => reader.push(chunk),
              () => reader.end(),
              size,
            )(text);
          };
          await assertLinear(`${JSON.stringify(piece)} in reads of ${size}`, way, fill('', piece));
        }
      }
      report(`frames made to hurt, ${name}`, { tried: 3 * frames.length });
    });
  }
});

describe('a frame made to hurt', () => {
  const words = [
    '[',
    '{',
    '{"error":',
    '"',
    '\\',
    '\\\\"',
    'context ',
    'context 1',
    'first 1',
    'has 1 ',
    '//',
    '?',
    '<',
    ' ',
    '\n',
    'model ',
    '"content":',
    '"created_at":"',
  ];
  const ways: Readonly<Record<string, Way>> = {
    'as JSON': text => parseJson(text),
    'as JSON in a text': text => parseJson(JSON.stringify({ error: text })),
    'as an error': text => problemOfErrorFrame(text, false, asked),
    'as an error of an error': text =>
      problemOfErrorFrame({ error: { message: `{"error":${text}` } }, true, asked),
    'as a refusal': text => problemOfRefusal({ status: 400, headers: {}, body: text }, asked),
    'as a refusal while loading': text => isLoading({ status: 503, body: text }),
    'as a redirect': text => problemOfRefusal({ status: 302, headers: { location: text }, body: '' }, asked),
    'as a detail': text => clean(text, 's'),
    'as a template': text => opensThoughts(text),
    'as a prompt': text => estimateTokens(text),
    'as a frame like the one before': text => {
      const likeness = frameLikeness('created_at');
      const frame = (word: string) => JSON.stringify({ created_at: 'x', message: { content: word } });
      likeness.learn(frame('a'), 'content', 'a');
      likeness.wordIn(frame(text));
      likeness.wordIn(text);
      likeness.learn(text, 'content', 'a');
    },
    'as a line of Ollama': text => ollama.frameReader(hear(), asked)(text),
    'as a frame': text => openai.frameReader(hear(), asked)(text),
    'as the word of a frame': text =>
      openai.frameReader(
        hear(),
        asked,
      )(JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: text }] })),
  };
  for (const [how, way] of Object.entries(ways)) {
    it(`is read in linear time ${how}`, async () => {
      for (const word of words) await assertLinear(JSON.stringify(word), way, fill('', word));
    });
  }
});
