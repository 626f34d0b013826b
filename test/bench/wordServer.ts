// A model server that says what it is told to, when it is told to.
import { once } from 'node:events';
import * as http from 'node:http';

export interface WordServer {
  readonly url: string;
  /** Resolves when a question is here, with the way to answer it. */
  nextQuestion(): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  /** Returns the instant of writing, in epoch milliseconds. */
  say(text: string): number;
  end(): void;
}

/** A llama.cpp server, which is known to work here, that opens each answer at once. */
export async function wordServer(): Promise<WordServer> {
  let take: (answer: Answer) => void = () => {};
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', part => {
      body += part;
    });
    request.on('end', () => answer(request, response, body));
  });
  const answer = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => {
    if (request.url === '/v1/models') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'words', object: 'model' }] }));
    } else if (request.url === '/props') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ default_generation_settings: { n_ctx: 8192 }, total_slots: 1 }));
    } else if (request.url !== '/v1/chat/completions' || body.includes('"stream":false')) {
      // What asks for no stream asks whether answers can be held to a form: they are free here.
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame({ role: 'assistant', content: '' }));
      take({
        say(text) {
          const writtenAt = Date.now();
          response.write(frame({ content: text }));
          return writtenAt;
        },
        end: () => void response.end(`${frame({}, 'stop')}data: [DONE]\n\n`),
      });
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    nextQuestion: () =>
      new Promise(resolve => {
        take = resolve;
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function frame(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'words', choices })}\n\n`;
}
