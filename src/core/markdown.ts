// Markdown to a safe tree of known elements. Raw HTML becomes text; nothing of the source is ever parsed as HTML.
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';

/** Elements that the panel knows how to make. */
export type Tag =
  | 'p'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'ul'
  | 'ol'
  | 'li'
  | 'blockquote'
  | 'pre'
  | 'code'
  | 'em'
  | 'strong'
  | 'del'
  | 'br'
  | 'hr'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'
  | 'a';

export type Node = string | Element;

export interface Element {
  readonly tag: Tag;
  readonly children: readonly Node[];
  /** Only on `a`: http, https or mailto. */
  readonly href?: string;
  /** Only on `pre`: the language after the fence. */
  readonly language?: string;
}

/**
 * Markdown (GFM) as a tree of known elements. Never throws, whatever the source: raw HTML becomes text, an
 * image its alternative text, a link that is not http, https or mailto its words. A source that would cost
 * too much is one paragraph of plain text.
 */
export function parseMarkdown(source: string): readonly Node[] {
  if (isTooCostly(source)) return [element('p', [source])];
  try {
    return blocks(new Lexer({ gfm: true }).lex(source), 0);
  } catch {
    // Marked ran out of stack: the words are still worth showing.
    return [element('p', [source])];
  }
}

/**
 * All text of a tree in document order and nothing else: no line break between blocks. This is `textContent`
 * of the DOM that is made from the tree, so an offset (in UTF-16 units) means the same place in both.
 */
export function plainText(nodes: readonly Node[]): string {
  return nodes.map(node => (typeof node === 'string' ? node : plainText(node.children))).join('');
}

const longestSource = 50_000;

/** Deepest nesting that is kept; what is deeper stands there as its source. */
const deepest = 16;

/** Marked reads the inside of a container again for every level that a line opens. */
const tooManyContainers = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){17}/m;

/** Its rule for addresses takes time in the square of a word's length. */
const endlessWord = /[\w.+-]{2000}/;

function isTooCostly(source: string): boolean {
  return source.length > longestSource || tooManyContainers.test(source) || endlessWord.test(source);
}

function element(tag: Tag, children: readonly Node[]): Element {
  return { tag, children: joined(children) };
}

function blocks(tokens: readonly Token[], depth: number): readonly Node[] {
  return joined(tokens.flatMap(token => node(token as MarkedToken, depth)));
}

/** Marked's own tokens are a closed union as long as no extension is installed; ours has none. */
function node(token: MarkedToken, depth: number): readonly Node[] {
  if (depth > deepest) return [token.raw];
  const inside = (tokens: readonly Token[]) => blocks(tokens, depth + 1);
  switch (token.type) {
    case 'heading':
      return [element(token.depth <= 2 ? 'h2' : token.depth === 3 ? 'h3' : 'h4', inside(token.tokens))];
    case 'code': {
      const language = /^[\w+#.-]{1,40}/.exec(token.lang ?? '')?.[0];
      const pre = element('pre', [element('code', [token.text])]);
      return [language === undefined ? pre : { ...pre, language }];
    }
    case 'list':
      return [element(token.ordered ? 'ol' : 'ul', inside(token.items))];
    case 'list_item':
      return [element('li', inside(token.tokens))];
    case 'table': {
      const row = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]) =>
        element(
          'tr',
          cells.map(cell => element(tag, inside(cell.tokens))),
        );
      const rows = token.rows.map(cells => row('td', cells));
      return [
        element('table', [
          element('thead', [row('th', token.header)]),
          ...(rows.length > 0 ? [element('tbody', rows)] : []),
        ]),
      ];
    }
    case 'link': {
      const href = safeHref(token.href);
      const words = inside(token.tokens);
      return href === undefined ? words : [{ ...element('a', words), href }];
    }
    case 'text':
      return token.tokens ? inside(token.tokens) : [decoded(token.text)];
    case 'paragraph':
      return [element('p', inside(token.tokens))];
    case 'blockquote':
    case 'strong':
    case 'em':
    case 'del':
      return [element(token.type, inside(token.tokens))];
    case 'codespan':
      return [element('code', [token.text])];
    case 'br':
    case 'hr':
      return [element(token.type, [])];
    case 'checkbox':
      return [token.checked ? '[x] ' : '[ ] '];
    case 'image':
      return [decoded(token.text)];
    case 'html':
      return token.block ? [element('p', [token.text.trimEnd()])] : [token.text];
    case 'escape':
      return [token.text];
    case 'space':
    case 'def':
      return [];
    default:
      return [raw(token)];
  }
}

/** A kind of token that a later Marked may add is shown as it was written. */
function raw(token: never): string {
  return (token as Token).raw;
}

/** Neighbouring strings as one, empty ones gone: a tree has one form, and the DOM no needless text nodes. */
function joined(nodes: readonly Node[]): readonly Node[] {
  const result: Node[] = [];
  for (const next of nodes) {
    const last = result.at(-1);
    if (typeof next === 'string' && typeof last === 'string') result[result.length - 1] = last + next;
    else if (next !== '') result.push(next);
  }
  return result;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** Character references: Marked leaves them to the HTML parser, which we do not have. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,6}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return isCharacter ? String.fromCodePoint(point) : '\ufffd';
  });
}

const safeSchemes: readonly string[] = ['http:', 'https:', 'mailto:'];

/** The address as the browser would understand it, so that what is checked is what is opened. */
function safeHref(href: string): string | undefined {
  try {
    const url = new URL(decoded(href));
    return safeSchemes.includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
