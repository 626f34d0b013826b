// A stream of bytes through the endpoint's reader, cut wherever the suite wants.
import { type Answer, newAnswer } from '../../src/core/endpoint/answer/answer';
import type { EndpointEvent, Protocol } from '../../src/core/endpoint/endpoint';
import { ndjsonFrames, sseFrames } from '../../src/core/endpoint/protocol/frames';
import * as ollama from '../../src/core/endpoint/protocol/ollama';
import * as openai from '../../src/core/endpoint/protocol/openai';

export interface Told {
  readonly thinking: string;
  readonly answer: string;
  /** The last event's reason or problem. */
  readonly last: string;
}

const asked = { url: 'http://127.0.0.1:1/', server: 'server', model: 'm' };

/**
 * The events for these chunks, the last one included. `isBroken`: the connection ended before the body did.
 */
export function play(
  protocol: Protocol,
  chunks: readonly Uint8Array[],
  { isBroken = false, startsThinking = false } = {},
): readonly EndpointEvent[] {
  const events: EndpointEvent[] = [];
  const answer = newAnswer({ startsThinking, maxAnswerTokens: 100, tell: event => events.push(event) });
  const reader = frameReader(protocol, answer);
  for (const chunk of chunks) {
    reader.push(chunk);
    if (answer.isClosed) break;
  }
  if (!answer.isClosed && !isBroken) reader.end();
  events.push(answer.verdict(isBroken));
  return events;
}

function frameReader(protocol: Protocol, answer: Answer) {
  return protocol === 'ollama'
    ? ndjsonFrames(ollama.frameReader(answer, asked))
    : sseFrames(openai.frameReader(answer, asked));
}

/** What a reader would see in the end. */
export function told(events: readonly EndpointEvent[]): Told {
  let thinking = '';
  let answer = '';
  let last = '';
  for (const event of events) {
    if (event.type === 'thinking') thinking += event.text;
    else if (event.type === 'text') answer += event.text;
    else if (event.type === 'rethink') {
      thinking += event.text;
      answer = '';
    } else if (event.type === 'done') last = event.reason;
    else if (event.type === 'failed') last = event.problem.code;
  }
  return { thinking, answer, last };
}
