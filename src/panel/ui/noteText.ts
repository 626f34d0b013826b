// The words of an annotation in the reader's language: its note, its question.
import type { Annotation } from '../../core/annotation/annotation';
import type { Language } from '../../core/chapter/chapter';

export interface NoteText {
  readonly value: string;
  /** Else every character stands for itself. */
  readonly isMarkdown: boolean;
}

/** The note in the wanted language, else in English, else in whatever language there is; empty: none. */
export function noteText(annotation: Annotation, language: Language): NoteText {
  const body = bodyIn(annotation.body, language);
  return { value: wordsOf(body), isMarkdown: body?.format === 'text/markdown' };
}

export function questionText(annotation: Annotation, language: Language): string {
  return wordsOf(bodyIn(annotation['marginalia:question'] ?? [], language));
}

interface LooseBody {
  readonly [key: string]: unknown;
}

function bodyIn(bodies: readonly LooseBody[], language: Language): LooseBody | undefined {
  const texts = bodies.filter(({ value }) => typeof value === 'string');
  const inWanted = texts.find(body => body.language === language);
  return inWanted ?? texts.find(body => body.language === 'en') ?? texts[0];
}

function wordsOf(body: LooseBody | undefined): string {
  const value = body?.value;
  return typeof value === 'string' ? value : '';
}
