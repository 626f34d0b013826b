// Every dialect's stream, recorded or written after a fact, split at every byte offset and byte by byte: the
// same thinking and the same answer, each exactly right.
import assert from 'node:assert/strict';
import type { Protocol } from '../../src/core/endpoint/endpoint';
import { play, type Told, told } from './play';
import { recording } from './recording';
import { written } from './written';

const gcdThoughts =
  'The function `gcd` calculates the greatest common divisor (GCD) of two integers `a` and `b`. It uses a loop to repeatedly replace `a` with `b` and `b` with the remainder of `a` divided by `b`, until `b` becomes zero. The GCD is the last non-zero value of `a`.\n';
const ownWords = gcdThoughts.replace(
  '. It uses a loop to repeatedly replace',
  ' using the Euclidean algorithm. The algorithm repeatedly replaces',
);
const angleSteps =
  '<L1-1>: Initialize `a` and `b` with the input values.\n<L2-2>: Enter the while loop.\n<L3-3>: ';

/** By hand from the recordings: what was thought and what was answered. */
const recorded: Readonly<Record<string, Told & { readonly protocol: Protocol; readonly isBroken?: true }>> = {
  'llama-server-chat': {
    protocol: 'openai',
    thinking: '',
    answer: 'L1: function gcd(a, b) {\nL2:   while (b !== 0) {\nL3:     const t = b;\nL4:     b = a % b',
    last: 'length',
  },
  'llama-server-chat-thinking': {
    protocol: 'openai',
    thinking: ownWords,
    answer:
      '<1>-<2>: The function `gcd` is defined with two parameters `a` and `b`.\n<3>-<4>: The while loop starts with the condition `b !== 0`. This loop continues as long as `b` is not zero.\n<5>-<6',
    last: 'length',
  },
  'llama-server-chat-thinking-raw': {
    protocol: 'openai',
    thinking: gcdThoughts,
    answer: `${angleSteps}Check if \`b\` is not equal to zero.\n<L4-4>: If \`b\` is not zero, assign \`b\` to \``,
    last: 'length',
  },
  'llama-server-chat-thinking-length': {
    protocol: 'openai',
    thinking: 'The function `gcd` calculates the greatest common divisor (G',
    answer: '',
    last: 'only-thinking',
  },
  'llama-server-chat-died': {
    protocol: 'openai',
    isBroken: true,
    thinking: '',
    answer: Array.from({ length: 25 }, (_, index) => `${index + 1}\n`).join(''),
    last: 'cut-short',
  },
  'ollama-chat': {
    protocol: 'ollama',
    thinking: '',
    answer:
      'L1: function gcd(a, b) {\nL2:   while (b !== 0) {\nL3:     const t = b;\nL4:     b = a % b;\nL5:     a = t;\nL',
    last: 'length',
  },
  'ollama-chat-thinking': {
    protocol: 'ollama',
    thinking: gcdThoughts,
    answer: `${angleSteps}Check if \`b\` is not zero.\n<L4-4>: If \`b\` is not zero, assign \`b\` to \`t\``,
    last: 'length',
  },
  'ollama-chat-thinking-length': {
    protocol: 'ollama',
    thinking: 'The function `gcd` calculates the greatest common divisor (G',
    answer: '',
    last: 'only-thinking',
  },
  'ollama-chat-runner-died': {
    protocol: 'ollama',
    thinking: '',
    answer: '1\n2\n3\n4\n5\n6\n',
    last: 'stream-error',
  },
  'ollama-chat-too-long-template': {
    protocol: 'ollama',
    thinking: '',
    answer: '\\[\n\\end{',
    last: 'length',
  },
  'ollama-chat-history-dropped': { protocol: 'ollama', thinking: '', answer: 'ok', last: 'stop' },
  'ollama-v1-chat': {
    protocol: 'openai',
    thinking: '',
    answer: 'L1: function gcd(a, b) {\nL2:   while (b !== 0) {\nL3:     const t = b',
    last: 'length',
  },
  'ollama-v1-chat-thinking': {
    protocol: 'openai',
    thinking: gcdThoughts,
    answer: `${angleSteps}Check if \`b\` is not zero.\n<L`,
    last: 'length',
  },
  'ollama-v1-chat-runner-died': {
    protocol: 'openai',
    thinking: '',
    answer: 'Sure, here are the numbers from ',
    last: 'cut-short',
  },
};

/**
 * Small streams are cut in two at every offset. Large ones are cut at many places at once, so that every
 * offset is a cut in one of `strides` runs; with CONFORMANCE=full they are cut in two at every offset as well
 * (minutes).
 */
const smallBytes = 6_000;
const strides = 101;
const isFull = process.env.CONFORMANCE === 'full';

describe('streams of every dialect', () => {
  const cases = [
    ...Object.entries(recorded).map(([name, { protocol, isBroken = false, thinking, answer, last }]) => ({
      name,
      protocol,
      isBroken,
      bytes: recording(name).body,
      expected: { thinking, answer, last },
    })),
    ...written.map(({ name, protocol, body, thinking, answer, last }) => ({
      name,
      protocol,
      isBroken: false,
      bytes: new TextEncoder().encode(body),
      expected: { thinking, answer, last },
    })),
  ];

  for (const { name, protocol, isBroken, bytes, expected } of cases) {
    it(`reads ${name} however it is cut`, function () {
      this.timeout(120_000);
      assert.deepEqual(told(play(protocol, [bytes], { isBroken })), expected);
      for (const chunks of cutsOf(bytes)) {
        const { thinking, answer, last } = told(play(protocol, chunks, { isBroken }));
        const isSame = thinking === expected.thinking && answer === expected.answer && last === expected.last;
        const first = chunks[0]?.length;
        if (!isSame) assert.deepEqual({ first, thinking, answer, last }, { first, ...expected });
      }
    });
  }
});

function* cutsOf(bytes: Uint8Array): Iterable<readonly Uint8Array[]> {
  yield chunksAt(bytes, 1, 1);
  if (bytes.length > smallBytes) {
    for (let first = 1; first <= strides; first += 1) yield chunksAt(bytes, first, strides);
    if (!isFull) return;
  }
  for (let cut = 1; cut < bytes.length; cut += 1) yield [bytes.subarray(0, cut), bytes.subarray(cut)];
}

/** Cut at `first`, then every `stride` bytes. */
function chunksAt(bytes: Uint8Array, first: number, stride: number): readonly Uint8Array[] {
  const chunks = [bytes.subarray(0, first)];
  for (let at = first; at < bytes.length; at += stride) chunks.push(bytes.subarray(at, at + stride));
  return chunks;
}
