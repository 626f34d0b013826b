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
import { MarkedText } from './markedText';
import type { Mark } from './marks';
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
  after = 0,
): void {
  while (parent.childNodes.length > now.length + after) parent.lastChild?.remove();
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

/**
 * So many blocks of a text stand side by side; those that follow stand in stretches of as many. An engine looks at every
 * block of a container when one of them grows, so a long answer would cost more with each word.
 */
const stretchLength = 48;

/** The same for a whole text, in stretches. */
function growText(element: Element, before: readonly MarkdownNode[], now: readonly MarkdownNode[]): void {
  const stretches = Math.max(0, Math.ceil(now.length / stretchLength) - 1);
  const here = Math.min(now.length, stretchLength);
  while (element.childNodes.length > here + stretches) element.lastChild?.remove();
  let same = 0;
  while (same < now.length && before[same] === now[same]) same++;
  const part = (nodes: readonly MarkdownNode[], index: number) =>
    nodes.slice(index * stretchLength, (index + 1) * stretchLength);
  for (let index = Math.floor(same / stretchLength); index <= stretches; index++) {
    if (index === 0) growNodes(element, part(before, 0), part(now, 0), false, stretches);
    else growNodes(stretchOf(element, here + index - 1), part(before, index), part(now, index));
  }
}

function stretchOf(element: Element, at: number): Node {
  const known = element.childNodes[at];
  if (known) return known;
  const made = document.createElement('div');
  made.className = 'stretch';
  return element.appendChild(made);
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
  /** Of the text as it stands; missing while it has never been marked. */
  #marked: MarkedText | undefined;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('prose() stands on an element');
  }

  render(_source: string, _marks: readonly Mark[] = []) {
    return noChange;
  }

  override update({ element }: ElementPart, [source, marks = []]: [string, (readonly Mark[])?]) {
    if (source !== this.#markdown.source) this.#read(element, source);
    if (marks.length > 0 || this.#marked) {
      this.#marked ??= new MarkedText(element);
      this.#marked.show(marks);
    }
    return noChange;
  }

  /** Text that grows keeps its nodes, unless marks have cut them. */
  #read(element: Element, source: string): void {
    if (this.#marked || !source.startsWith(this.#markdown.source)) {
      element.replaceChildren();
      this.#markdown = new GrowingMarkdown();
      this.#shown = [];
      this.#marked = undefined;
    }
    this.#markdown.add(source.slice(this.#markdown.source.length));
    const nodes = this.#markdown.nodes();
    growText(element, this.#shown, nodes);
    this.#shown = nodes;
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
