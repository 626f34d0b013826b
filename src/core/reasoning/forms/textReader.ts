// An answer that is text: a sentence on the whole, then a line for each step that begins with its lines. Held by a grammar or
// free, it is read in the same way.
import type { LineSpan } from '../../base/lines';
import { stepParser } from '../stepParser';
import type { AnswerReader, StepEvent } from './answerReader';
import type { StepWriter } from './stepWriter';

/** `leftOut`: lines in between that were not sent. Without `hasSummary` all is told as steps. */
export function textReader(
  writer: StepWriter,
  bounds: LineSpan,
  { leftOut = [], hasSummary = true }: { leftOut?: readonly LineSpan[]; hasSummary?: boolean } = {},
): AnswerReader {
  const parser = stepParser(bounds, { leftOut });
  /** What stands before the first head, as long as it stays on one line. */
  let isSummary = false;
  const take = (events: ReturnType<typeof parser.push>): readonly StepEvent[] => {
    for (const event of events) {
      if (event.type === 'step') {
        const { lines, text, number } = event.step;
        isSummary = hasSummary && lines === undefined && number === 1;
        if (isSummary) summarize(text);
        else writer.open(lines, text);
      } else if (isSummary) summarize(event.text);
      else writer.say(event.text);
    }
    return writer.take();
  };
  const summarize = (text: string) => {
    const end = text.indexOf('\n');
    writer.summary(end < 0 ? text : text.slice(0, end));
    if (end < 0) return;
    isSummary = false;
    writer.open(undefined, text.slice(end).trimStart());
  };
  return {
    push: text => take(parser.push(text)),
    end() {
      take(parser.end());
      writer.close();
      return writer.take();
    },
  };
}
