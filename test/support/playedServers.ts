// Model servers as the extension meets them: the answers that real ones gave when they were asked who they are, and
// a conversation of the test's choice.
import { recording } from '../conformance/recording';
import type { Script, SeenRequest } from './scriptedEndpoint';

type Play = (request: SeenRequest) => Script | undefined;

/** llama.cpp's server with one loaded model. */
export function llamaServer(conversation: Script | Play): Play {
  return request => {
    switch (request.path) {
      case '/v1/models':
        return recorded('llama-server-models');
      case '/props':
        return recorded('llama-server-props');
      case '/v1/chat/completions':
        if (asksWhetherGrammarsAreRead(request)) return recorded('llama-server-bad-grammar');
        if (!isStream(request)) return json({ choices: [{ message: { content: 'Hello!' } }] });
        return typeof conversation === 'function' ? conversation(request) : conversation;
      default:
        return undefined;
    }
  };
}

/** A grammar that no reader of grammars takes (core/endpoint/constraints). */
function asksWhetherGrammarsAreRead({ body }: SeenRequest): boolean {
  return JSON.parse(body).grammar === 'root ::= (';
}

/** Only the question of a run is answered in a stream: others ask what the server can. */
function isStream({ body }: SeenRequest): boolean {
  return JSON.parse(body).stream !== false;
}

/** Ollama with two models. */
export function ollamaServer(conversation: Script | Play): Play {
  return request => {
    switch (request.path) {
      case '/':
        return recorded('ollama-root');
      case '/api/version':
        return recorded('ollama-version');
      case '/api/tags':
        return recorded('ollama-tags');
      case '/api/ps':
        return recorded('ollama-ps');
      case '/api/show':
        return recorded(request.body.includes('thinker') ? 'ollama-show-thinking' : 'ollama-show');
      case '/v1/models':
        return recorded('ollama-v1-models');
      case '/api/chat':
        if (!isStream(request)) return json({ message: { content: 'Hello!' }, done: true });
        return typeof conversation === 'function' ? conversation(request) : conversation;
      default:
        return undefined;
    }
  };
}

/** A recorded answer, to be played in writes of its own size. */
export function recorded(name: string, pace: Pick<Script, 'cuts' | 'gapMs' | 'ends'> = {}): Script {
  const { status, headers, body } = recording(name);
  const type = headers['content-type'];
  return { status, body, ...(type === undefined ? {} : { headers: { 'content-type': type } }), ...pace };
}

export function json(value: unknown, status = 200): Script {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** The frames of an OpenAI-compatible stream, each with one of these texts. */
export function frames(texts: readonly string[]): readonly string[] {
  const frame = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  return [...texts.map(content => frame({ content }, null)), frame({}, 'stop'), 'data: [DONE]\n\n'];
}

/** A stream that is written a frame at a time. */
export function paced(texts: readonly string[], gapMs: number): Script {
  const pieces = frames(texts).map(frame => new TextEncoder().encode(frame));
  const body = Buffer.concat(pieces);
  let offset = 0;
  const cuts = pieces.slice(0, -1).map(piece => (offset += piece.length));
  return { body, cuts, gapMs };
}
