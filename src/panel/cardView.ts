// One card: its question, and once revealed its answer, where it comes from, and four ratings of equal weight.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Card, Rating } from '../core/review/card';
import { type CardFace, cardFace } from './cardFace';
import { figure } from './figure';
import { sourcesOf, verdictMark, verdictName } from './noteView';
import { noteBody } from './render';
import { rate, reveal } from './reviewActs';
import type { Scene } from './scene';
import { formatInterval } from './words';

export function cardView(scene: Scene, card: Card): TemplateResult {
  const { words, shown, ui, language } = scene;
  const face = cardFace(card.annotation, shown, language);
  const isRevealed = ui.revealed === card.id;
  return html`<article class="card" data-card=${card.id} data-kind=${face.kind}>
    <div class="in">
      <p class="label from">${face.from === '' ? nothing : html`<span>${face.from}</span><span aria-hidden="true">·</span>`}<span>${words.cardFrom[face.kind]}</span></p>
      ${question(scene, card, face)}
      ${isRevealed ? answer(scene, card, face) : nothing}
    </div>
    ${isRevealed ? ratings(scene, card) : revealRow(scene)}
  </article>`;
}

function question(scene: Scene, card: Card, face: CardFace): TemplateResult {
  const { words } = scene;
  const heading = (text: unknown) => html`<h2 class="q" tabindex="-1">${text}</h2>`;
  if (face.kind === 'step') {
    const { before = '', lines = '', after = '' } = face.code ?? {};
    const asked = lines === '' ? words.whatDoesItDo : words.whatHappens;
    return html`${heading(face.question ?? asked)}<pre class="snippet" tabindex="0"><code>${before}${
      lines === ''
        ? nothing
        : html`<b class="asked">${lines}
</b>`
    }${after}</code></pre>`;
  }
  if (face.question !== undefined) return heading(face.question);
  const asked = face.context?.words ?? '';
  if (face.kind === 'note') return heading(words.whatDidYouNote(asked));
  if (face.kind === 'editorial' && card.annotation['marginalia:verdict'])
    return heading(words.isItRight(asked));
  const gap = html`<span class="gap"><span class="sr">${words.missing}</span></span>`;
  return html`${heading(words.whichWords)}<blockquote lang=${face.contextLanguage ?? nothing}>${face.context?.before}${gap}${face.context?.after}</blockquote>`;
}

function answer(scene: Scene, card: Card, face: CardFace): TemplateResult {
  const { words, language } = scene;
  const { annotation } = card;
  const verdict = annotation['marginalia:verdict'] ?? 'mine';
  const drawn = annotation['marginalia:figure'];
  const text = face.note.value;
  const opensCode = face.kind === 'step';
  return html`<div class="a" tabindex="-1" role="group" aria-label=${words.answer}>
    ${drawn === undefined ? nothing : html`<p class="num">${figure(drawn, language)}</p>`}
    ${
      opensCode
        ? html`<div class="text">${noteBody(face.note)}</div>`
        : html`<div class="context ${text === '' ? 'alone' : ''}">
      <blockquote lang=${face.contextLanguage ?? nothing}>${face.context?.before}<span class="said" data-verdict=${verdict}>${face.context?.words}</span>${face.context?.after}</blockquote>
      ${
        text === ''
          ? nothing
          : html`<div class="note" data-verdict=${verdict}><p class="verdict">${verdictMark(verdict)}${verdictName(scene, annotation, text)}</p>
        ${noteBody(face.note)}${sourcesOf(scene, annotation)}</div>`
      }
    </div>`
    }
    <p class="src"><a href="#target" data-action="open-target" @click=${() => scene.wish({ type: 'openTarget', annotation: annotation.id })}>${
      opensCode ? words.openTheCode : words.openPassage
    }</a></p>
  </div>`;
}

const keys: readonly (readonly [Rating, string])[] = [
  ['again', '1'],
  ['hard', '2'],
  ['good', '3'],
  ['easy', '4'],
];

function ratings(scene: Scene, card: Card): TemplateResult {
  const { words } = scene;
  return html`<div class="rate" role="group" aria-label=${words.howWell}>${keys.map(
    ([
      rating,
      key,
    ]) => html`<button type="button" class="second" data-rating=${rating} @click=${() => rate(scene, rating)}>
      <span>${words.ratings[rating]} <kbd>${key}</kbd></span><small class="num">${formatInterval(card.intervalsMs[rating], words)}</small></button>`,
  )}</div>`;
}

function revealRow(scene: Scene): TemplateResult {
  const { words } = scene;
  return html`<div class="turn"><button type="button" class="primary" data-action="reveal" @click=${() => reveal(scene)}>${words.reveal} <kbd>${words.space}</kbd></button>
    <span class="label">${words.sayItFirst}</span></div>`;
}
