// Markdown's blocks, read line by line: each line is looked at once, by every container that is open, and there are
// only so many of those. What a single line is, marked's rules say.
import { Lexer } from 'marked';
import { closes, type FenceMark, opens } from '../base/fences';
import { safeHref } from './address';
import { type Block, type Container, container, type Fence, keep, type Leaf, leaf, row } from './block';
import { GrowingInline } from './growingInline';
import { type Definitions, labelOf } from './inline';
import { resolved } from './reference';
import { cellsOf, columnsOf, isRow, isTableRule, mostPadding } from './table';

/** Deepest nesting of containers; what would open another is text. A table and its inside need the rest. */
const deepestContainer = 12;
const mostDefinitions = 100;
/** No answer and no passage has so many items; lists in lists that are more cost more than they say. */
const mostContainers = 15_000;
/** A rule or a definition that is longer is text. */
const longestMark = 1_000;

const rules = Lexer.rules.block.gfm;
const underline = /^ {0,3}(=+|-+)[ \t]*$/;

export class DocumentReader {
  readonly root = container('document', 0);
  definitions: Definitions = new Map();
  #containers: Container[] = [this.root];
  #leaf: Leaf | undefined;
  #opened = 0;
  /** For the next leaf. While its line is not whole, the leaf is made anew with it, and what was read is kept. */
  #inline = new GrowingInline();

