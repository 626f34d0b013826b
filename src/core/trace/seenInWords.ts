// What was seen of a run, as text for a model: line by line, bounded, in the program's own notation. It is material, and is put
// so that none of it reads as an instruction.
import { linesOf } from '../base/lines';
import type { SeenLine, SeenRun } from './seen';

/** Of all of it: some 1,000 tokens. */
export const mostSeenChars = 4_000;
/** Of the lines together: what else is said fits beside them. */
const mostLineChars = 2_200;
const mostLines = 60;
const mostTaken = 6;
const mostValues = 6;
const longestValue = 120;
const longestTaken = 180;
const longestPrinted = 300;

export function seenInWords(seen: SeenRun): string {
  const told: string[] = [];
  let chars = 0;
  for (const line of seen.lines.slice(0, mostLines)) {
    const text = lineInWords(line, seen);
    chars += text.length + 1;
    if (chars > mostLineChars) break;
    told.push(text);
  }
  const left = seen.lines.length - told.length;
  return [
    ...told,
    ...tookSeveral(seen),
    ...(left > 0 ? [`${left} more lines are left out here.`] : []),
    ...(seen.printed.trim() === '' ? [] : [`Printed: ${quoted(seen.printed.trimEnd(), longestPrinted)}`]),
    endInWords(seen),
  ].join('\n');
}

function lineInWords({ line, times, calls, values, result, raised }: SeenLine, { isWhole }: SeenRun): string {
  const name = `Line ${line}:`;
  if (times === 0 && calls === 0)
    return `${name} ${isWhole ? 'never reached' : 'not reached before it ended'}`;
  const often = calls > 0 ? `called ${calls}×` : `ran ${times}×`;
  const was = calls > 1 || times > 1 ? 'was last' : 'was';
  const facts = values.slice(0, mostValues).map(one => `${one.name} ${was} ${cut(one.text, longestValue)}`);
  if (result !== undefined) facts.push(`gave back ${cut(result, longestValue)}`);
  if (raised) facts.push(`raised ${raised.kind}: ${quoted(raised.text, longestValue)}`);
  return `${name} ${[often, ...facts].join('; ')}`;
}

/** In the order in which they came first: one that came again is not said again. */
function tookSeveral({ ever }: SeenRun): readonly string[] {
  return ever
    .filter(({ texts, isAll }) => isAll && texts.length > 1)
    .slice(0, mostTaken)
    .map(({ name, texts }) => cut(`Values that ${name} took, each once: ${texts.join(', ')}`, longestTaken));
}

function endInWords({ end }: SeenRun): string {
  switch (end.reason) {
    case 'finished':
      return end.value ? `The call gave back ${cut(end.value.text, longestValue)}.` : 'The call ended.';
    case 'raised':
      return `The call ended with ${end.kind}: ${quoted(end.text, longestValue)}.`;
    default:
      return 'It was ended before its own end; this is what was seen up to there.';
  }
}

/** On one line, whatever it holds. */
function quoted(text: string, most: number): string {
  return JSON.stringify(cut(text, most));
}

function cut(text: string, most: number): string {
  const line = linesOf(text)
    .map(part => part.trim())
    .filter(part => part !== '')
    .join(' ');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
