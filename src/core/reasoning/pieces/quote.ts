// How a line of code is shown to the model: no more of it than serves, and nothing that cannot be seen.
import { cutAtUnseen } from '../../base/foreign';

/** In UTF-16 units. */
export const longestQuote = 60;

/** The beginning of a line without the blanks around it. Never ends inside a character. */
export function quoteOf(line: string): string {
  // A line may hold all of a file: what is read of it has a bound.
  const start = line.trimStart().slice(0, longestQuote * 8);
  const seen = cutAtUnseen(start)
    .filter((_, place) => place % 2 === 0)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  let quote = '';
  for (const { segment } of new Intl.Segmenter().segment(seen)) {
    if (quote.length + segment.length > longestQuote) break;
    quote += segment;
  }
  return quote.trimEnd();
}
