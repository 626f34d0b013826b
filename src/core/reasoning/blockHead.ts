// What begins a function or a class, and its name. Reads painted code (codeText.ts), a bounded part of it.

const headWords =
  wordsOf(`def defp defmacro defmodule class function function* fn func fun sub interface struct
  enum trait impl record object protocol extension module macro procedure actor contract mixin union defn`);

const typeWords =
  wordsOf(`class interface struct enum trait impl record object protocol extension module actor
  contract mixin union defmodule`);

/** Heads that bear no other name. */
const ownNames = wordsOf('init deinit constructor');

/** May stand before a head word. */
const modifiers = wordsOf(`export default declare async pub public private protected internal static abstract
  final sealed override virtual inline extern unsafe const open data local partial readonly suspend case implicit
  lazy native synchronized strictfp fileprivate mutating required convenience external tailrec operator infix
  global create or replace`);

/** Words whose statement is no head, whatever follows. */
const statementWords =
  wordsOf(`if for while switch catch return else do try new throw await typeof yield assert
  raise del elif elsif elseif unless until match with using lock foreach synchronized select guard goto defer go
  print echo import package from co_return co_yield co_await delete case`);

/** Words that look like a name before arguments, and are none. */
const notNames = wordsOf(`when in not and or is as instanceof sizeof alignof decltype void finally super this
  __attribute__ alignas noexcept requires throws where operator union struct extends implements`);

/** Longer lines are no heads; nothing here reads more of one. */
const longestLine = 400;
const longestHead = 2_000;

export interface Head {
  readonly name: string;
  /** Where in the text it begins. */
  readonly at: number;
  readonly isType: boolean;
  /** A word of the language, or a type before the name, says what it is; else its place must. */
  readonly isSure: boolean;
}

interface NamedWord {
  readonly name: string;
  readonly isType: boolean;
}

