// The figures of the review page. The numbers are real text; the drawings are hidden from screen readers.
import { html, nothing, type TemplateResult } from 'lit-html';
import { wilson } from '../../../core/base/wilson';
import type { Review } from '../../../core/review/card';
import type { Scene } from '../../scene';
import { styled } from '../../ui/styled';

export function charts(scene: Scene, review: Review): TemplateResult {
  return html`<div class="charts">${forecast(scene, review)}${retention(scene, review)}</div>`;
}

/** Pixels of the tallest bar; above it stands its number. */
const tallestPx = 72;

function forecast({ words }: Scene, review: Review): TemplateResult {
  const days = review.forecast;
  const most = Math.max(1, ...days);
  const names: Readonly<Record<number, string>> = { 0: words.today, 7: words.oneWeek, 13: words.twoWeeks };
  return html`<section><h2>${words.nextTwoWeeks}</h2>
    <ol class="bars" aria-label=${words.duePerDay}>${days.map((count, day) => {
      const height = `${Math.round((count / most) * tallestPx)}px`;
      const name = names[day];
      return html`<li class=${day === 0 ? 't' : ''}>
        <span class="sr">${words.day(day)}</span>${count > 0 ? count : html`<span class="sr">0</span>`}
        <i ${styled({ height })}></i>
        ${name === undefined ? nothing : html`<span class="day" aria-hidden="true">${name}</span>`}
      </li>`;
    })}</ol></section>`;
}

/** The line runs from 70 to 100 %: below, a schedule would have been changed long before. */
const lineFrom = 70;
/** What the schedule aims at. */
const goalPercent = 90;

function retention({ words }: Scene, review: Review): TemplateResult {
  const { recalled, rated } = review.retention;
  if (rated === 0) {
    return html`<section><h2>${words.recalled}</h2><p class="quiet">${words.noRatingsYet}</p></section>`;
  }
  const [low, high] = wilson(recalled, rated);
  const share = (recalled / rated) * 100;
  const at = (percent: number) => Math.min(100, Math.max(0, ((percent - lineFrom) / (100 - lineFrom)) * 100));
  const left = (percent: number) => styled({ left: `${at(percent)}%` });
  return html`<section><h2>${words.recalled}</h2>
    <p class="share num">${Math.round(share)}\u00a0% <span class="label">${recalled} / ${rated}</span></p>
    <div class="keep-line" aria-hidden="true">
      <u ${left(goalPercent)}></u>
      <b ${styled({ left: `${at(low)}%`, width: `${at(high) - at(low)}%` })}></b>
      <i ${left(share)}></i>
      <em ${styled({ left: '4%' })}>${lineFrom}</em>
      <em ${left(goalPercent)}>${words.goal(goalPercent)}</em>
      <em ${styled({ left: '96%' })}>100</em>
    </div>
    <p class="label">${words.interval95(Math.round(low), Math.round(high))}</p></section>`;
}
