// Our icons: 16 px, one stroke, drawn in the text's colour. An icon never stands without a name beside it.
import { html, svg, type TemplateResult } from 'lit-html';

const drawings = {
  pass: svg`<circle cx="8" cy="8" r="6"/><path d="m5.4 8.2 1.8 1.8 3.4-3.8"/>`,
  half: svg`<circle cx="8" cy="8" r="6"/><path class="f" d="M8 2a6 6 0 0 0 0 12z"/>`,
  fail: svg`<circle cx="8" cy="8" r="6"/><path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4"/>`,
  ask: svg`<circle cx="8" cy="8" r="6"/><path d="M6.3 6.4c.2-1 .9-1.5 1.8-1.5 1 0 1.7.6 1.7 1.5 0 1.2-1.8 1.4-1.8 2.6"/><circle class="f" cx="8" cy="11.2" r=".8"/>`,
  check: svg`<path d="m3 8.5 3.2 3.2L13 4.6"/>`,
  pencil: svg`<path d="m3 13 .7-2.9L10.9 3l2.1 2.1-7.1 7.2L3 13z"/>`,
  mark: svg`<path d="M4.5 2.5h7v11L8 10.6l-3.5 2.9z"/>`,
  marked: svg`<path class="f" d="M4 2h8v12.500L8 11.200 4 14.500z"/>`,
  file: svg`<path d="M9 2.5H4v11h8v-3M9 2.5l3 3V7M9 2.5v3h3M8 9.5h6m-2-2 2 2-2 2"/>`,
  find: svg`<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3"/>`,
  prev: svg`<path d="m4 10 4-4 4 4"/>`,
  next: svg`<path d="m4 6 4 4 4-4"/>`,
  play: svg`<path class="f" d="M5 3v10l8-5z"/>`,
  pause: svg`<path class="f" d="M4.500 3h2.500v10H4.500zM9 3h2.500v10H9z"/>`,
  stop: svg`<rect class="f" x="4" y="4" width="8" height="8"/>`,
  chev: svg`<path d="m6 4 4 4-4 4"/>`,
  lock: svg`<rect x="3.5" y="7" width="9" height="6.5"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>`,
  globe: svg`<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c-4.500 4-4.500 8 0 12M8 2c4.500 4 4.500 8 0 12"/>`,
  ring: svg`<circle cx="8" cy="8" r="5"/>`,
  disc: svg`<circle cx="8" cy="8" r="5"/><circle class="f" cx="8" cy="8" r="3"/>`,
  read: svg`<circle class="f" cx="8" cy="8" r="5.6"/><path class="cut" d="m5.6 8.2 1.7 1.7 3.1-3.5"/>`,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.3 1.5"/>`,
  off: svg`<circle cx="8" cy="8" r="5.8" stroke-dasharray="2.7 1.86"/>`,
  bin: svg`<path d="M3 4.500h10M6.500 4.500V3h3v1.500M4.500 4.500l.7 9h5.600l.7-9M6.800 7v4M9.200 7v4"/>`,
  same: svg`<path d="M3.500 6h9M3.500 10h9"/>`,
  differs: svg`<path d="M3.500 6h9M3.500 10h9M10.500 3l-5 10"/>`,
  pin: svg`<path d="M6 2.500h4l-.5 4.500 2.500 2H4l2.500-2zM8 9v4.500"/>`,
  pinned: svg`<path class="f" d="M6 2.500h4l-.5 4.500 2.500 2H4l2.500-2z"/><path d="M8 9v4.500"/>`,
  undo: svg`<path d="M3.500 6.500h6a3.200 3.200 0 0 1 0 6.500H6M6 3.800 3.300 6.500 6 9.200"/>`,
  beside: svg`<rect x="2.500" y="3" width="11" height="10"/><path d="M8 3v10"/>`,
  out: svg`<path d="M8 10V2.500m-2.800 2.700L8 2.500l2.800 2.700M4 8H2.800v5.500h10.400V8H12"/>`,
};

export type IconName = keyof typeof drawings;

/** Hidden from screen readers: the words beside it say what it means. */
export function icon(name: IconName, extra = ''): TemplateResult {
  return html`<svg class=${extra === '' ? 'i' : `i ${extra}`} viewBox="0 0 16 16" aria-hidden="true">${drawings[name]}</svg>`;
}