/** The name in a line that begins a function or a class. */
export function nameInLine(line: string): string | undefined {
  if (line.length > longestLine) return undefined;
  return wordHead(line)?.name ?? assignedFunction(line) ?? /^\s*([\w-]+)\s*\(\)\s*\{\s*$/.exec(line)?.[1];
}

/** The head of what a brace opens: `text` reaches from the statement's beginning to the brace. */
export function headBefore(
  text: string,
  how: { readonly hasBareHeads: boolean; readonly hasSemicolons: boolean },
): Head | undefined {
  const cut = Math.max(0, text.length - longestHead);
  const from = cut + pastLabels(text.slice(cut));
  const head = text.slice(from);
  const found = lastInLines(head) ?? (how.hasBareHeads ? bareHead(head, how.hasSemicolons) : undefined);
  return found && { ...found, at: from + found.at };
}

/** By its line: without semicolons, other statements may stand before it. */
function lastInLines(head: string): Head | undefined {
  const text = head.trimEnd();
  const isFunction = text.endsWith('=>') || endsAsFunction(text);
  let found: Head | undefined;
  let at = 0;
  let depth = 0;
  for (const line of head.split('\n')) {
    const start = at + blanksBefore(line);
    at += line.length + 1;
    if (depth === 0 && line.length <= longestLine) {
      const word = wordHead(line);
      const assigned = !word && isFunction ? assignedName(line) : undefined;
      if (word) found = { ...word, at: start, isSure: true };
      else if (assigned !== undefined) found = { name: assigned, at: start, isType: false, isSure: true };
    }
    for (const char of line) {
      if (char === '(' || char === '[') depth += 1;
      else if (char === ')' || char === ']') depth -= 1;
    }
  }
  return found;
}

/** `… function name(…)` */
function endsAsFunction(text: string): boolean {
  const before = text.slice(0, text.lastIndexOf('(')).slice(-longestLine);
  const words = before.trimEnd().split(/[\s*=:]+/);
  return text.endsWith(')') && words.slice(-2).includes('function');
}

function wordHead(line: string): NamedWord | undefined {
  const words = line.trim().split(/\s+/, 12);
  for (const [index, word] of words.entries()) {
    const [plain = ''] = word.toLowerCase().split(/[(<]/, 1);
    if (ownNames.has(plain) && word.includes('(')) return { name: plain, isType: false };
    if (headWords.has(plain) && !word.includes('(')) {
      const name = nameAfter(plain, words.slice(index + 1).join(' '));
      return name === undefined ? undefined : { name, isType: typeWords.has(plain) };
    }
    if (!modifiers.has(plain)) return undefined;
  }
  return undefined;
}

function nameAfter(word: string, text: string): string | undefined {
  // Go puts a receiver before the name, Kotlin and Rust what is generic.
  const open = text.startsWith('(') ? ')' : text.startsWith('<') ? '>' : undefined;
  const rest = open === undefined ? text : text.slice(text.indexOf(open) + 1);
  const found = /^[\s*&]*([\w$][\w$.:-]*[?!]?)/.exec(rest);
  const name = found?.[1]?.replace(/[.:-]$/, '');
  if (!found || name === undefined || notNames.has(name)) return undefined;
  // "struct point *at(int x)" is a function that returns one.
  const between = rest.slice(found[0].length).split('(', 2);
  const isReturned = between.length === 2 && /^[\s*&]+\w/.test(between[0] ?? '');
  return isReturned && (word === 'struct' || word === 'enum' || word === 'union') ? undefined : name;
}

function assignedFunction(line: string): string | undefined {
  const isFunction = line.includes('=>') || /[=:-]\s*(?:async\s+)?function\b/.test(line);
  return isFunction ? assignedName(line) : undefined;
}

/** `const name = …`, `name: …`, `name <- …`. */
function assignedName(line: string): string | undefined {
  const words = line.trim().split(/\s+/, 6);
  const at = words.findIndex(
    word =>
      !/^(?:export|default|const|let|var|val|local|my|static|readonly|public|private|protected)$/.test(word),
  );
  const rest = words.slice(at).join(' ');
  const found = /^([\w$.#]+) ?\??(?: ?[:=](?![=>])| <-)/.exec(rest)?.[1];
  return at < 0 || found === undefined || statementWords.has(found) ? undefined : found;
}

/** A name and its arguments, after a type or nothing: what C and those after it begin a function with. */
function bareHead(head: string, hasSemicolons: boolean): Head | undefined {
  const method = /^[-+]\s*\([^()]*\)\s*(\w+)/.exec(head.slice(0, longestLine))?.[1];
  if (method !== undefined) return { name: method, at: 0, isType: false, isSure: true };
  const open = head.indexOf('(');
  if (open < 0 || isInitializer(head)) return undefined;
  const start = hasSemicolons ? 0 : pastBlanks(head, head.lastIndexOf('\n', open) + 1);
  const before = withoutTypes(head.slice(start, open).trimEnd());
  const name = lastWord(before) ?? /\boperator\s*\S{1,3}$/.exec(before.slice(-20))?.[0];
  if (name === undefined || /^\d/.test(name) || notNames.has(name) || statementWords.has(name))
    return undefined;
  const type = before.slice(0, before.length - name.length);
  const first = /[\w$]+/.exec(type.slice(0, 200))?.[0];
  if (first !== undefined && statementWords.has(first)) return undefined;
  if (/[=!]/.test(type) || type.trimEnd().endsWith('.')) return undefined;
  return { name, at: start, isType: false, isSure: first !== undefined };
}

/** What a brace opens in "A() : x{1}, y(2) {" is the beginning of a member, or stands after the first of them. */
function isInitializer(head: string): boolean {
  return head.trimStart().startsWith(',') || /[:,]\s{0,40}\w{1,80}$/.test(head.slice(-130));
}

/** Without the type parameters that stand between a name and its arguments. */
function withoutTypes(text: string): string {
  if (!text.endsWith('>')) return text;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === '>') depth += 1;
    else if (text[at] === '<') depth -= 1;
    if (depth === 0) return text.slice(0, at).trimEnd();
  }
  return text;
}

function lastWord(text: string): string | undefined {
  let from = text.length;
  while (from > 0 && /[\w$#~]/.test(text[from - 1] ?? '')) from -= 1;
  return from === text.length ? undefined : text.slice(from);
}

/** Labels, access words and annotations stand before a head, on lines of their own or not. */
function pastLabels(head: string): number {
  let at = blanksBefore(head);
  for (let tries = 0; tries < 20; tries += 1) {
    const rest = head.slice(at, at + longestLine);
    const found =
      /^(?:(?:[a-z]\w{0,30}(?: slots)?|case [^:\n]{1,80}):(?=\s)|@[\w.]{1,80}(?:\([^()]*\))?|#?\[[^\]]*\]|template ?<[^>]*>)/.exec(
        rest,
      )?.[0];
    // "name: (x) =>" is a member of an object.
    if (
      !found ||
      (found.endsWith(':') && /^[^\n]*=>|^\s*(?:async )?function\b/.test(rest.slice(found.length)))
    )
      break;
    at = pastBlanks(head, at + found.length);
  }
  return at;
}

function pastBlanks(text: string, from: number): number {
  return from + blanksBefore(text.slice(from));
}

/** How many blanks, line ends included, a text begins with. */
function blanksBefore(text: string): number {
  return text.length - text.trimStart().length;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
