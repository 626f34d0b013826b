// Plain values as code writes them: numbers, texts, truth, nothing, empty lists. What is compared is compared here: what a model
// says with what was seen, and what a reader says, too.

/** Text keeps a quote in front, so that it is no number. */
export type Plain = number | string;

/** `undefined` for what is no plain value. */
export function plainOf(text: string): Plain | undefined {
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^(?:none|null|undefined|true|false)$/i.test(text)) return text.toLowerCase();
  if (/^(?:"[^"\\]*"|'[^'\\]*')$/.test(text)) return `"${text.slice(1, -1)}`;
  return /^(?:\[\]|\{\})$/.test(text) ? text : undefined;
}

/** Truth and numbers, or two kinds of nothing, are the same for some and not for others. */
export function kindOf(value: Plain): string {
  if (typeof value === 'number') return 'number';
  if (value.startsWith('"')) return 'text';
  return /^(?:true|false)$/.test(value) ? 'truth' : value;
}

/** A number that is written with fewer places is the same where the other rounds to it. */
export function isEqual(seen: Plain, said: Plain): boolean {
  if (seen === said) return true;
  if (typeof seen !== 'number' || typeof said !== 'number') return false;
  if (Math.abs(seen - said) <= 1e-9 * Math.abs(said)) return true;
  const places = String(said).split('.')[1]?.length ?? 0;
  return places > 0 && Math.abs(seen - said) <= 0.5 * 10 ** -places + Number.EPSILON;
}

/** Whether the value stands in a line of code, in whatever way it is written. */
export function holds(line: string, wanted: Plain): boolean {
  const found =
    line.match(
      /-?\d[\w.]*|\b(?:None|null|undefined|True|False|true|false)\b|"[^"\\\n]*"|'[^'\\\n]*'|\[\]|\{\}/gu,
    ) ?? [];
  return found.some(text => {
    const one = plainOf(text);
    return (
      one === undefined ||
      one === wanted ||
      (typeof one === 'number' && Math.abs(one) === Math.abs(Number(wanted)))
    );
  });
}
