// From the instant at which the server writes the first words to the instant at which they stand painted as a step,
// beside the floor: an extension that only asks, posts and appends (floor/extension.cjs). Same server, same window.
import { once } from 'node:events';
import * as http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { closeTab, focusTab, inEditor } from './editor';
import type { VsCodeWindow } from './host';
import { inTurns } from './measure';
import { painted } from './paint';
import type { Row } from './row';

const rounds = 5;
const file = 'parity.py';
/** The panel that asked has drawn what there is to draw before the words, and rests. */
const restMs = 700;
const arrivalLimitMs = 20_000;

export async function bench(): Promise<readonly Row[]> {
  const server = await wordServer();
  try {
    const settings = {
      'marginalia.endpoint.url': server.url,
      'marginalia.endpoint.protocol': 'openai',
      'floor.url': `${server.url}/v1/chat/completions`,
    };
    const setting = {
      settings,
      beside: ['test/bench/floor'],
      files: { [file]: 'test/host/sample/parity.py' },
    };
    return await inEditor(setting, async open => {
      const window = await open();
      await window.openFile(file);
      await window.goToLine(16);
      const medians = await inTurns(rounds, {
        ours: () => asking(window, server, 'Marginalia: Explain Reasoning', 'Marginalia', 'li[data-step]'),
        peer: () => asking(window, server, 'Floor: Ask', 'Floor', '#floor li'),
      });
      return [
        {
          name: 'first words received → first step painted',
          ...medians,
          unit: 'ms',
          peerName: 'a minimal webview extension that posts and appends',
        },
      ];
    });
  } finally {
    await server.close();
  }
}

let asked = 0;

async function asking(
  window: VsCodeWindow,
  server: WordServer,
  command: string,
  tab: string,
  selector: string,
): Promise<number> {
  asked += 1;
  const words = `answer${asked}`;
  await focusTab(window, file);
  const arrived = server.nextQuestion();
  await window.command(command);
  const answer = await Promise.race([arrived, pause(arrivalLimitMs)]);
  if (!answer) throw new Error(`${command} sent nothing within ${arrivalLimitMs / 1000} s`);
  await pause(restMs);
  const seen = painted(window.page, { selector, text: words }, { isEntered: true });
  const writtenAt = answer(`L16-17: ${words} in a few words.`);
  const { paintedAt } = await seen;
  await closeTab(window, tab);
  return paintedAt - writtenAt;
}

interface WordServer {
  readonly url: string;
  /** Resolves when a question is here, with the way to answer it; that returns the instant of writing. */
  nextQuestion(): Promise<(text: string) => number>;
  close(): Promise<void>;
}

/** A llama.cpp server, which is known to work here, that opens each answer at once and writes its words when it is told to. */
async function wordServer(): Promise<WordServer> {
  let take: (answer: (text: string) => number) => void = () => {};
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
      take(text => {
        const writtenAt = Date.now();
        response.write(frame({ content: text }));
        response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
        return writtenAt;
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
