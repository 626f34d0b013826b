// What stands around the map: the path that is suggested, and of the chosen concept what it says and what comes first.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../../core/base/foreign';
import { type ConceptEntry, inLanguage } from '../../../../core/chapter/chapter';
import type { Scene } from '../../../scene';
import { button } from '../../../ui/button';
import { icon } from '../../../ui/icons';
import { whole } from '../../../ui/wholeWords';
import { openAt } from '../concept';
import type { Standing } from './standing';

/** So many are named; of the others it is said how many they are. */
const namedOnPath = 4;
const namedNeeds = 12;

export function pathLine(scene: Scene, { path }: Standing): TemplateResult {
  const { words } = scene;
  if (path.length === 0) return html`<p class="way quiet" data-path>${words.allRead}</p>`;
  const named = path.slice(0, namedOnPath);
  const more = path.length - named.length;
  return html`<p class="way" data-path><span class="quiet">${words.suggestedPath}</span> ${named.map(
    (index, nth) => html`${nth > 0 ? icon('chev') : nothing}${link(scene, index)}`,
  )}${more > 0 ? html` <span class="quiet">${words.andMore(more)}</span>` : nothing}</p>`;
}

export function chosenConcept(
  scene: Scene,
  { chosen, needed, isRead }: Standing,
): TemplateResult | typeof nothing {
  const { words, language, shown } = scene;
  const concept = shown.chapter.concepts[chosen];
  if (!concept) return nothing;
  const title = isolated(inLanguage(concept.title, language));
  const unread = needed.filter(index => !isRead[index]);
  const named = (unread.length > namedNeeds ? unread : needed).slice(0, namedNeeds);
  const more = needed.length - named.length;
  return html`<section class="chosen-one" data-chosen=${chosen} aria-labelledby="chosen-title">
    <div>
      <h2 id="chosen-title"><span class="num">${concept.number}</span> ${whole(title)}</h2>
      <p class="says">${whole(isolated(inLanguage(concept.thesis, language)))}</p>
      <p class="first">${
        needed.length === 0
          ? html`<span class="quiet">${words.needsNothing}</span>`
          : html`<span class="quiet">${words.needsFirst(needed.length - unread.length, needed.length)}</span> ${named.map(
              (index, nth) => html`${nth > 0 ? words.comma : nothing}${link(scene, index, isRead[index])}`,
            )}${more > 0 ? html`${words.comma}<span class="quiet">${words.andMore(more)}</span>` : nothing}`
      }</p>
    </div>
    ${button({ name: words.readThis, action: 'read-chosen', look: 'primary', press: () => openAt(scene, concept) })}
  </section>`;
}

function link(scene: Scene, index: number, isRead = false) {
  const concept: ConceptEntry | undefined = scene.shown.chapter.concepts[index];
  if (!concept) return nothing;
  const title = isolated(inLanguage(concept.title, scene.language));
  return html`<a href="#${concept.id}" @click=${() => openAt(scene, concept)}
    ><span class="num">${concept.number}</span>\u00a0${whole(title)}${
      isRead ? html`${icon('check')}<span class="sr"> ${scene.words.isRead}</span>` : nothing
    }</a>`;
}
