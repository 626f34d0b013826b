// Two pixels of progress: a share where one is known, else a bead that travels.
import { html, type TemplateResult } from 'lit-html';
import { styled } from './styled';

/** `share` is 0..1. */
export function bead(name: string, share: number | undefined): TemplateResult {
  if (share === undefined) return html`<div class="bead free" aria-hidden="true"></div>`;
  const percent = Math.round(share * 100);
  return html`<div
    class="bead"
    role="progressbar"
    aria-label=${name}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent}
    ${styled({ '--at': `${percent}%` })}
  ></div>`;
}
