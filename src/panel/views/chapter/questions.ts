// What a concept asks: one question before it is read, and a few after it that can be kept as cards.
import { html, nothing, type TemplateResult } from 'lit-html';
import { type Annotation, isPrompt, passageAddress } from '../../../core/annotation/annotation';
import { isolated } from '../../../core/base/foreign';
import { type ConceptEntry, inLanguage, isNamed } from '../../../core/chapter/chapter';
import type { Scene } from '../../scene';
import { questionText } from '../../ui/noteText';
import { whole } from '../../ui/wholeWords';
import { keepTool } from './noteView';

export function questionBefore(scene: Scene, { question }: ConceptEntry) {
  if (!question) return nothing;
  const { words, language } = scene;
  const said = (text: typeof question.ask) => whole(isolated(inLanguage(text, language)));
  return html`<section class="asked" data-question aria-label=${words.askedBefore}>
    <p class="label">${words.askedBefore}</p>
    <p class="q">${said(question.ask)}</p>
    <details><summary>${words.showAnswer}</summary><p>${said(question.answer)}</p></details>
  </section>`;
}

export function questionsAfter(scene: Scene, concept: ConceptEntry): TemplateResult | typeof nothing {
  const { words, language, shown } = scene;
  const prompts = shown.editorial.filter(note => isPrompt(note) && isIn(note, scene, concept));
  if (prompts.length === 0) return nothing;
  return html`<section class="leaf prompts" aria-labelledby="prompts">
    <div class="rail"></div>
    <div class="words">
      <h2 id="prompts">${words.askedAfter}</h2>
      <p class="label">${words.askedAfterHint}</p>
      <ul>${prompts.map(
        prompt => html`<li data-prompt=${prompt.id}>
          <span>${whole(isolated(questionText(prompt, language)))}${
            prompt['marginalia:code'] === undefined
              ? nothing
              : html` <small class="label">${words.withCode}</small>`
          }</span>${keepTool(scene, prompt)}
        </li>`,
      )}</ul>
    </div>
  </section>`;
}

function isIn({ target }: Annotation, { shown }: Scene, concept: ConceptEntry): boolean {
  return target.some(({ source }) => {
    const address = passageAddress(source);
    return (
      address !== undefined &&
      isNamed(address.chapter, shown.chapter) &&
      concept.passages.includes(address.passage)
    );
  });
}
