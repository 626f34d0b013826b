// All concepts in order, each with what it needs: an outline, which `map/railway.ts` sets as a map where there is room.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { type ConceptEntry, inLanguage } from '../../../core/chapter/chapter';
import { problemText } from '../../../core/wording/problemText';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import { problemNotices } from '../../ui/problems';
import { whole } from '../../ui/wholeWords';
import { openAt, openConcept } from './concept';
import { chosenConcept, pathLine } from './map/mapNotes';
import { type Standing, standing } from './map/standing';

export function conceptList(scene: Scene, walk: (event: KeyboardEvent) => void): TemplateResult {
  const { words, language, shown } = scene;
  const { concepts, title } = shown.chapter;
  if (concepts.length === 0) return brokenChapter(scene);
  const stand = standing(scene);
  return html`<main class="page" data-view="chapter" aria-labelledby="title">
    ${problemNotices(scene)}
    <section class="opening list-opening">
      <p class="label">${inLanguage(title, language)}</p>
      <h1 id="title" tabindex="-1">${words.conceptsTitle(concepts.length)}</h1>
      ${pathLine(scene, stand)}
    </section>
    <div class="railway">
      <svg aria-hidden="true"></svg>
      <ol class="outline" data-map aria-label=${words.mapName} aria-describedby="map-keys" @keydown=${walk}
        >${concepts.map((concept, index) => row(scene, stand, concept, index))}</ol>
    </div>
    <p class="mapkey">
      <span>${icon('read')}${words.isRead}</span>
      <span>${icon('disc')}${words.isReading}</span>
      <span>${icon('ring')}${words.isNotRead}</span>
      <span class="drawn"><svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M1 8h14" /></svg>${words.litTrack}</span>
      <span class="drawn">${words.impliedNeeds}</span>
      <span class="drawn" id="map-keys">${words.mapKeys}</span>
    </p>
    ${chosenConcept(scene, stand)}
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

function row(scene: Scene, stand: Standing, concept: ConceptEntry, index: number): TemplateResult {
  const { words, language, shown, change } = scene;
  const { id } = concept;
  const isOpen = openConcept(scene) === concept;
  const isRead = stand.isRead[index] ?? false;
  const due = stand.due[index] ?? 0;
  const isNext = stand.path[0] === index;
  const state = isRead ? words.isRead : isOpen ? words.isReading : words.isNotRead;
  const needs = shown.chapter.concepts
    .filter(need => concept.needs.includes(need.id))
    .map(need => `${need.number} ${isolated(inLanguage(need.title, language))}`);
  const needed = needs.join(language === 'zh-CN' ? '、' : ', ');
  const drawing = isRead ? 'read' : isOpen ? 'disc' : 'ring';
  const name = html`<span class="n num">${concept.number}</span> ${whole(isolated(inLanguage(concept.title, language)))}`;
  const looks = [
    isOpen ? 'sel' : '',
    stand.chosen === index ? 'chosen' : stand.needed.includes(index) ? 'near' : '',
  ];
  return html`<li data-node=${concept.number} class=${looks.filter(Boolean).join(' ')} ?data-stop=${stand.stop === index}>
    <a
      href="#${id}"
      data-concept=${id}
      aria-current=${isOpen ? 'true' : nothing}
      @click=${() => openAt(scene, concept)}
      @focus=${() => scene.ui.chosen === id || change({ chosen: id, pointedAt: undefined })}
      @pointerenter=${() => change({ pointedAt: id })}
      @pointerleave=${() => scene.ui.pointedAt === id && change({ pointedAt: undefined })}
    >
      <span class="st">${icon(drawing)}</span>
      <span class="t">${name}<span class="sr">. ${state}. </span>${
        due > 0
          ? html` <span class="tag num">${words.dueHere(due)}</span><span class="sr">. </span>`
          : nothing
      }${isNext ? html` <span class="tag on-path">${words.nextOnPath}</span><span class="sr">. </span>` : nothing}${
        needs.length > 0 ? html`<span class="needs">${words.needsThese(needed)}</span>` : nothing
      }</span>
    </a>
  </li>`;
}
