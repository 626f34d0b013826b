// Whether a run ended while a sentence was being written: then its last words are no whole thought, and the page says so.
import { isFinished, type Run } from './run';

/** What may stand behind the end of a sentence: quotation marks, brackets, marks of emphasis and code. */
const closing = new Set(' \n\t\r"\'`”’」』）)]}*_');
const sentenceEnd = /[.!?…:。！？：]$/u;

/** Of a run that is over before its time. Where no step ends like a sentence, nobody can tell, and nothing is said. */
export function isBrokenOff(run: Run): boolean {
  const isWhole = run.state === 'done' && run.reason !== 'length' && run.reason !== 'cut';
  if (!isFinished(run) || isWhole) return false;
  const texts = run.steps.map(({ text }) => text);
  const last = texts.at(-1);
  // Of long code the sentence on the whole comes last.
  const isSummaryLast = last === undefined || run.stepsBefore === texts.length;
  if (isSummaryLast && run.summary !== undefined) return !endsSentence(run.summary);
  if (last === undefined) return false;
  const before = texts.slice(0, -1);
  return !endsSentence(last) && (before.length === 0 || before.some(endsSentence));
}

function endsSentence(text: string): boolean {
  let end = text.length;
  while (end > 0 && closing.has(text.charAt(end - 1))) end -= 1;
  return sentenceEnd.test(text.slice(Math.max(0, end - 8), end));
}
