// A sentence that was said already is not told again: a small model that has said everything says it again, and again. What
// could become such a sentence is held back until it is seen to be another one.
import type { Step } from '../run';
import type { AnswerReader, StepEvent } from './answerReader';

/** Shorter ones may be said twice: "Returns the result." */
const shortestJudged = 24;
/** What is held back at most, of a sentence that has no end. */
const longestHeld = 600;
/** More are not remembered: no answer has so many. */
const mostRemembered = 4_000;

const ends = /[.!?。！？]/;
const closesAtOnce = /[。！？\n]/;

/**
 * `scope`: among all steps, or within each, where every step has a piece of its own that must be told. Among
 * all steps, one that says nothing new is none.
 */
export function withoutRepetition(reader: AnswerReader, scope: 'answer' | 'step'): AnswerReader {
  const said = new Set<string>();
  /** All beginnings, up to the length that is judged. */
  const beginnings = new Set<string>();
  /** The one that is being said, as far as it could be one of those. */
  let sentence = '';
  let last = '';
  let isHeld = true;
  /** It is longer than any that is remembered. */
  let isLong = false;
  let out: StepEvent[] = [];
  /** A step of which nothing was told yet: it may be one that only repeats. */
  let waiting: Step | undefined;
  let count = 0;

  const open = (step: Step) => {
    count += 1;
    out.push({ type: 'step', step: { ...step, number: count, text: '' } });
  };
  const tell = (text: string) => {
    if (text === '') return;
    if (waiting) open(waiting);
    waiting = undefined;
    const last = out.at(-1);
    if (last?.type === 'stepText') out[out.length - 1] = { type: 'stepText', text: last.text + text };
    else out.push({ type: 'stepText', text });
  };
  const finish = () => {
    const whole = sentence.trim();
    const isAgain = isHeld && said.has(whole);
    if (isHeld && !isAgain) tell(sentence);
    const isWorth = !isLong && whole.length >= shortestJudged && said.size < mostRemembered;
    if (isWorth && !isAgain) {
      said.add(whole);
      for (let length = 1; length <= shortestJudged; length += 1) beginnings.add(whole.slice(0, length));
    }
    sentence = '';
    last = '';
    isHeld = true;
    isLong = false;
  };
  const say = (text: string) => {
    for (const char of text) {
      if (char === ' ' && ends.test(last)) finish();
      last = char;
      add(char);
      if (closesAtOnce.test(char)) finish();
    }
  };
  const add = (char: string) => {
    if (!isLong) sentence += char;
    if (!isHeld) tell(char);
    else if (sentence.length >= longestHeld || !mayRepeat()) {
      isHeld = false;
      tell(sentence);
    }
    isLong ||= sentence.length >= longestHeld;
  };
  /** Beyond the length that is judged nothing speaks against it before its end. */
  const mayRepeat = () => {
    const start = sentence.length > 2 * shortestJudged ? '' : sentence.trimStart();
    return start === '' || start.length > shortestJudged || beginnings.has(start);
  };
  const take = (events: readonly StepEvent[]): readonly StepEvent[] => {
    out = [];
    for (const event of events) {
      switch (event.type) {
        case 'stepText':
          say(event.text);
          break;
        case 'step':
          finish();
          waiting = undefined;
          if (scope === 'answer') waiting = event.step;
          else {
            said.clear();
            beginnings.clear();
            open(event.step);
          }
          say(event.step.text);
          break;
        case 'stepLines':
          finish();
          if (!waiting) out.push(event);
          break;
        default:
          finish();
          out.push(event);
      }
    }
    return out;
  };
  return {
    push: text => take(reader.push(text)),
    end() {
      const last = take(reader.end());
      out = [...last];
      finish();
      return out;
    },
  };
}
