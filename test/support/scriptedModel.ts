// A model server as an Http port: a llama.cpp on its usual port that says what a test wants, piece by piece, in the
// test's own time. Everything else refuses the connection.
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from '../../src/core/ports';

export type Mood =
  /** Nobody listens. */
  | 'away'
  /** Answers that it is loading its model, until its mood changes. */
  | 'loading'
  | 'well'
  | 'thinks'
  /** Refuses the question. */
  | 'fails'
  /** Breaks off in the middle. */
  | 'breaks'
  /** Goes on until it is stopped. */
  | 'endless';

const encoder = new TextEncoder();
const here = '127.0.0.1:8080';

export class ScriptedModel implements Http {
  mood: Mood = 'well';
  /** Between two pieces of an answer. */
  gapMs = 40;
  /** What it answers to a question, piece by piece. */
  words = (_question: string): readonly string[] => ['L1: begins ', 'here.\n', 'L2: adds.\n'];
  /** Bodies of the questions that it was asked. */
  readonly questions: string[] = [];

  async request(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const { host, pathname } = new URL(request.url);
    if (signal.aborted) throw new HttpFailure('aborted', 'aborted');
    if (host !== here || this.mood === 'away') throw new HttpFailure('refused', 'nobody');
    if (this.mood === 'loading') return json({ error: { message: 'Loading model', code: 503 } }, 503);
    switch (`${request.method} ${pathname}`) {
      case 'GET /v1/models':
        return json({ object: 'list', data: [{ id: 'small', object: 'model', owned_by: 'llamacpp' }] });
      case 'GET /props':
        return json({ default_generation_settings: { n_ctx: 8192 }, total_slots: 1, chat_template: '' });
      case 'POST /v1/chat/completions':
        if (!request.body?.includes('"stream":true')) return json({ error: { message: 'no' } }, 404);
        this.questions.push(request.body);
        return this.#answer(signal, lastQuestion(request.body));
      default:
        return json({ error: { message: 'no such route' } }, 404);
    }
  }

  #answer(signal: AbortSignal, question: string): HttpResponse {
    if (this.mood === 'fails') return json({ error: { message: 'out of memory' } }, 500);
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: this.#pieces(this.mood, question, signal),
    };
  }

  async *#pieces(mood: Mood, question: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const pause = () => sleep(this.gapMs, signal);
    if (mood === 'thinks') {
      for (const words of ['What does ', 'it do?']) {
        yield delta({ reasoning_content: words });
        await pause();
      }
    }
    for (const words of this.words(question)) {
      yield delta({ content: words });
      await pause();
    }
    if (mood === 'breaks') throw new HttpFailure('cut', 'socket hang up');
    while (mood === 'endless') {
      yield delta({ content: 'And on. ' });
      await pause();
    }
    yield delta({}, 'stop');
    yield encoder.encode('data: [DONE]\n\n');
  }
}

function lastQuestion(body: string): string {
  return JSON.parse(body).messages.at(-1).content;
}

function delta(words: object, reason: string | null = null): Uint8Array {
  return encoder.encode(
    `data: ${JSON.stringify({ choices: [{ delta: words, finish_reason: reason }] })}\n\n`,
  );
}

function json(value: unknown, status = 200): HttpResponse {
  async function* body() {
    yield encoder.encode(JSON.stringify(value));
  }
  return { status, headers: { 'content-type': 'application/json', server: 'llama.cpp' }, body: body() };
}

async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>(resolve => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
  if (signal.aborted) throw new HttpFailure('aborted', 'aborted');
}
