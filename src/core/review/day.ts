// Days as the reader has them: they begin at midnight of a time zone, whose distance from UTC changes in the year.

/** The number of the day in which an instant (milliseconds since the epoch) lies; the next day has the next number. */
export type DayOf = (at: number) => number;

const dayMs = 24 * 60 * 60_000;

/** Midnight of every zone falls on a quarter of an hour, so what is known of one instant holds for all of its quarter. */
const quarterMs = 15 * 60_000;
const mostQuarters = 10_000;

/** `timeZone`: a name of the IANA database. One that this machine does not know, and none, is the machine's own. */
export function daysIn(timeZone?: string): DayOf {
  const format = formatFor(timeZone);
  const known = new Map<number, number>();
  return at => {
    const quarter = Math.floor(at / quarterMs);
    const day = known.get(quarter) ?? dayIn(format, at);
    if (known.size >= mostQuarters) known.clear();
    known.set(quarter, day);
    return day;
  };
}

function dayIn(format: Intl.DateTimeFormat, at: number): number {
  const part = { year: 0, month: 0, day: 0 };
  for (const { type, value } of format.formatToParts(at)) {
    if (type === 'year' || type === 'month' || type === 'day') part[type] = Number(value);
  }
  return Date.UTC(part.year, part.month - 1, part.day) / dayMs;
}

function formatFor(timeZone: string | undefined): Intl.DateTimeFormat {
  const parts = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...parts, ...(timeZone ? { timeZone } : {}) });
  } catch {
    return new Intl.DateTimeFormat('en', parts);
  }
}
