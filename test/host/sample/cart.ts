interface Line {
  readonly name: string;
  readonly cents: number;
  readonly count: number;
}

/** The total in cents; ten of a kind cost as much as nine. */
export function total(lines: readonly Line[]): number {
  let sum = 0;
  for (const { cents, count } of lines) {
    const free = Math.floor(count / 10);
    sum += cents * (count - free);
  }
  return sum;
}

export function receipt(lines: readonly Line[]): string {
  const rows = lines.map(({ name, cents, count }) => `${count} × ${name}: ${(cents * count) / 100}`);
  return [...rows, `total: ${total(lines) / 100}`].join('\n');
}
