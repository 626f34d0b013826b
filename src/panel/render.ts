// A safe tree becomes elements, made one by one; no source is ever parsed as HTML. Growing text keeps the
// elements of its finished blocks and makes only the last block anew.
import { html, noChange, nothing, type TemplateResult } from 'lit-html';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit-html/directive.js';
import { type Node as MarkdownNode, parseMarkdown } from '../core/markdown';
import { codeNodes } from './codeText';
import { type Mark, markText } from './marks';
import type { NoteText } from './noteText';
import { settledLength } from './settled';
import { whole, wholeNodes } from './wholeWords';
import { languageOf } from './words';

/** DOM of a tree. Only http(s) addresses become links; the rest shows its words alone. */
export function makeNodes(nodes: readonly MarkdownNode[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) fragment.append(makeNode(node));
  return fragment;
}

function makeNode(node: MarkdownNode): Node {
  if (typeof node === 'string') return text(node);
  if (node.tag === 'a' && !isWebAddress(node.href)) return makeNodes(node.children);
  const element = document.createElement(elementFor[node.tag] ?? node.tag);
  if (node.tag === 'a' && node.href !== undefined) element.setAttribute('href', node.href);
  if (node.tag === 'pre') element.tabIndex = 0;
  const isCode = node.tag === 'code';
  for (const child of node.children) {
    element.append(...(isCode && typeof child === 'string' ? codeNodes(child) : [makeNode(child)]));
  }
  return node.tag === 'table' ? scrolled(element) : element;
}

/** A table that is wider than its column scrolls by itself, by keyboard too, and the page does not. */
function scrolled(table: HTMLElement): HTMLElement {
  const box = document.createElement('div');
  box.className = 'wide';
  box.tabIndex = 0;
  box.append(table);
  return box;
}

function text(words: string): Node {
  const nodes = wholeNodes(words);
  if (nodes.length === 1 && nodes[0]) return nodes[0];
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes);
  return fragment;
}

/** A passage's own heading is an h2, so headings inside its text begin one level below. */
const elementFor: Readonly<Record<string, string>> = { h2: 'h3', h3: 'h4', h4: 'h5' };

export function isWebAddress(href: string | undefined): boolean {
  return href !== undefined && /^https?:\/\//i.test(href);
}

class Prose extends Directive {
  #source = '';
  #marksKey = '';
  #settled = 0;
  /** The first node of the block that may still change. */
  #open: Node[] = [];

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('prose() stands on an element');
  }

  render(_source: string, _marks: readonly Mark[] = []) {
    return noChange;
  }

  override update(part: ElementPart, [source, marks = []]: [string, (readonly Mark[])?]) {
    const marksKey = JSON.stringify(marks);
    if (source === this.#source && marksKey === this.#marksKey) return noChange;
    const isGrowing = marks.length === 0 && this.#marksKey === '[]' && source.startsWith(this.#source);
    if (!isGrowing) this.#restart(part.element);
    this.#grow(part.element, source);
    if (marks.length > 0) markText(part.element, marks);
    this.#marksKey = marksKey;
    return noChange;
  }

  #restart(element: Element): void {
    element.replaceChildren();
    this.#source = '';
    this.#settled = 0;
    this.#open = [];
  }

  #grow(element: Element, source: string): void {
    for (const node of this.#open) node.parentNode?.removeChild(node);
    const settled = this.#settled + settledLength(source.slice(this.#settled));
    element.append(makeNodes(parseMarkdown(source.slice(this.#settled, settled))));
    const open = makeNodes(parseMarkdown(source.slice(settled)));
    this.#open = [...open.childNodes];
    element.append(open);
    this.#settled = settled;
    this.#source = source;
  }
}

/** On an empty element: its Markdown, with marks on ranges of its plain text. */
export const prose = directive(Prose);

/** A note or a saved step, which says whether it is Markdown. */
export function noteBody({ value, isMarkdown }: NoteText): TemplateResult | typeof nothing {
  if (value === '') return nothing;
  const language = languageOf(value);
  return isMarkdown
    ? html`<div class="said-of" lang=${language} ${prose(value)}></div>`
    : html`<div class="said-of plain" lang=${language}>${whole(value)}</div>`;
}

class Growing extends Directive {
  #shown = '';
  #text = document.createTextNode('');

  render(_text: string) {
    return noChange;
  }

  override update(part: ElementPart, [text]: [string]) {
    if (this.#text.parentNode !== part.element) part.element.append(this.#text);
    if (text === this.#shown) return noChange;
    if (text.startsWith(this.#shown)) this.#text.appendData(text.slice(this.#shown.length));
    else this.#text.data = text;
    this.#shown = text;
    return noChange;
  }
}

/** On an empty element: plain text that mostly grows at its end; only what is new is touched. */
export const growing = directive(Growing);