  /** Leaves all as it is now, whatever lines are taken afterwards. */
  keep(): () => void {
    const [containers, leaf, definitions] = [[...this.#containers], this.#leaf, this.definitions];
    const [inline, opened] = [this.#inline, this.#opened];
    const restore = keep(leaf ? [...containers, leaf] : containers);
    return () => {
      restore();
      this.#containers = containers;
      this.#leaf = leaf;
      this.definitions = definitions;
      this.#inline = inline;
      this.#opened = opened;
    };
  }

  /** One more line, without its end. */
  take(line: string): void {
    const { rest, matched } = this.#match(line);
    const isWhole = matched === this.#containers.length;
    if (isBlank(rest)) this.#takeBlank(rest, matched);
    else {
      if (!(isWhole && this.#isCode(rest))) this.#open(rest, matched);
      for (const open of this.#containers) open.isAfterBlank = false;
    }
  }

  /** How many of the open containers the line belongs to, and what they leave of it. */
  #match(line: string): { rest: string; matched: number } {
    let rest = expanded(line, 0);
    let matched = 1;
    for (; matched < this.#containers.length; matched++) {
      const { kind, indent, children } = this.#containers[matched] ?? this.root;
      if (kind === 'quote') {
        const quoted = afterQuote(rest);
        if (quoted === undefined) break;
        rest = quoted;
      } else if (kind === 'item') {
        if (isBlank(rest) ? children.length === 0 : indentOf(rest) < indent) break;
        rest = rest.slice(indent);
      }
    }
    return { rest, matched };
  }

  #takeBlank(rest: string, matched: number): void {
    const isWhole = matched === this.#containers.length;
    if (isWhole && this.#leaf?.kind === 'code') {
      this.#leaf.text += this.#leaf.fence ? `${withoutIndent(rest, this.#leaf.fence.indent)}\n` : '\n';
      if (this.#leaf.fence) return;
    } else {
      this.#closeTo(matched);
      this.#closeLeaf();
    }
    for (let at = this.#containers.length - 1; at >= 0; at--) {
      const open = this.#containers[at];
      if (!open || open.kind === 'quote') break;
      open.isAfterBlank = true;
    }
  }

  /** Takes a line of a code block that is open. */
  #isCode(rest: string): boolean {
    const code = this.#leaf;
    if (code?.kind !== 'code') return false;
    if (code.fence && isFenceEnd(rest, code.fence)) this.#closeLeaf();
    else if (code.fence) code.text += `${withoutIndent(rest, code.fence.indent)}\n`;
    else if (indentOf(rest) >= 4) code.text += `${rest.slice(4)}\n`;
    else {
      this.#closeLeaf();
      return false;
    }
    return true;
  }

  /** Opens what begins on the line; what is left of it goes on with the leaf that is open, or begins one. */
  #open(line: string, matched: number): void {
    let rest = line;
    let to = matched;
    let isNew = false;
    for (;;) {
      const goesOn = !isNew && matched === this.#containers.length;
      if (
        this.#opened >= mostContainers ||
        indentOf(rest) >= 4 ||
        (goesOn && this.#leaf?.kind === 'paragraph' && underline.test(rest))
      )
        break;
      const after = this.#openContainer(rest, to, goesOn && this.#leaf?.kind === 'paragraph');
      if (after === undefined) break;
      rest = after;
      to = this.#containers.length;
      isNew = true;
    }
    if (isBlank(rest)) return;
    const isHere = !isNew && matched === this.#containers.length;
    if (this.#openLeaf(rest, to, isHere)) return;
    if (this.#leaf?.kind === 'paragraph' && !isNew) goOn(this.#leaf, rest.trimStart());
    else if (indentOf(rest) >= 4) this.#add(to, leaf('code', `${rest.slice(4)}\n`));
    else if (!this.#isDefinition(rest, to)) this.#add(to, leaf('paragraph', rest.trimStart()));
  }

  /** Opens a quotation or an item; what follows its mark, or `undefined` where none begins. */
  #openContainer(rest: string, to: number, isParagraph: boolean): string | undefined {
    const depth = this.#containers[to - 1]?.depth ?? 0;
    const quoted = afterQuote(rest);
    if (quoted !== undefined && depth < deepestContainer) {
      this.#begin(to, container('quote', depth + 1));
      return quoted;
    }
    return quoted === undefined && !isRule(rest) ? this.#openItem(rest, to, isParagraph) : undefined;
  }

  #openItem(rest: string, to: number, isParagraph: boolean): string | undefined {
    if (!/^ {0,3}[-+*\d]/.test(rest)) return undefined;
    const [, mark = '', after = ''] = rules.list.exec(rest) ?? [];
    const number = Number.parseInt(mark, 10);
    const isEmpty = isBlank(after);
    if (mark === '' || (isParagraph && (isEmpty || number > 1 || number === 0))) return undefined;
    const bullet = mark.slice(-1);
    const around = this.#containers[to - 1] ?? this.root;
    const isNext = around.kind === 'list' && around.bullet === bullet;
    const depth = around.kind === 'list' ? around.depth - 1 : around.depth;
    if (depth + 2 > deepestContainer) return undefined;
    const content = expanded(after, mark.length);
    const spaces = isEmpty || indentOf(content) > 4 ? 1 : indentOf(content);
    const start = Number.isNaN(number) ? 1 : number;
    if (!isNext) this.#begin(to, container('list', depth + 1, bullet, start));
    else this.#closeTo(to);
    const item = container('item', depth + 2, bullet, start, mark.length + spaces);
    this.#begin(this.#containers.length, item);
    return content.slice(spaces);
  }

  /** Takes a line that is a block of its own, or that only goes on with the leaf above it. */
  #openLeaf(rest: string, to: number, isHere: boolean): boolean {
    if (indentOf(rest) >= 4) return false;
    const above = isHere ? this.#leaf : undefined;
    const fence = fenceOf(rest);
    if (fence) this.#add(to, leaf('code', '', { fence }));
    else if (above?.kind === 'paragraph' && underline.test(rest)) this.#underline(above);
    else if (isRule(rest)) this.#addClosed(to, leaf('rule', ''));
    else if (/^ {0,3}#/.test(rest) && rules.heading.test(rest)) this.#addHeading(rest, to);
    else if (above?.kind === 'table' && isRow(rest)) this.#addRow(above, rest);
    else if (above?.kind === 'paragraph') return this.#isTable(above, rest, to);
    else return false;
    return true;
  }

  #underline(paragraph: Leaf): void {
    paragraph.kind = 'heading';
    paragraph.level = 2;
    this.#closeLeaf();
  }

  #addHeading(rest: string, to: number): void {
    const [, marks = '', words = ''] = rules.heading.exec(rest) ?? [];
    this.#addClosed(to, leaf('heading', withoutClosingMarks(words.trim()), { level: marks.length }));
  }

  /** Makes a table of the paragraph's last line, if this is the rule under its head. */
  #isTable(paragraph: Leaf, rest: string, to: number): boolean {
    if (!isTableRule(rest)) return false;
    const head = paragraph.lastLine;
    const columns = columnsOf(head, rest);
    if (!columns) return false;
    paragraph.text = paragraph.text.slice(0, -head.length);
    const table = leaf('table', '');
    table.columns = columns;
    table.children.push(row(cellsOf(head, columns.length)));
    this.#add(to, table);
    return true;
  }

  #addRow(table: Leaf, line: string): void {
    const written = cellsOf(line, table.columns.length);
    const missing = Math.min(table.columns.length - written.length, mostPadding - table.padding);
    table.padding += missing;
    table.children.push(row([...written, ...Array<string>(missing).fill('')]));
  }

  /** Takes what a label stands for. Words that lead nowhere, and footnotes, are text. */
  #isDefinition(rest: string, to: number): boolean {
    if (rest.length > longestMark || !/^ {0,3}\[[^^]/.test(rest)) return false;
    const [, label = '', address = ''] = rules.def.exec(rest) ?? [];
    const href = safeHref(resolved(address.replace(/^<(.*)>$/, '$1')));
    if (href === undefined || this.definitions.size >= mostDefinitions) return false;
    this.#closeTo(to);
    const known = this.definitions;
    if (!known.has(labelOf(label))) this.definitions = new Map([...known, [labelOf(label), href]]);
    return true;
  }

  #add(to: number, block: Leaf): void {
    this.#place(to, block);
    this.#leaf = block;
    block.inline = this.#inline;
    this.#inline = new GrowingInline();
  }

