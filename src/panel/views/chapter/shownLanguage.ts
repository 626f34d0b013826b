// The language in which a passage is shown: that of the reader, or English where it is not translated.
import type { Language } from '../../../core/chapter/chapter';
import type { Scene } from '../../scene';

export function shownLanguage(
  { shown, language }: Pick<Scene, 'shown' | 'language'>,
  passage: string,
): Language {
  const found = shown.chapter.passages.find(({ id }) => id === passage);
  return found?.text[language] === undefined ? 'en' : language;
}
