// In the page: Markdown that grows by single characters, beside the same Markdown drawn at once.
import { html, render } from 'lit-html';
import { prose } from '../../src/panel/ui/prose';

/** What was drawn differently, by how much of the source had come. */
export interface Difference {
  readonly source: string;
  readonly grown: string;
  readonly atOnce: string;
}

function drawInto(root: HTMLElement, source: string): string {
  render(html`<div ${prose(source)}></div>`, root);
  return root.querySelector('div')?.innerHTML ?? '';
}

function differences(source: string): readonly Difference[] {
  const growing = document.createElement('main');
  const found: Difference[] = [];
  for (let end = 1; end <= source.length; end += 1) {
    const part = source.slice(0, end);
    const grown = drawInto(growing, part);
    const atOnce = drawInto(document.createElement('main'), part);
    if (grown !== atOnce) found.push({ source: part, grown, atOnce });
  }
  return found;
}

Object.assign(window, { differences });

declare global {
  interface Window {
    readonly differences: typeof differences;
  }
}
