// What is due: one card at a time, recalled, revealed, rated; then what is to come and how much was recalled.
import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { isolated } from '../../../core/base/foreign';
import { inLanguage } from '../../../core/chapter/chapter';
import type { Card, Review } from '../../../core/review/card';
import { conceptAt } from '../../../core/wire/shown';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { blank, problemNotices } from '../../ui/problems';
import { formatInterval } from '../../words';
import { cardView } from './cardView';
import { charts } from './charts';
import { currentCard, undoRating } from './reviewActs';

export function reviewView(scene: Scene): TemplateResult {
  const { review } = scene.shown;
  // It is drawn once it was told.
  if (!review) return html``;
  const card = currentCard(scene);
  return html`<main class="page" data-view="review" aria-labelledby="title">
    ${problemNotices(scene)}
    <section data-review data-due=${review.dueCount}>
      ${card ? dueCard(scene, review, card) : nothingDue(scene, review)}
      ${review.total > 0 ? charts(scene, review) : nothing}
    </section>
  </main>`;
}

function dueCard(scene: Scene, review: Review, card: Card): TemplateResult {
  return html`${dueLine(scene, review)}${keyed(card.id, cardView(scene, card))}`;
}

/** About how long a card takes to recall, reveal and rate. */
const cardsPerMinute = 2;

function dueLine(scene: Scene, review: Review): TemplateResult {
  const { words } = scene;
  const { dueCount, newCount } = review;
  const minutes = Math.max(1, Math.round(dueCount / cardsPerMinute));
  const parts = [newCount > 0 ? words.newOfThem(newCount) : undefined, words.aboutMinutes(minutes)];
  return html`<div class="due num"><h1 class="sr" id="title" tabindex="-1">${words.views.review}</h1>
    <span><b>${words.dueCount(dueCount)}</b></span>
    <span class="quiet">${parts.filter(part => part !== undefined).join(' · ')}</span>
    ${undo(scene, review)}</div>`;
}

function undo(scene: Scene, { canUndo }: Review) {
  if (!canUndo) return nothing;
  const press = () => undoRating(scene);
  return button({ name: scene.words.undo, action: 'undo', look: 'quietb right', key: 'U', press });
}

function nothingDue(scene: Scene, review: Review): TemplateResult {
  const { words } = scene;
  const { total, nextDueAt } = review;
  const actions = html`<div class="actions">${readOn(scene)}${undo(scene, review)}</div>`;
  const next = nextDueAt === undefined ? '' : words.nextCard(whenDue(scene, nextDueAt));
  return html`<div class="blank">
    ${total === 0 ? blank(words.noCards, words.noCardsText, actions) : blank(words.nothingDue, next, actions)}
  </div>`;
}

function readOn(scene: Scene) {
  const concept = conceptAt(scene.shown.place, scene.shown.chapter);
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
