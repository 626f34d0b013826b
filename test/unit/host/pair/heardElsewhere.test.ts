// A server on this machine that calls its model local, and says only while it answers that another machine does the work.
import assert from 'node:assert/strict';
import { type Http, HttpFailure, type HttpResponse } from '../../../../src/core/ports';
import { isFinished } from '../../../../src/core/reasoning/run';
import { Pair } from '../../../support/pair';

const encoder = new TextEncoder();

function lines(...values: readonly unknown[]): HttpResponse {
  return text(...values.map(value => `${JSON.stringify(value)}\n`));
}

function text(...pieces: readonly string[]): HttpResponse {
  async function* body() {
    for (const piece of pieces) yield encoder.encode(piece);
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: body() };
}

/** An Ollama, by the shapes that it documents; `questions`: bodies that brought code. */
class HandingOn implements Http {
  readonly questions: string[] = [];

  async request({ url, method, body = '' }: Parameters<Http['request']>[0]): Promise<HttpResponse> {
    const { host, pathname } = new URL(url);
    if (host !== '127.0.0.1:11434') throw new HttpFailure('refused', 'nobody');
    switch (`${method} ${pathname}`) {
      case 'GET /':
        return text('Ollama is running');
      case 'GET /api/version':
        return lines({ version: '0.12.3' });
      case 'GET /api/tags':
        return lines({ models: [{ name: 'mine:7b', model: 'mine:7b', size: 4_000_000_000 }] });
      case 'GET /v1/models':
        return lines({ object: 'list', data: [{ id: 'mine:7b', object: 'model', owned_by: 'library' }] });
      case 'POST /api/show':
        return lines({ capabilities: ['completion'], model_info: {} });
      case 'GET /api/ps':
        return lines({ models: [{ name: 'mine:7b', model: 'mine:7b', context_length: 8192 }] });
      case 'POST /api/chat': {
        // The trial of a schema brings none.
        if (!body.includes('Say hello.')) this.questions.push(body);
        const remote = { remote_host: 'https://ollama.com:443', remote_model: 'mine:7b' };
        const said = { role: 'assistant', content: 'L1: begins here.\n' };
        return lines(
          { model: 'mine:7b', ...remote, message: said, done: false },
          {
            model: 'mine:7b',
            ...remote,
            message: { role: 'assistant', content: '' },
            done: true,
            done_reason: 'stop',
          },
        );
      }
      default:
        return { ...lines({ error: 'not found' }), status: 404 };
    }
  }
}

describe('a model of which its server says in the middle of an answer that it is not here', () => {
  const server = new HandingOn();
  let pair: Pair;
  beforeEach(() => {
    server.questions.length = 0;
    pair = new Pair({ http: server });
  });
  afterEach(() => pair.dispose());

  async function explained() {
    await pair.openCode();
    const before = pair.page.shown?.run?.id;
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => {
      const run = pair.page.shown?.run;
      return run !== undefined && run.id !== before && isFinished(run);
    }, 'the run is over');
    return pair.page.shown?.run;
  }

  it('gets no more code without a yes, in this window and in the next', async () => {
    await pair.show();
    const first = await explained();
    assert.equal(first?.state, 'done', JSON.stringify(first?.problem));
    assert.deepEqual(
      first.warnings.map(({ kind }) => kind),
      ['not-local'],
    );
    assert.equal(server.questions.length, 1);

    const second = await explained();
    assert.deepEqual([second?.state, second?.problem?.code], ['failed', 'refused-model']);

    await pair.kill();
    await pair.show();
    const third = await explained();
    assert.deepEqual([third?.state, third?.problem?.code], ['failed', 'refused-model']);
    assert.equal(server.questions.length, 1);
  });
});
