// An answer about one piece that was asked for by itself: its words, whatever head the model gives them. What follows on
// further lines is about something else.
import type { Piece } from '../pieces/piece';
import { longestHead, readHead } from '../stepHead';
import type { AnswerReader, StepEvent } from './answerReader';
import type { StepWriter } from './stepWriter';

export function soleReader(writer: StepWriter, { lines }: Piece): AnswerReader {
  /** Of the first line, as long as its head may still grow; `undefined` once it streams. */
  let held: string | undefined = '';
  let isOver = false;
  const say = (text: string) => {
    const end = text.indexOf('\n');
    writer.say(end < 0 ? text : text.slice(0, end).trimEnd());
    isOver = end >= 0;
  };
  const decide = (start: string, isLast: boolean) => {
    const end = start.indexOf('\n');
    const line = end < 0 ? start : start.slice(0, end);
    const head = readHead(line, isLast || end >= 0, [lines], false);
    if (head === 'undecided' && line.length <= longestHead) return;
    held = undefined;
    writer.open(lines, '');
    say(typeof head === 'object' ? start.slice(head.length).replace(/^\n+/, '') : start);
  };
  const take = (text: string, isLast: boolean): readonly StepEvent[] => {
    if (isOver) return [];
    if (held === undefined) say(text);
    else {
      held = (held + text).trimStart();
      if (held !== '') decide(held, isLast);
    }
    return writer.take();
  };
  return {
    push: text => take(text, false),
    end() {
      const late = held === undefined || held === '' ? [] : take('', true);
      writer.close();
      return [...late, ...writer.take()];
    },
  };
}
