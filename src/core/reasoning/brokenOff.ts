// Whether a run ended while a sentence was being written: then its last words are no whole thought, and the page says so.
import { isFinished, type Run } from './run';

/** What may stand behind the end of a sentence: quotation marks, brackets, marks of emphasis and code. */
const closing = /[\s"'`”’」』）)\]}*_]+$/u;
const sentenceEnd = /[.!?…:。！？：]$/u;

/** Of a run that is over before its time. Where no step ends like a sentence, nobody can tell, and nothing is said. */
export function isBrokenOff(run: Run): boolean {
  const isWhole = run.state === 'done' && run.reason !== 'length' && run.reason !== 'cut';
  if (!isFinished(run) || isWhole) return false;
  const texts = run.steps.map(({ text }) => text);
  const last = texts.at(-1);
  if (last === undefined) return run.summary !== undefined && !endsSentence(run.summary);
  const before = texts.slice(0, -1);
  return !endsSentence(last) && (before.length === 0 || before.some(endsSentence));
}

function endsSentence(text: string): boolean {
  return sentenceEnd.test(text.slice(-200).replace(closing, ''));
}
