// Thinking and answer taken apart exactly right, beside the AI SDK's reasoning middleware on the same streams.
import { extractReasoningMiddleware } from 'ai';
import { createParser } from 'eventsource-parser';
import { play, told } from '../conformance/play';
import { written } from '../conformance/written';
import type { Bench } from './row';
import { streamOf } from './streams';

export const bench: Bench = async () => {
  const corpus = written.filter(
    ({ protocol, answer, thinking }) => protocol === 'openai' && answer + thinking !== '',
  );
  let ours = 0;
  let peer = 0;
  for (const { body, thinking, answer } of corpus) {
    const mine = told(play('openai', [new TextEncoder().encode(body)]));
    if (mine.thinking === thinking && mine.answer === answer) ours += 1;
    const theirs = await throughMiddleware(body).catch(() => undefined);
    // White space at the tags is each reader's own affair.
    if (theirs?.thinking.trim() === thinking.trim() && theirs.answer.trim() === answer.trim()) peer += 1;
  }
  return [
    {
      name: `thinking and answer exactly right, of ${corpus.length} streams`,
      ours,
      peer,
      unit: 'streams',
      peerName: "the AI SDK's extractReasoningMiddleware",
      target: { atLeast: 1 },
    },
  ];
};

/** The middleware gets what the best of providers could hand it: every thinking field as reasoning, content as text. */
async function throughMiddleware(body: string): Promise<{ thinking: string; answer: string }> {
  const middleware = extractReasoningMiddleware({ tagName: 'think' });
  // It reads nothing of the call but the stream, whose parts are those of the provider interface.
  const call = { doStream: async () => ({ stream: streamOf(partsOf(body)) }) };
  const { stream } = (await middleware.wrapStream?.(call as never)) ?? { stream: streamOf([]) };
  let [thinking, answer] = ['', ''];
  for await (const part of stream as unknown as AsyncIterable<{ type: string; delta: string }>) {
    if (part.type === 'reasoning-delta') thinking += part.delta;
    if (part.type === 'text-delta') answer += part.delta;
  }
  return { thinking, answer };
}

function partsOf(body: string): readonly object[] {
  const parts: object[] = [{ type: 'text-start', id: 't' }];
  let isOver = false;
  createParser({
    onEvent({ data }) {
      isOver ||= data === '[DONE]';
      if (isOver) return;
      const delta = JSON.parse(data).choices?.[0]?.delta ?? {};
      const reasoning = delta.reasoning_content ?? delta.reasoning ?? delta.thinking;
      if (reasoning) parts.push({ type: 'reasoning-delta', id: 'r', delta: reasoning });
      const text = Array.isArray(delta.content) ? delta.content[0].text : delta.content;
      if (text) parts.push({ type: 'text-delta', id: 't', delta: text });
    },
  }).feed(body);
  return [...parts, { type: 'text-end', id: 't' }];
}
