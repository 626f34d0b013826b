// One card: its question, and once revealed its answer, where it comes from, and four ratings of equal weight.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import type { Card, Rating } from '../../../core/review/card';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { codeText } from '../../ui/codeText';
import { figure } from '../../ui/figure';
import { sourcesOf, verdictMark, verdictName } from '../../ui/noteAbout';
import { noteBody } from '../../ui/prose';
import { formatInterval } from '../../words';
import { type CardFace, cardFace } from './cardFace';
import { predictionAnswer, predictionQuestion } from './predictionCard';
import { rate, reveal } from './reviewActs';

export function cardView(scene: Scene, card: Card): TemplateResult {
  const { words, shown, ui, language } = scene;
  const face = cardFace(card.annotation, shown, language);
  const isRevealed = ui.revealed === card.id;
  return html`<article class="card" data-card=${card.id} data-kind=${face.kind}>
    <div class="in">
      <p class="label from">
        ${face.from === '' ? nothing : html`<span>${face.from}</span>`}
        <span>${words.cardFrom[face.kind]}</span>
      </p>
      ${question(scene, card, face)}
      ${isRevealed ? answer(scene, card, face) : nothing}
    </div>
    ${isRevealed ? ratings(scene, card) : face.prediction ? nothing : revealRow(scene)}
  </article>`;
}

function question(scene: Scene, card: Card, face: CardFace): TemplateResult {
  if (face.prediction) return predictionQuestion(scene, card, face.prediction);
  const { words } = scene;
  const heading = (text: string) => html`<h2 class="q" tabindex="-1">${face.question ?? text}</h2>`;
  const asked = isolated(face.context?.words ?? '');
  if (face.kind === 'step') {
    const isPart = face.code !== undefined && face.code.lines !== '';
    return html`${heading(isPart ? words.whatHappens : words.whatDoesItDo)}${snippet(face)}`;
  }
  if (face.kind === 'prompt') return html`${heading('')}${face.code ? snippet(face) : nothing}`;
  if (face.question !== undefined) return heading('');
  if (face.kind === 'note') return heading(words.whatDidYouNote(asked));
  if (card.annotation['marginalia:verdict'] !== undefined) return heading(words.isItRight(asked));
  const gap = html`<span class="gap"><span class="sr">${words.missing}</span></span>`;
  return html`${heading(words.whichWords)}${inContext(face, gap)}`;
}

/** The code of a saved step or of a prompt; the lines that it is about are a block of their own, so its line end is ours. */
function snippet({ code }: CardFace): TemplateResult {
  const { before = '', lines = '', after = '' } = code ?? {};
  const asked = lines === '' ? nothing : html`<b class="asked">${codeText(`${lines}\n`)}</b>`;
  return html`<pre class="snippet" tabindex="0"><code>${codeText(before)}${asked}${codeText(after)}</code></pre>`;
}

function inContext({ context, contextLanguage }: CardFace, words: TemplateResult): TemplateResult {
  return html`<blockquote lang=${contextLanguage ?? nothing}>${context?.before}${words}${context?.after}</blockquote>`;
}

function answer(scene: Scene, card: Card, face: CardFace): TemplateResult {
  const { words, language } = scene;
  const { annotation } = card;
  const drawn = annotation['marginalia:figure'];
  const open = () => scene.wish({ type: 'openTarget', annotation: annotation.id });
  const isStep = face.kind === 'step';
  return html`<div class="a" tabindex="-1" role="group" aria-label=${words.answer}>
    ${drawn === undefined ? nothing : html`<p class="num">${figure(drawn, language)}</p>`}
    ${face.prediction ? predictionAnswer(scene, card, face.prediction) : isStep || face.kind === 'prompt' ? html`<div class="text">${noteBody(face.note)}</div>` : passageAnswer(scene, card, face)}
    <p class="src">
      <a href="#target" data-action="open-target" @click=${open}>${isStep || face.prediction ? words.openTheCode : words.openPassage}</a>
    </p>
  </div>`;
}

/** The passage around the words, with the note beside it as in the chapter. */
function passageAnswer(scene: Scene, { annotation }: Card, face: CardFace): TemplateResult {
  const verdict = annotation['marginalia:verdict'] ?? 'mine';
  const text = face.note.value;
  const said = html`<span class="said" data-verdict=${verdict}>${face.context?.words}</span>`;
  const note = html`<div class="note" data-verdict=${verdict}>
    <span class="leader"></span>
    <p class="verdict">${verdictMark(verdict)}${verdictName(scene, annotation, text)}</p>
    ${noteBody(face.note)}${sourcesOf(scene, annotation)}
  </div>`;
  return html`<div class="context ${text === '' ? 'alone' : ''}">
    ${inContext(face, said)}${text === '' ? nothing : note}
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
  const one = (rating: Rating, key: string) => html`<button
    type="button"
    class="second"
    data-rating=${rating}
    @click=${() => rate(scene, rating)}
  >
    <span>${words.ratings[rating]} <kbd>${key}</kbd></span>
    <small class="num">${formatInterval(card.intervalsMs[rating], words)}</small>
  </button>`;
  return html`<div class="rate" role="group" aria-label=${words.howWell}>
    ${keys.map(([rating, key]) => one(rating, key))}
  </div>`;
}

function revealRow(scene: Scene): TemplateResult {
  const { words } = scene;
  const press = () => reveal(scene);
  return html`<div class="turn">
    ${button({ name: words.reveal, action: 'reveal', look: 'primary', key: words.space, press })}
    <span class="label">${words.sayItFirst}</span>
  </div>`;
}
