// All concepts in order, each with what it needs: the concept map in its outline form.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { type ConceptEntry, inLanguage } from '../../../core/chapter/chapter';
import { problemText } from '../../../core/wording/problemText';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import { problemNotices } from '../../ui/problems';
import { whole } from '../../ui/wholeWords';
import { isConceptRead, openAt } from './concept';

export function conceptList(scene: Scene, open: ConceptEntry | undefined): TemplateResult {
  const { words, language, shown } = scene;
  const { concepts, title } = shown.chapter;
  if (concepts.length === 0) return brokenChapter(scene);
  return html`<main class="page" data-view="chapter" aria-labelledby="title">
    ${problemNotices(scene)}
    <section class="opening list-opening">
      <p class="label">${inLanguage(title, language)}</p>
      <h1 id="title" tabindex="-1">${words.conceptsTitle(concepts.length)}</h1>
    </section>
    <ol class="outline" data-map>${concepts.map(concept => row(scene, concept, concept === open))}</ol>
    <p class="mapkey">
      <span>${icon('read')}${words.isRead}</span>
      <span>${icon('disc')}${words.isReading}</span>
      <span>${icon('ring')}${words.isNotRead}</span>
    </p>
  </main>`;
}

/** A chapter of which nothing could be read: what is wrong, and where, in place of the page. */
function brokenChapter(scene: Scene): TemplateResult {
  const [first, ...others] = scene.shown.problems.map(problem => problemText(problem, scene.language));
  return html`<main class="page" data-view="chapter" aria-labelledby="title">
    <section class="blank" role="alert" data-error=${scene.shown.problems[0]?.code ?? 'broken-chapter'}>
      <h1 id="title" tabindex="-1">${icon('fail')}<span>${scene.words.noChapter}</span></h1>
      <p>${first?.sentence} ${first?.next}</p>
      ${others.map(({ sentence, next }) => html`<p>${sentence} ${next}</p>`)}
    </section>
  </main>`;
}

function row(scene: Scene, concept: ConceptEntry, isOpen: boolean): TemplateResult {
  const { words, language, shown } = scene;
  const isRead = isConceptRead(scene, concept);
  const state = isRead ? words.isRead : isOpen ? words.isReading : words.isNotRead;
  const needs = shown.chapter.concepts
    .filter(({ id }) => concept.needs.includes(id))
    .map(need => `${need.number} ${isolated(inLanguage(need.title, language))}`);
  const needed = needs.join(language === 'zh-CN' ? '、' : ', ');
  const drawing = isRead ? 'read' : isOpen ? 'disc' : 'ring';
  const name = html`<span class="n num">${concept.number}</span> ${whole(isolated(inLanguage(concept.title, language)))}`;
  return html`<li data-node=${concept.number} class=${isOpen ? 'sel' : ''}>
    <a
      href="#${concept.id}"
      data-concept=${concept.id}
      aria-current=${isOpen ? 'true' : nothing}
      @click=${() => openAt(scene, concept)}
    >
      <span class="st">${icon(drawing)}</span>
      <span class="t">${name}<span class="sr">. ${state}. </span>${
        needs.length > 0 ? html`<span class="needs">${words.needsThese(needed)}</span>` : nothing
      }</span>
    </a>
  </li>`;
}
