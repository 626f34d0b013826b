// What stands about a note wherever it is shown: its verdict, the sources it names, and what was read of them.
import { html, nothing, type TemplateResult } from 'lit-html';
import { type Annotation, isReaders, passageAddress, type Verdict } from '../../core/annotation/annotation';
import { isolated } from '../../core/base/foreign';
import { type Chapter, isNamed, type Source } from '../../core/chapter/chapter';
import type { Scene } from '../scene';
import type { Shown } from '../shown';
import { type IconName, icon } from './icons';
import { isWebAddress } from './prose';

const verdictIcon: Readonly<Record<Verdict | 'mine' | 'plain', IconName>> = {
  right: 'pass',
  partly: 'half',
  wrong: 'fail',
  unproven: 'ask',
  mine: 'pencil',
  plain: 'pencil',
};

export function verdictMark(verdict: Verdict | 'mine' | 'plain'): TemplateResult {
  return icon(verdictIcon[verdict]);
}

export function verdictName({ words }: Scene, annotation: Annotation, text: string): string {
  const verdict = annotation['marginalia:verdict'];
  if (verdict !== undefined) return words.verdicts[verdict];
  if (!isReaders(annotation)) return words.editorsNote;
  return text === '' ? words.yourHighlight : words.yourNote;
}

/** The sources that a note names, of those that its chapter has. */
export function citedIn(
  { 'marginalia:sources': ids = [] }: Annotation,
  known: readonly Source[],
): readonly Source[] {
  return ids.flatMap(id => known.find(source => source.id === id) ?? []);
}

/** Links to the sources, and what was read of them. */
export function sourcesOf({ words, shown }: Scene, annotation: Annotation) {
  const sources = citedIn(annotation, chapterOf(annotation, shown)?.sources ?? []);
  const evidence = annotation['marginalia:evidence'];
  if (sources.length === 0 && evidence === undefined) return nothing;
  const read = evidence === undefined ? '' : words.evidence[evidence];
  // A comma stays with what it follows: Chinese has no space to break a line at.
  const comma = words.sourceJoin.trimEnd();
  const gap = words.sourceJoin.slice(comma.length);
  const links = sources.map(({ label, url }, index) => {
    const name =
      isWebAddress(url) && url !== undefined ? html`<a href=${url}>${isolated(label)}</a>` : isolated(label);
    const isLast = index === sources.length - 1 && read === '';
    return html`<span class="source">${name}${isLast ? nothing : comma}</span>${isLast ? nothing : gap}`;
  });
  return html`<span class="src">${links}${read}</span>`;
}

/** The chapter that the note is about: a card may be about another than the one that is read. */
function chapterOf({ target }: Annotation, { chapter, otherChapters }: Shown): Chapter | undefined {
  const names = target.flatMap(({ source }) => passageAddress(source)?.chapter ?? []);
  return [chapter, ...otherChapters].find(one => names.some(name => isNamed(name, one)));
}
