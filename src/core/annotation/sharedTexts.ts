// Texts that many records say again, held once: a parser makes each of them anew, and a reader of years has forty
// thousand records.
import type { JournalRecord } from './record';

export class SharedTexts {
  readonly #texts = new Map<string, string>();

  /** The same text, as it was given first. */
  of(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

/** The record itself, which nobody else has seen yet. */
export function withShared(texts: SharedTexts, record: JournalRecord): JournalRecord {
  if (record.type === 'rated') record.card = texts.of(record.card);
  if (record.type !== 'put') return record;
  const { annotation } = record;
  annotation.id = texts.of(annotation.id);
  for (const key of ['@context', 'type', 'motivation']) shareIn(texts, annotation, key);
  for (const target of annotation.target) {
    target.source = texts.of(target.source);
    for (const selector of target.selector ?? []) shareIn(texts, selector, 'type');
  }
  for (const body of annotation.body)
    for (const key of ['type', 'format', 'purpose']) shareIn(texts, body, key);
  return record;
}

function shareIn(texts: SharedTexts, part: { [key: string]: unknown }, key: string): void {
  const text = part[key];
  if (typeof text === 'string') part[key] = texts.of(text);
}
