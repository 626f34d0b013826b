// The names and numbers that a step's words speak of: what stands in backticks, what is shaped like an identifier, plain
// numbers. A keyword is none.
import { type Node, parseMarkdown } from '../../markdown';
import { isKeyword } from './commonWords';
import { isCounting, withoutExamples } from './proseContext';
import { type Token, tokensOf } from './tokens';

export interface SaidName {
  readonly kind: 'name' | 'number';
  /** As it is written. */
  readonly text: string;
  /** Of a number. */
  readonly value?: number;
  /** It stands in backticks. */
  readonly isQuoted: boolean;
  /** UTF-16 offsets in the plain text of the Markdown: what a reader sees. */
  readonly start: number;
  readonly end: number;
}

/** In the order in which they are said. Takes time in proportion to the text. */
export function namesSaidIn(markdown: string): readonly SaidName[] {
  const names: SaidName[] = [];
  const reader = new Reader(names);
  reader.read(parseMarkdown(markdown), undefined);
  reader.flush();
  return names;
}

/** Reads a paragraph at a time, with the code in it painted over: sentences go on across it. */
class Reader {
  readonly #names: SaidName[];
  #at = 0;
  /** The paragraph that is being gathered, and where it begins. */
  #prose = '';
  #from = 0;
  #quotes: { readonly text: string; readonly start: number }[] = [];

  constructor(names: SaidName[]) {
    this.#names = names;
  }

  read(nodes: readonly Node[], tag: string | undefined): void {
    for (const node of nodes) {
      if (typeof node === 'string') this.#take(node, tag);
      else {
        if (blocks.has(node.tag)) this.flush();
        this.read(node.children, tag === 'pre' ? 'pre' : node.tag);
        if (blocks.has(node.tag)) this.flush();
      }
    }
  }

  #take(text: string, tag: string | undefined): void {
    if (tag === 'code') {
      this.#quotes.push({ text, start: this.#at });
      this.#prose += '`'.repeat(text.length);
      // A block of code is an example: nobody said that it stands in what was sent.
    } else this.#prose += tag === 'pre' ? ' '.repeat(text.length) : text;
    this.#at += text.length;
  }

  /** A paragraph is over. */
  flush(): void {
    const prose = withoutExamples(this.#prose);
    const quoted = this.#quotes
      .filter(({ start }) => prose[start - this.#from] === '`')
      .flatMap(({ text, start }) => quotedNames(text).map(name => shifted(name, start)));
    const found = [...proseNames(prose).map(name => shifted(name, this.#from)), ...quoted];
    for (const name of found.sort((a, b) => a.start - b.start)) this.#names.push(name);
    this.#prose = '';
    this.#from = this.#at;
    this.#quotes = [];
  }
}

function shifted(name: SaidName, by: number): SaidName {
  return { ...name, start: name.start + by, end: name.end + by };
}

const blocks: ReadonlySet<string> = new Set([
  'p',
  'h2',
  'h3',
  'h4',
  'li',
  'ul',
  'ol',
  'blockquote',
  'pre',
  'td',
  'th',
  'hr',
]);

function proseNames(prose: string): readonly SaidName[] {
  return tokensOf(prose).flatMap((token): readonly SaidName[] => {
    if (token.kind === 'number') return isCounting(prose, token) ? [] : numberNamed(token, false);
    return isShaped(token.text) || isCalled(prose, token) ? wordNamed(token, false) : [];
  });
}

function quotedNames(code: string): readonly SaidName[] {
  const isProse = isWordsOnly(code);
  return outsideLiterals(code).flatMap(token => {
    if (token.kind === 'number') return numberNamed(token, true);
    return isProse && !isShaped(token.text) ? [] : wordNamed(token, true);
  });
}

function wordNamed({ text, start, end }: Token, isQuoted: boolean): readonly SaidName[] {
  // A model that was taught to say `L12` says it in mid-sentence too.
  if (isKeyword(text) || /^L\d{1,6}$/.test(text)) return [];
  return [{ kind: 'name', text, isQuoted, start, end }];
}

function numberNamed(token: Token & { readonly value?: number | undefined }, isQuoted: boolean) {
  const { text, start, end, value } = token;
  return value === undefined ? [] : [{ kind: 'number' as const, text, value, isQuoted, start, end }];
}

/** Shaped as identifiers are and words are not: camelCase, snake_case, a digit inside. */
function isShaped(word: string): boolean {
  return /[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[^_]_[^_]|^_|[A-Za-z]\d/.test(word) && /[A-Za-z]/.test(word);
}

/** `parse()`, or `parse(text)`; not "element(s)". */
function isCalled(prose: string, { start, end }: Token): boolean {
  return (
    end - start > 1 &&
    prose[end] === '(' &&
    !/^\((?:s|es|ies|n|d|r|i|s\))\)/.test(prose.slice(end, end + 6)) &&
    prose[end + 1] !== ' '
  );
}

/** Words that only declare are no sentence. */
const declares =
  /^(?:const|let|var|def|class|function|import|from|new|type|fn|func|use|using|static|return|struct|enum|goto) /;
const nouns = /^return (?:value|values|statement|type|code|early|address)$/;

/**
 * Prose in backticks: "`if the list is empty`", a comment that is quoted, or what stands between two pieces of code that have
 * backticks of their own: "`. This joins the `".
 */
function isWordsOnly(code: string): boolean {
  if (hasSentence(code)) return true;
  if (/[^A-Za-z\s.,;:!?'’-]/.test(code) || !/[A-Za-z]{2} [A-Za-z]/.test(code)) return false;
  return !declares.test(code) || nouns.test(code);
}

/** Words in a row that no language has between them: more than code has of its own. */
const wordsOfSentence = 3;

function hasSentence(code: string): boolean {
  let inRow = 0;
  for (const word of code.split(' ')) {
    inRow = /^[A-Za-z]+$/.test(word) && !isKeyword(word) ? inRow + 1 : 0;
    if (inRow >= wordsOfSentence) return true;
  }
  return false;
}

/** Tokens of code, but for what stands in strings: of these the ones that are a single word or number. */
function outsideLiterals(code: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  const add = (text: string, at: number) => {
    for (const token of tokensOf(text.replace(/\\[^\n]/g, '  '))) {
      tokens.push({ ...token, start: token.start + at, end: token.end + at });
    }
  };
  for (let at = 0; at < code.length; at += 1) {
    const quote = code[at];
    if (quote !== '"' && quote !== "'") continue;
    const end = code.indexOf(quote, at + 1);
    if (end < 0) break;
    add(code.slice(from, at), from);
    const content = code.slice(at + 1, end);
    if (/^\w{1,80}$/.test(content)) add(content, at + 1);
    from = end + 1;
    at = end;
  }
  add(code.slice(from), from);
  return tokens;
}
