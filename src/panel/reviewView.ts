// What is due: one card at a time, recalled, revealed, rated; then what is to come and how much was recalled.
import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { isolated } from '../core/base/foreign';
import { inLanguage } from '../core/chapter/chapter';
import type { Card } from '../core/review/card';
import { button } from './button';
import { cardView } from './cardView';
import { charts } from './charts';
import { openConcept } from './concept';
import { blank, problemNotices } from './problems';
import { currentCard, undoRating } from './reviewActs';
import type { Scene } from './scene';
import { formatInterval } from './words';

export function reviewView(scene: Scene): TemplateResult {
  const { shown } = scene;
  const card = currentCard(scene);
  return html`<main class="page" data-view="review" aria-labelledby="title">
    ${problemNotices(scene)}
    <section data-review data-due=${shown.review.dueCount}>
      ${card ? dueCard(scene, card) : nothingDue(scene)}
      ${shown.review.total > 0 ? charts(scene) : nothing}
    </section>
  </main>`;
}

function dueCard(scene: Scene, card: Card): TemplateResult {
  return html`${dueLine(scene)}${keyed(card.id, cardView(scene, card))}`;
}

/** About how long a card takes to recall, reveal and rate. */
const cardsPerMinute = 2;

function dueLine(scene: Scene): TemplateResult {
  const { words, shown } = scene;
  const { dueCount, newCount } = shown.review;
  const minutes = Math.max(1, Math.round(dueCount / cardsPerMinute));
  const parts = [newCount > 0 ? words.newOfThem(newCount) : undefined, words.aboutMinutes(minutes)];
  return html`<div class="due num"><h1 class="sr" id="title" tabindex="-1">${words.views.review}</h1>
    <span><b>${words.dueCount(dueCount)}</b></span>
    <span class="quiet">${parts.filter(part => part !== undefined).join(' · ')}</span>
    ${undo(scene)}</div>`;
}

function undo(scene: Scene) {
  if (!scene.shown.review.canUndo) return nothing;
  const press = () => undoRating(scene);
  return button({ name: scene.words.undo, action: 'undo', look: 'quietb right', key: 'U', press });
}

function nothingDue(scene: Scene): TemplateResult {
  const { words, shown } = scene;
  const { total, nextDueAt } = shown.review;
  const actions = html`<div class="actions">${readOn(scene)}${undo(scene)}</div>`;
  const next = nextDueAt === undefined ? '' : words.nextCard(whenDue(scene, nextDueAt));
  return html`<div class="blank">
    ${total === 0 ? blank(words.noCards, words.noCardsText, actions) : blank(words.nothingDue, next, actions)}
  </div>`;
}

function readOn(scene: Scene) {
  const concept = openConcept(scene);
  if (!concept) return nothing;
  const name = scene.words.readOn(isolated(inLanguage(concept.title, scene.language)));
  const press = () => scene.go({ view: 'chapter' });
  return button({ name, action: 'read-on', look: 'primary', press });
}

function whenDue({ words, nowAt }: Scene, dueAt: number): string {
  const days = Math.round((startOfDay(dueAt) - startOfDay(nowAt)) / 86_400_000);
  return days === 1 ? words.tomorrow : words.inTime(formatInterval(Math.max(0, dueAt - nowAt), words));
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
