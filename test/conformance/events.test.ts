// Each recording as the whole list of events that the extension sees. UPDATE_GOLDEN=1 rewrites events.json;
// the difference is then read, not trusted.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chat } from '../../src/core/endpoint/chat';
import type { Endpoint, EndpointEvent } from '../../src/core/endpoint/endpoint';
import { json, playedHttp } from '../unit/endpoint/playedHttp';
import { steppedClock } from '../unit/endpoint/steppedClock';
import { recording } from './recording';
import { written } from './written';

const golden = join('test', 'conformance', 'events.json');
const llama = { protocol: 'openai', kind: 'llama.cpp' } as const;
const ollama = { protocol: 'ollama', kind: 'ollama' } as const;
const ollamaV1 = { protocol: 'openai', kind: 'ollama' } as const;

/** Requests of the recordings whose prompts were "word " 9,000 times, or forty turns of 300. */
const sentWords: Readonly<Record<string, number>> = {
  'ollama-chat-too-long': 9000,
  'ollama-chat-too-long-default': 9000,
  'ollama-chat-too-long-template': 9000,
  'ollama-chat-history-dropped': 12_000,
};

const recordings = {
  ...of(llama, 'chat', 'chat-thinking', 'chat-thinking-raw', 'chat-thinking-legacy', 'chat-thinking-length'),
  ...of(
    llama,
    'chat-thinking-off',
    'chat-schema',
    'chat-logprobs',
    'chat-died',
    'chat-too-long',
    'bad-grammar',
  ),
  ...of(llama, 'not-found'),
  ...of(ollama, 'chat', 'chat-thinking', 'chat-thinking-length', 'chat-thinking-off', 'chat-schema'),
  ...of(ollama, 'chat-runner-died', 'chat-too-long', 'chat-too-long-default', 'chat-too-long-template'),
  ...of(ollama, 'chat-history-dropped', 'chat-no-model', 'chat-think-unsupported'),
  ...of(ollamaV1, 'v1-chat', 'v1-chat-thinking', 'v1-chat-runner-died'),
};

describe('events of every recording', () => {
  const expected = JSON.parse(readFileSync(golden, { encoding: 'utf8', flag: 'a+' }) || '{}');
  const seen: Record<string, unknown> = {};

  for (const [name, dialect] of Object.entries(recordings)) {
    it(name, async () => {
      const { status, headers, body } = recording(name);
      const ends = name.endsWith('chat-died') ? 'cut' : 'well';
      seen[name] = await eventsOf(dialect, { status, headers, chunks: [body], ends }, sentWords[name] ?? 60);
      if (!process.env.UPDATE_GOLDEN) assert.deepEqual(seen[name], expected[name]);
    });
  }

  for (const { name, fact, protocol, kind, body } of written) {
    it(`${name}: ${fact}`, async () => {
      const type = protocol === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
      seen[name] = await eventsOf(
        { protocol, kind },
        { headers: { 'content-type': type }, chunks: [body] },
        60,
      );
      if (!process.env.UPDATE_GOLDEN) assert.deepEqual(seen[name], expected[name]);
    });
  }

  after(() => {
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, `${JSON.stringify(seen, undefined, 2)}\n`);
  });
});

async function eventsOf(
  dialect: Pick<Endpoint, 'protocol' | 'kind'>,
  played: Parameters<typeof playedHttp>[0][string],
  words: number,
): Promise<readonly EndpointEvent[]> {
  const endpoint: Endpoint = { url: 'http://127.0.0.1:1', name: 'the server', models: [], ...dialect };
  const http = playedHttp({
    'GET /api/ps': json({ models: [{ model: 'm', context_length: 8192 }] }),
    'POST /api/chat': played,
    'POST /v1/chat/completions': played,
  });
  const events: EndpointEvent[] = [];
  const stream = chat(
    endpoint,
    {
      model: { id: 'm' },
      messages: [{ role: 'user', content: 'word '.repeat(words) }],
      maxAnswerTokens: 140,
      thinking: 'auto',
      temperature: 0,
    },
    { http, clock: steppedClock(), log: { trace() {}, info() {}, warn() {}, error() {} } },
    new AbortController().signal,
  );
  for await (const event of stream) {
    const last = events.at(-1);
    // Where one piece of text ends depends on the reader's pace.
    if (event.type === 'text' && last?.type === 'text')
      events.splice(-1, 1, { ...last, text: last.text + event.text });
    else if (event.type === 'thinking' && last?.type === 'thinking') {
      events.splice(-1, 1, { ...last, text: last.text + event.text });
    } else events.push(event);
  }
  return events;
}

function of(dialect: Pick<Endpoint, 'protocol' | 'kind'>, ...names: readonly string[]) {
  const prefix = dialect.kind === 'ollama' ? 'ollama' : 'llama-server';
  return Object.fromEntries(names.map(name => [`${prefix}-${name}`, dialect]));
}
