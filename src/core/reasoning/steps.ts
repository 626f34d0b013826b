// An endpoint's events to a run's events: text becomes steps, everything else goes through.
import type { LineSpan } from '../base/lines';
import type { EndpointEvent } from '../endpoint/endpoint';
import { mostSteps } from './advance';
import type { AnswerReader } from './forms/answerReader';
import { type AskedPieces, pieceReader } from './forms/reader';
import type { RunEvent } from './run';
import { type AnswerForm, stepParser } from './stepParser';

export interface StepsForm extends AnswerForm {
  /** What was asked for; missing: a free question. */
  readonly asked?: AskedPieces;
}

/** `bounds`: the lines that were sent. An answer of more steps than a run has room for ends there. */
export async function* stepsFrom(
  events: AsyncIterable<EndpointEvent>,
  bounds: LineSpan,
  form: StepsForm = {},
): AsyncIterable<RunEvent> {
  const begin = (): AnswerReader =>
    form.asked ? pieceReader(form.asked, bounds, form.leftOut ?? []) : stepParser(bounds, form);
  let reader = begin();
  let answer = '';
  for await (const event of events) {
    if (event.type === 'text') {
      answer += event.text;
      for (const told of joined(reader.push(event.text))) {
        if (told.type === 'step' && told.step.number > mostSteps) {
          yield { type: 'answered', text: answer };
          yield { type: 'done', reason: 'cut' };
          return;
        }
        yield told;
      }
      continue;
    }
    if (event.type === 'rethink') {
      reader = begin();
      answer = '';
    }
    if (event.type === 'done' || event.type === 'failed') {
      yield* reader.end();
      if (answer !== '') yield { type: 'answered', text: answer };
    }
    yield event;
  }
}

/** Lines that came together are told together. */
function joined(events: readonly RunEvent[]): readonly RunEvent[] {
  const told: RunEvent[] = [];
  for (const event of events) {
    const last = told.at(-1);
    if (event.type === 'stepText' && last?.type === 'stepText') {
      told[told.length - 1] = { type: 'stepText', text: last.text + event.text };
    } else told.push(event);
  }
  return told;
}
