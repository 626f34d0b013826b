// The words of an annotation in the reader's language: its note, its question.
import type { Annotation } from '../core/annotation/annotation';
import type { Language } from '../core/chapter/chapter';

/** The note in the wanted language, else in English, else in whatever language there is; Markdown. */
export function noteText(annotation: Annotation, language: Language): string {
  return textIn(annotation.body, language);
}

export function questionText(annotation: Annotation, language: Language): string {
  return textIn(annotation['marginalia:question'] ?? [], language);
}

interface LooseBody {
  readonly [key: string]: unknown;
}

function textIn(bodies: readonly LooseBody[], language: Language): string {
  const texts = bodies.filter(({ value }) => typeof value === 'string');
  const inWanted = texts.find(body => body.language === language);
  const chosen = inWanted ?? texts.find(body => body.language === 'en') ?? texts[0];
  const value = chosen?.value;
  return typeof value === 'string' ? value : '';
}
