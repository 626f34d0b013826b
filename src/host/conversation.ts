// The way of one run: choose a server, fit the prompt, stream the answer as steps.
import type { Language } from '../core/chapter/chapter';
import { chat } from '../core/endpoint/chat';
import type { Clock, Http, Log } from '../core/ports';
import { answerTokens, explainMessages, followUpMessages, promptParts } from '../core/reasoning/prompt';
import type { Run } from '../core/reasoning/run';
import { stepsFrom } from '../core/reasoning/steps';
import type { Endpoints } from './endpoints';
import { boundsOf, type Reason } from './explain';

/** A run's events from a model server. `language`: the one that the reader reads in, at the time of the run. */
export function conversation(parts: {
  endpoints: Endpoints;
  http: Http;
  clock: Clock;
  log: Log;
  language: () => Language;
}): Reason {
  return async function* (run, before, signal) {
    const choice = await parts.endpoints.choose(signal);
    if ('code' in choice) {
      yield { type: 'failed', problem: choice };
      return;
    }
    const { endpoint, model, key } = choice;
    const messages = messagesOf(run, before, parts.language());
    yield {
      type: 'prepared',
      destination: {
        url: endpoint.url,
        protocol: endpoint.protocol,
        server: endpoint.name,
        model: model.id,
        isLocal: choice.isLocal,
        ...(model.contextTokens === undefined ? {} : { contextTokens: model.contextTokens }),
      },
      messages: [...messages],
    };
    const events = chat(
      endpoint,
      { model, messages, maxAnswerTokens: answerTokens, thinking: 'auto', temperature: 0 },
      { http: parts.http, clock: parts.clock, log: parts.log, key },
      signal,
    );
    yield* stepsFrom(events, boundsOf(run.excerpt));
  };
}

function messagesOf(run: Run, before: Run | undefined, language: Language) {
  if (before && run.question !== undefined) return followUpMessages(before, run.question);
  return explainMessages(promptParts(run.excerpt, language));
}
