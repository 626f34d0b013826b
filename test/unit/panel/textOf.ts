// A template of the panel as its markup with the values set in, as far as they are text: no page is needed.
import { nothing } from 'lit-html';

export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (value === nothing || typeof value !== 'object' || value === null) return '';
  const { strings, values } = value as { strings?: readonly string[]; values?: readonly unknown[] };
  if (!strings || !values) return values ? repeated(values) : '';
  return strings.map((part, index) => part + textOf(values[index])).join('');
}

/** What `repeat` draws of each item. */
function repeated([items, , draw]: readonly unknown[]): string {
  if (!Array.isArray(items) || typeof draw !== 'function') return '';
  return items.map((item, index) => textOf(draw(item, index))).join('');
}
