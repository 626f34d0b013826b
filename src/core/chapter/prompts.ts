// What a concept asks at its end, as annotations: so a prompt is kept, comes back and is undone like any margin note.
// biome-ignore lint/style/noRestrictedImports: a prompt that is kept is a card, and cards are made from annotations.
import { type Annotation, passageSource } from '../annotation/annotation';
import type { Fault } from '../base/finding';
import type { Chapter, Language, Localized, Manifest } from './chapter';

export interface PromptParts {
  readonly chapter: Pick<Chapter, 'key' | 'languages'>;
  /** Ids of passages. */
  readonly passages: ReadonlySet<string>;
  /** By the ids of regions, their code; `undefined` where it is missing, which was told. */
  readonly code: ReadonlyMap<string, string | undefined>;
  readonly report: (concept: string, place: number, fault: Fault) => void;
}

/** In the order of the concepts; of two with one id the first. */
export function promptAnnotations(
  concepts: Manifest['concepts'],
  { chapter, passages, code, report }: PromptParts,
): readonly Annotation[] {
  const made = new Map<string, Annotation>();
  const all = concepts.flatMap(({ id, prompts }) =>
    prompts.map((prompt, place) => ({ concept: id, place, prompt })),
  );
  for (const { concept, place, prompt } of all) {
    const { id, passage } = prompt;
    if (made.has(id)) {
      report(concept, place, { code: 'repeated', kind: 'prompt', id });
      continue;
    }
    if (!passages.has(passage)) report(concept, place, { code: 'unknown-target', passage });
    const shown = prompt.code === undefined ? undefined : code.get(prompt.code);
    if (prompt.code !== undefined && !code.has(prompt.code)) {
      report(concept, place, { code: 'unlisted-region', passage: id, region: prompt.code });
    }
    made.set(id, {
      id: `urn:marginalia:${chapter.key}:prompt:${id}`,
      type: 'Annotation',
      motivation: 'questioning',
      body: bodiesOf(prompt.answer),
      target: chapter.languages.map(language => ({
        source: passageSource({ chapter: chapter.key, language, passage }),
      })),
      'marginalia:question': bodiesOf(prompt.ask),
      ...(shown === undefined ? {} : { 'marginalia:code': shown }),
    });
  }
  return [...made.values()];
}

function bodiesOf(text: Localized) {
  const languages: readonly Language[] = ['en', 'zh-CN'];
  return languages.flatMap(language => {
    const value = text[language];
    return value === undefined
      ? []
      : [{ type: 'TextualBody' as const, value, format: 'text/plain', language }];
  });
}