  #addClosed(to: number, block: Leaf): void {
    this.#add(to, block);
    this.#closeLeaf();
  }

  #begin(to: number, block: Container): void {
    this.#place(to, block);
    this.#containers.push(block);
    this.#opened++;
  }

  /** Puts a block into the container at `to`; in a list, only items stand. */
  #place(to: number, block: Block): void {
    const isInList = this.#containers[to - 1]?.kind === 'list' && block.kind !== 'item';
    this.#closeTo(isInList ? to - 1 : to);
    this.#closeLeaf();
    const around = this.#containers.at(-1) ?? this.root;
    if (around.isAfterBlank && around.children.length > 0) {
      const list = around.kind === 'item' ? this.#containers.at(-2) : around;
      if (list) list.isLoose = true;
    }
    around.children.push(block);
  }

  #closeTo(count: number): void {
    if (count === this.#containers.length) return;
    this.#closeLeaf();
    for (const closed of this.#containers.splice(count)) closed.isOpen = false;
  }

  #closeLeaf(): void {
    if (this.#leaf) this.#leaf.isOpen = false;
    this.#leaf = undefined;
  }
}

function goOn(paragraph: Leaf, line: string): void {
  paragraph.text += `\n${line}`;
  paragraph.lastLine = line;
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

function indentOf(line: string): number {
  const first = line.search(/[^ ]/);
  return first < 0 ? line.length : first;
}

function withoutIndent(line: string, indent: number): string {
  return line.slice(Math.min(indent, indentOf(line)));
}

/** Tabs before the first word as the spaces that they stand for; `column` is where the line begins. */
function expanded(line: string, column: number): string {
  if (!/^ *\t/.test(line)) return line;
  let spaces = '';
  let at = 0;
  for (; line[at] === ' ' || line[at] === '\t'; at++) {
    spaces += line[at] === ' ' ? ' ' : ' '.repeat(4 - ((column + spaces.length) % 4));
  }
  return spaces + line.slice(at);
}

function afterQuote(line: string): string | undefined {
  const indent = indentOf(line);
  if (indent > 3 || line[indent] !== '>') return undefined;
  const after = expanded(line.slice(indent + 1), indent + 1);
  return after.startsWith(' ') ? after.slice(1) : after;
}

function isRule(line: string): boolean {
  return line.length <= longestMark && /^ {0,3}[-*_]/.test(line) && rules.hr.test(line);
}

function fenceOf(line: string): Fence | undefined {
  const indent = indentOf(line);
  const mark = signsAt(line, indent);
  const after = mark && line.slice(indent + mark.length);
  if (!mark || after === undefined || !opens(mark, after.includes('`'))) return undefined;
  const language = /^[\w+#.-]{1,40}/.exec(resolved(after.trim().slice(0, longestMark)))?.[0];
  return { mark, indent, language };
}

function isFenceEnd(line: string, fence: Fence): boolean {
  const indent = indentOf(line);
  const mark = indent <= 3 ? signsAt(line, indent) : undefined;
  return mark !== undefined && closes(mark, fence.mark) && isBlank(line.slice(indent + mark.length));
}

/** A row of fence signs that begins here. */
function signsAt(line: string, at: number): FenceMark | undefined {
  const sign = line[at];
  if (sign !== '`' && sign !== '~') return undefined;
  let end = at;
  while (line[end] === sign) end++;
  return { sign, length: end - at };
}

/** `## Title ##` */
function withoutClosingMarks(words: string): string {
  let end = words.length;
  while (words[end - 1] === '#') end--;
  return end === 0 || /\s/.test(words[end - 1] ?? '') ? words.slice(0, end).trimEnd() : words;
}
