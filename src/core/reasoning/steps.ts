// An endpoint's events to a run's events: text becomes steps, everything else goes through.
import type { LineSpan } from '../base/lines';
import type { EndpointEvent } from '../endpoint/endpoint';
import type { RunEvent } from './run';
import { type AnswerForm, stepParser } from './stepParser';

/** `bounds`: the lines that were sent. */
export async function* stepsFrom(
  events: AsyncIterable<EndpointEvent>,
  bounds: LineSpan,
  form: AnswerForm = {},
): AsyncIterable<RunEvent> {
  let parser = stepParser(bounds, form);
  let answer = '';
  for await (const event of events) {
    if (event.type === 'text') {
      answer += event.text;
      yield* parser.push(event.text);
      continue;
    }
    if (event.type === 'rethink') {
      parser = stepParser(bounds, form);
      answer = '';
    }
    if (event.type === 'done' || event.type === 'failed') {
      yield* parser.end();
      if (answer !== '') yield { type: 'answered', text: answer };
    }
    yield event;
  }
}
