// The figure of a margin note: one value, or two that are compared, in large type and as a small drawing.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Annotation } from '../../core/annotation/annotation';
import { isolated } from '../../core/base/foreign';
import type { Language } from '../../core/chapter/chapter';
import { styled } from './styled';

type Figure = NonNullable<Annotation['marginalia:figure']>;

export function figure(drawn: Figure, language: Language): TemplateResult {
  const { unit } = drawn;
  return html`<span class="figure">${valuesOf(drawn, language)}${
    unit === undefined ? nothing : html`\u00a0<small>${isolated(unit)}</small>`
  }</span>`;
}

/** The same in words. */
export function figureText(drawn: Figure, language: Language): string {
  const { unit } = drawn;
  return `${valuesOf(drawn, language)}${unit === undefined ? '' : ` ${unit}`}`;
}

function valuesOf({ from, to }: Figure, language: Language): string {
  const value = (number: number) => number.toLocaleString(language, { maximumFractionDigits: 4 });
  return from === undefined ? value(to) : `${value(from)} → ${value(to)}`;
}

/** A line with two dots, for two numbers that are compared on one axis; nothing for a single number. */
export function dumbbell({ from, to, axis = 100 }: Figure) {
  if (from === undefined || axis <= 0) return nothing;
  const at = (value: number) => Math.min(100, Math.max(0, (value / axis) * 100));
  const low = Math.min(at(from), at(to));
  const width = Math.abs(at(from) - at(to));
  return html`<span class="dumb" aria-hidden="true">
    <b ${styled({ left: `${low}%`, width: `${width}%` })}></b>
    <i ${styled({ left: `${at(from)}%` })}></i>
    <i class="b" ${styled({ left: `${at(to)}%` })}></i>
  </span>`;
}
