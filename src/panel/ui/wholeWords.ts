// Short names with a hyphen before a digit ("GPT-3", "top-5") are read as one word, so no line ends inside them.
import { html, type TemplateResult } from 'lit-html';

/** Longer ones are identifiers, which may break where they must. */
const name = /((?<![\p{L}\p{N}_-])\p{L}[\p{L}\p{N}]{0,9}-\d[\p{L}\p{N}.]{0,6}(?![\p{L}\p{N}_-]))/u;

/** The text cut at such names: odd places hold one. */
export function cutAtNames(text: string): readonly string[] {
  return text.includes('-') ? text.split(name) : [text];
}

/** Parts for a template; most text is one string. */
export function whole(text: string): readonly (string | TemplateResult)[] {
  return cutAtNames(text).map((part, index) =>
    index % 2 === 0 ? part : html`<span class="whole">${part}</span>`,
  );
}

export function wholeNodes(text: string): readonly Node[] {
  return cutAtNames(text).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const span = document.createElement('span');
    span.className = 'whole';
    span.append(part);
    return span;
  });
}
