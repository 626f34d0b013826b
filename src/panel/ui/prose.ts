// A safe tree becomes elements, made one by one; no source is ever parsed as HTML. Growing text keeps the elements
// of what was read before, and only the words that are new are added.
import { html, noChange, nothing, type TemplateResult } from 'lit-html';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit-html/directive.js';
import {
  GrowingMarkdown,
  type Element as MarkdownElement,
  type Node as MarkdownNode,
} from '../../core/markdown';
import { languageOf } from '../words';
import { type Mark, markText } from './marks';
import type { NoteText } from './noteText';
import { whole } from './wholeWords';
import { growWords, wordsNode } from './wordsNode';

/** One DOM node for each node of the tree. Only http(s) addresses become links; the rest shows its words alone. */
function makeNode(node: MarkdownNode, isCode = false): Node {
  if (typeof node === 'string') return wordsNode(node, isCode);
  const element = document.createElement(nameOf(node));
  if (node.tag === 'a' && node.href !== undefined && isWebAddress(node.href))
    element.setAttribute('href', node.href);
  if (node.tag === 'pre') element.tabIndex = 0;
  if (node.start !== undefined) element.setAttribute('start', String(node.start));
  if (node.align !== undefined) element.dataset.align = node.align;
  for (const child of node.children) element.append(makeNode(child, node.tag === 'code'));
  return node.tag === 'table' ? scrolling(element) : element;
}

/** A wide table scrolls in a box of its own, so that it never widens the page. */
function scrolling(table: Element): Element {
  const box = document.createElement('div');
  box.className = 'wide';
  box.tabIndex = 0;
  box.append(table);
  return box;
}

function nameOf({ tag, href }: MarkdownElement): string {
  if (tag === 'a' && !isWebAddress(href)) return 'span';
  return elementFor[tag] ?? tag;
}

/** Makes the children of `parent`, which show `before`, show `now`. What is the same in both is not touched. */
function growNodes(
  parent: Node,
  before: readonly MarkdownNode[],
  now: readonly MarkdownNode[],
  isCode = false,
): void {
  while (parent.childNodes.length > now.length) parent.lastChild?.remove();
  let same = 0;
  while (same < now.length && before[same] === now[same]) same++;
  for (const [index, node] of now.entries()) {
    if (index < same) continue;
    const child = parent.childNodes[index];
    const old = before[index];
    if (!child) parent.appendChild(makeNode(node, isCode));
    else if (old !== undefined && !isGrown(child, old, node, isCode)) {
      parent.replaceChild(makeNode(node, isCode), child);
    }
  }
}

/** Whether the DOM node that shows `before` could be made to show `now`. */
function isGrown(child: Node, before: MarkdownNode, now: MarkdownNode, isCode: boolean): boolean {
  if (before === now) return true;
  if (typeof before === 'string' || typeof now === 'string') {
    return typeof before === 'string' && typeof now === 'string' && growWords(child, before, now, isCode);
  }
  if (nameOf(before) !== nameOf(now) || !hasSameAttributes(before, now)) return false;
  const element = now.tag === 'table' ? (child.firstChild ?? child) : child;
  growNodes(element, before.children, now.children, now.tag === 'code');
  return true;
}

function hasSameAttributes(before: MarkdownElement, now: MarkdownElement): boolean {
  return before.href === now.href && before.start === now.start && before.align === now.align;
}

/** A passage's own heading is an h2, so headings inside its text begin one level below. */
const elementFor: Readonly<Record<string, string>> = { h2: 'h3', h3: 'h4', h4: 'h5' };

export function isWebAddress(href: string | undefined): boolean {
  return href !== undefined && /^https?:\/\//i.test(href);
}

class Prose extends Directive {
  #markdown = new GrowingMarkdown();
  #shown: readonly MarkdownNode[] = [];
  #marksKey = '';

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('prose() stands on an element');
  }

  render(_source: string, _marks: readonly Mark[] = []) {
    return noChange;
  }

  override update(part: ElementPart, [source, marks = []]: [string, (readonly Mark[])?]) {
    const marksKey = JSON.stringify(marks);
    const before = this.#markdown.source;
    if (source === before && marksKey === this.#marksKey) return noChange;
    const isGrowing = marks.length === 0 && this.#marksKey === '[]' && source.startsWith(before);
    if (!isGrowing) this.#restart(part.element);
    this.#markdown.add(source.slice(this.#markdown.source.length));
    const nodes = this.#markdown.nodes();
    growNodes(part.element, this.#shown, nodes);
    if (marks.length > 0) markText(part.element, marks);
    this.#shown = nodes;
    this.#marksKey = marksKey;
    return noChange;
  }

  #restart(element: Element): void {
    element.replaceChildren();
    this.#markdown = new GrowingMarkdown();
    this.#shown = [];
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
