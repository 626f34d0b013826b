// How often an attack is tried: few times in `npm test`, many in `npm run attack`; and what it counted, in one form.

export const isLarge = process.env.MARGINALIA_ATTACK === 'large';

/** So many rounds in `npm test`; `more` times as many in `npm run attack`. */
export function rounds(few: number, more = 20): number {
  return isLarge ? few * more : few;
}

/** Says what was tried and what came of it, in the output of the run: `⚔ journals: 11,416 records, 0 lost`. */
export function report(what: string, counts: Readonly<Record<string, number>>): void {
  const said = Object.entries(counts).map(([name, count]) => `${count.toLocaleString('en')} ${name}`);
  console.log(`      ⚔ ${what}: ${said.join(', ')}`);
}
