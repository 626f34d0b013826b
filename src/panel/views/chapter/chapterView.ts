// One concept at a time: what it says, what it needs, its passages with their notes, and where to go next.
import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { isolated } from '../../../core/base/foreign';
import { type ConceptEntry, inLanguage } from '../../../core/chapter/chapter';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import { problemNotices } from '../../ui/problems';
import { styled } from '../../ui/styled';
import { whole } from '../../ui/wholeWords';
import { isConceptRead, openAt, openConcept } from './concept';
import { conceptList } from './conceptList';
import { miniatureView } from './miniature/miniatureView';
import type { Training } from './miniature/training';
import { passageView } from './passageView';
import { questionBefore, questionsAfter } from './questions';
import { selectionBar } from './selectionBar';
import { welcome } from './welcome';

/** `walk`: what the arrow keys do on the map. */
export function chapterView(
  scene: Scene,
  training: Training,
  walk: (event: KeyboardEvent) => void,
): TemplateResult {
  const { shown, ui } = scene;
  const concept = openConcept(scene);
  if (ui.isListOpen || !concept) return conceptList(scene, walk);
  const ofConcept = new Set(concept.passages);
  const passages = shown.chapter.passages.filter(passage => ofConcept.has(passage.id));
  return html`<main class="page" data-view="chapter" aria-labelledby="title">
    ${problemNotices(scene)}
    ${concept.number === 1 ? welcome(scene) : nothing}
    ${opening(scene, concept)}
    ${repeat(
      passages,
      passage => passage.id,
      passage => passageView(scene, passage),
    )}
    ${concept.lab ? miniatureView(scene, concept.lab, training) : nothing}
    ${questionsAfter(scene, concept)}
    ${foot(scene, concept)}
    ${selectionBar(scene)}
  </main>`;
}

function opening(scene: Scene, concept: ConceptEntry): TemplateResult {
  const { words, language, shown } = scene;
  const clears = concept.clears.map(claim => isolated(inLanguage(claim, language)));
  return html`<header class="leaf opening" data-concept=${concept.id}>
    <div class="rail"></div>
    <div class="words">
      <p class="label"><a href="#concepts" data-action="concepts" @click=${() => scene.change({ isListOpen: true })}
        >${words.conceptOf(concept.number, shown.chapter.concepts.length)}</a></p>
      <h1 id="title" tabindex="-1">${whole(inLanguage(concept.title, language))}</h1>
      <p class="thesis">${whole(inLanguage(concept.thesis, language))}</p>
      ${clears.length > 0 ? html`<p class="clears">${words.clearsUp(clears)}</p>` : nothing}
      ${
        // Drawn anew for each concept: an answer that was opened must not stand open in the next one.
        keyed(concept.id, questionBefore(scene, concept))
      }
    </div>
    <dl class="notes about">
      ${neighbours(scene, words.needs, concept.needs, true)}
      ${neighbours(scene, words.leadsTo, concept.leadsTo, false)}
      ${progress(scene, concept)}
    </dl>
  </header>`;
}

function neighbours(scene: Scene, name: string, ids: readonly string[], withTick: boolean) {
  if (ids.length === 0) return nothing;
  const concepts = scene.shown.chapter.concepts.filter(({ id }) => ids.includes(id));
  const read = new Set(scene.shown.read);
  return html`<div><dt>${name}</dt><dd>${concepts.map(concept => {
    const tick = withTick && isConceptRead(read, concept);
    return html`<a href="#${concept.id}" @click=${() => openAt(scene, concept)}
      >${tick ? icon('check') : nothing}<span>${whole(inLanguage(concept.title, scene.language))}</span>${
        tick ? html`<span class="sr"> ${scene.words.isRead}</span>` : nothing
      }</a>`;
  })}</dd></div>`;
}

function progress(scene: Scene, concept: ConceptEntry): TemplateResult {
  const { words, shown } = scene;
  const read = new Set(shown.read);
  const now = concept.passages.find(passage => !read.has(passage));
  const count = concept.passages.filter(passage => read.has(passage)).length;
  const total = concept.passages.length;
  const look = (passage: string) => (read.has(passage) ? 'on' : passage === now ? 'now' : '');
  const ticks =
    total > mostTicks
      ? html`<span class="all"><span class="on" ${styled({ width: `${(count / total) * 100}%` })}></span></span>`
      : concept.passages.map(passage => html`<span class=${look(passage)}></span>`);
  return html`<div><dt>${words.read}</dt><dd>${words.passagesRead(count, total)}<span
    class="ticks" aria-hidden="true">${ticks}</span></dd></div>`;
}

/** More passages than this are one bar: a tick for each would fill the margin, or leave it. */
const mostTicks = 24;

function foot(scene: Scene, concept: ConceptEntry) {
  const { words, shown } = scene;
  const { concepts } = shown.chapter;
  const at = concepts.indexOf(concept);
  const before = concepts[at - 1];
  const after = concepts[at + 1];
  if (!before && !after) return nothing;
  const link = (name: string, to: ConceptEntry | undefined) => {
    if (!to) return html`<span></span>`;
    const title = inLanguage(to.title, scene.language);
    return html`<a href="#${to.id}" @click=${() => openAt(scene, to)}><small>${name}</small>${whole(title)}</a>`;
  };
  return html`<nav class="foot" aria-label=${words.neighbours}>
    ${link(words.before, before)}${link(words.after, after)}
  </nav>`;
}
