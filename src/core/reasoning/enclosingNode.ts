// What a caret stands in, by the syntax tree: a function, a method, a class; else the block or statement that makes sense
// by itself.
import { type LineSpan, linesOf } from '../base/lines';
import type { SyntaxNode, SyntaxTree } from '../base/syntaxTree';
import type { Enclosing, EnclosingKind } from './block';

export interface EnclosingNode {
  readonly kind: EnclosingKind;
  /** Of a function, a method or a class. */
  readonly name?: string;
  readonly span: LineSpan;
}

/** A block of more lines is no answer to a caret: rather a smaller one in it. */
const longestBlock = 40;

/**
 * Around a line of the text that was parsed, from 1. A comment stands in what it is about. `undefined` where there is nothing:
 * between functions, in an empty file.
 */
export function enclosingNode(text: string, tree: SyntaxTree, line: number): EnclosingNode | undefined {
  const path = pathTo(tree.root, placeOf(text, line), line);
  return definitionIn(text, path) ?? blockIn(path);
}

/** As the search without a grammar tells it: statements and blocks are so many lines, without a symbol. */
export function enclosingOf({ kind, name, span }: EnclosingNode): Enclosing {
  return name === undefined ? { kind, span } : { kind, span, symbol: name };
}

/** All functions, methods and classes that have a name, in the order in which they begin. */
export function definitionsIn(text: string, tree: SyntaxTree): readonly EnclosingNode[] {
  const found: EnclosingNode[] = [];
  const path: SyntaxNode[] = [];
  /** Depth of each node that waits, beside it: trees are deep, so none is walked by calls. */
  const waiting: (readonly [node: SyntaxNode, depth: number])[] = [[tree.root, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next;
    path.length = depth;
    path.push(node);
    const isDefinition = functionLike.test(node.type) || classLike.test(node.type);
    const definition = isDefinition ? definitionIn(text, path) : undefined;
    const last = found.at(-1);
    const isKnown = last?.name === definition?.name && last?.span.first === definition?.span.first;
    if (definition && !isKnown) found.push(definition);
    for (const child of [...node.children].reverse()) waiting.push([child, depth + 1]);
  }
  return found;
}

/** Where the first thing on a line stands. */
function placeOf(text: string, line: number): number {
  const lines = linesOf(text);
  const ends = text.includes('\r\n') ? 2 : 1;
  let at = 0;
  for (let index = 0; index < line - 1; index += 1) at += (lines[index]?.length ?? 0) + ends;
  const own = lines[line - 1] ?? '';
  return at + own.length - own.trimStart().length;
}

/** From the root to the innermost node around a place. */
function pathTo(root: SyntaxNode, place: number, line: number): readonly SyntaxNode[] {
  const path: SyntaxNode[] = [];
  for (let node: SyntaxNode | undefined = root; node; ) {
    path.push(node);
    const inside: SyntaxNode | undefined = node.children.find(
      child =>
        child.from <= place && (place < child.to || (child.lines.first < line && line < child.lines.last)),
    );
    node = inside && isComment(inside) ? commented(node, inside) : (mainOf(node) ?? inside);
  }
  return path;
}

/** What is meant wherever in it one stands: what is exported, what decorators stand on, the function that is given a name. */
function mainOf(node: SyntaxNode): SyntaxNode | undefined {
  const by = (...fields: string[]) =>
    node.children.find(({ field }) => field !== undefined && fields.includes(field));
  if (/^(?:decorated_definition|export_statement)$/.test(node.type)) return by('definition', 'declaration');
  if (/^(?:lexical|variable)_declaration$/.test(node.type)) {
    return node.children.find(({ type }) => type === 'variable_declarator');
  }
  if (!/declarator|assignment|^pair$|field_definition/.test(node.type)) return undefined;
  const value = by('value', 'right');
  return value && functionLike.test(value.type) ? value : undefined;
}

function isComment({ type }: SyntaxNode): boolean {
  return /comment/i.test(type);
}

/** What a comment is about: what begins below it, without a blank line between. */
function commented(parent: SyntaxNode, comment: SyntaxNode): SyntaxNode | undefined {
  let last = comment.lines.last;
  for (const child of parent.children.slice(parent.children.indexOf(comment) + 1)) {
    if (child.lines.first > last + 1) return undefined;
    if (!isComment(child) && child.isNamed) return child.lines.first === last ? undefined : child;
    last = child.lines.last;
  }
  return undefined;
}

const functionLike =
  /method|^(?:function_\w+|constructor\w*|generator_function\w*|arrow_function|func_literal|lambda_expression|local_function_statement|function)$/;
const classLike =
  /^(?:class|class_\w*(?:declaration|definition|specifier)|class_declaration|interface_declaration|struct_\w+|enum_\w*(?:declaration|item|specifier)|trait_\w+|impl_item|record_declaration|module|internal_module)$/;

/** The innermost with a name. Callbacks have none, and belong to what they stand in. */
function definitionIn(text: string, path: readonly SyntaxNode[]): EnclosingNode | undefined {
  for (let at = path.length - 1; at > 0; at -= 1) {
    const found = definitionAt(text, path, at);
    if (found) return found;
  }
  return undefined;
}

/** What the node at this place of a path defines, if it has a name; the path leads to it from the root. */
export function definitionAt(
  text: string,
  path: readonly SyntaxNode[],
  at: number,
): (EnclosingNode & { readonly name: string }) | undefined {
  const node = path[at];
  if (!node || node.children.length === 0) return undefined;
  const isClass = classLike.test(node.type);
  if (!isClass && (!functionLike.test(node.type) || /call|invocation/.test(node.type))) return undefined;
  const holder = holderOf(path, at);
  const name = nameOf(text, node) ?? nameOf(text, holder);
  if (name === undefined) return undefined;
  const span = spanOf(path, at);
  if (isClass) return { kind: 'class', name, span };
  return { kind: isMethod(path, at) ? 'method' : 'function', name, span };
}

/** `const f = () => …`, `f: function () …`: what has the name. */
function holderOf(path: readonly SyntaxNode[], at: number): SyntaxNode | undefined {
  const holder = path[at - 1];
  return holder && /declarator|assignment|^pair$|field_definition|property/.test(holder.type)
    ? holder
    : undefined;
}

function nameOf(text: string, node: SyntaxNode | undefined): string | undefined {
  for (let tries = 0, at = node; at && tries < 8; tries += 1) {
    const named = ['name', 'declarator', 'key', 'left', 'property', 'type']
      .map(field => at?.children.find(child => child.field === field))
      .find(child => child !== undefined);
    if (!named) return undefined;
    const isLast = !named.children.some(child => child.field === 'declarator' || child.field === 'name');
    if (isLast || /qualified|scoped/.test(named.type)) return wordsOf(text, named);
    at = named;
  }
  return undefined;
}

function wordsOf(text: string, { from, to }: SyntaxNode): string | undefined {
  const words = text
    .slice(from, Math.min(to, from + 100))
    .split('\n', 1)[0]
    ?.trim();
  return words === '' ? undefined : words;
}

function isMethod(path: readonly SyntaxNode[], at: number): boolean {
  if (/method|constructor/.test(path[at]?.type ?? '')) return true;
  for (let around = at - 1; around > 0; around -= 1) {
    const type = path[around]?.type ?? '';
    if (classLike.test(type) && !/module/.test(type)) return true;
    if (functionLike.test(type)) return false;
  }
  return false;
}

/** With what belongs to it: `export`, `const f =`. Decorators stand above it, as the search without a grammar has it. */
function spanOf(path: readonly SyntaxNode[], at: number): LineSpan {
  let span = path[at]?.lines ?? { first: 1, last: 1 };
  for (let around = at - 1; around > 0; around -= 1) {
    const node = path[around];
    if (
      !node ||
      !/declarator|assignment|^pair$|field_definition|_declaration$|^export_statement$|^expression_statement$/.test(
        node.type,
      )
    )
      break;
    if (classLike.test(node.type) || functionLike.test(node.type)) break;
    span = { first: Math.min(span.first, node.lines.first), last: Math.max(span.last, node.lines.last) };
  }
  return span;
}

const container =
  /(?:^|_)(?:block|body|suite|statements|compound_statement|statement_list|declaration_list|then|do_group|program|module|source_file|translation_unit|compilation_unit|stylesheet|document|namespace_definition|namespace_declaration)$/;

/** The largest part of a file that is short enough to be meant by a caret. */
function blockIn(path: readonly SyntaxNode[]): EnclosingNode | undefined {
  for (const [at, node] of path.entries()) {
    const parent = path[at - 1];
    const isPart = parent !== undefined && container.test(parent.type) && !container.test(node.type);
    if (!isPart || !node.isNamed || isComment(node)) continue;
    const length = node.lines.last - node.lines.first + 1;
    if (length > longestBlock && path.slice(at + 1).some(one => container.test(one.type))) continue;
    const isBlock = node.children.some(child => container.test(child.type) || child.field === 'body');
    return { kind: isBlock ? 'block' : 'statement', span: node.lines };
  }
  return undefined;
}
