// The code of a selection, or of the function around a caret, as the editor and the grammars know it.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';
import type { SyntaxParser } from '../../core/ports';
import type { Enclosing, EnclosingKind } from '../../core/reasoning/block';
import { definitionNow } from '../../core/reasoning/definitionNow';
import { enclosingNode, enclosingOf } from '../../core/reasoning/enclosingNode';
import {
  excerptNow,
  excerptOfAll,
  headLineNow,
  type Selection,
  type Source,
} from '../../core/reasoning/excerpt';
import type { Excerpt } from '../../core/reasoning/run';
import { meet, reachableIfAllowed } from '../shell/reachable';
import { cellOf, fileName } from './codeUnderCaret';

/**
 * The code to explain, or the reason why there is none. Text and selection are those of this moment, whatever
 * happens to them while the editor is asked for its symbols. Never throws for what a document holds.
 */
export async function excerptToExplain(
  document: vscode.TextDocument,
  selected: vscode.Range | readonly vscode.Range[],
  syntax?: SyntaxParser,
): Promise<Excerpt | Problem> {
  meet(document.uri);
  const source = sourceOf(document);
  const [first, ...others] = selected instanceof vscode.Range ? [selected] : selected;
  if (!first) return { code: 'no-editor' };
  const isCaret = [first, ...others].every(({ isEmpty }) => isEmpty);
  const known = isCaret ? await aroundCaret(document, source, first.start, syntax) : undefined;
  return excerptOfAll(source, [selectionOf(first), ...others.map(selectionOf)], known);
}

function selectionOf({ start, end, isEmpty }: vscode.Range): Selection {
  return { firstLine: start.line, lastLine: end.line, lastCharacter: end.character, isEmpty };
}

/** As the editor's symbols have it; by its grammar where they know none, or only the class around what is meant. */
async function aroundCaret(
  document: vscode.TextDocument,
  source: Source,
  caret: vscode.Position,
  syntax: SyntaxParser | undefined,
): Promise<Enclosing | undefined> {
  const symbol = await symbolAround(document, caret);
  if (symbol && symbol.kind !== 'class') return symbol;
  const node = await nodeAround(source, caret.line + 1, syntax);
  if (!symbol) return node;
  const isInside =
    node?.symbol !== undefined && node.span.first >= symbol.span.first && node.span.last <= symbol.span.last;
  return isInside ? node : symbol;
}

/** The code of an earlier run as it stands in its file now. Where the file does not tell, as it was, and marked as old. */
export async function excerptAsItStands(excerpt: Excerpt, syntax?: SyntaxParser): Promise<Excerpt> {
  const old: Excerpt = { ...excerpt, isOld: true };
  try {
    const uri = await reachableIfAllowed(excerpt.uri);
    if (!uri) return old;
    const document = await vscode.workspace.openTextDocument(uri);
    const source = sourceOf(document);
    const known =
      excerpt.symbol === undefined ? undefined : await symbolNow(document, excerpt, source, syntax);
    const now = excerptNow(excerpt, source, known);
    return 'code' in now ? old : now;
  } catch {
    return old;
  }
}

function sourceOf(document: vscode.TextDocument): Source {
  const cell = cellOf(document);
  return {
    ...(cell ? { cell: cell.index + 1 } : {}),
    uri: document.uri.toString(),
    name: fileName(document.uri),
    languageId: document.languageId,
    text: document.getText(),
  };
}

/** Found by syntax where there is a grammar; the editor says how far it reaches, where it knows it by the same name. */
async function symbolNow(
  document: vscode.TextDocument,
  excerpt: Excerpt,
  source: Source,
  syntax: SyntaxParser | undefined,
): Promise<Enclosing | undefined> {
  const tree = await syntax?.parse(source.text, source.languageId);
  const defined = tree && definitionNow(excerpt, source.text, tree);
  const line = defined ? defined.span.first - 1 : headLineNow(excerpt, source);
  const { firstNonWhitespaceCharacterIndex: column } = document.lineAt(
    Math.min(line, document.lineCount - 1),
  );
  const found = await symbolAround(document, new vscode.Position(line, column));
  return found?.symbol === (defined?.symbol ?? excerpt.symbol) ? found : defined;
}

/** As the editor knows it, if it says so in time and of the text that was asked about. */
async function symbolAround(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<Enclosing | undefined> {
  const { version } = document;
  const symbol = innermost(await symbolsOf(document), position);
  if (!symbol || document.version !== version) return undefined;
  const kind = kinds.get(symbol.kind);
  return {
    span: { first: symbol.range.start.line + 1, last: symbol.range.end.line + 1 },
    ...(kind ? { kind } : {}),
    symbol: symbol.name.split('(', 1)[0] ?? symbol.name,
  };
}

/** By the grammar of its language, where the editor knows no symbol. */
async function nodeAround(
  { text, languageId }: Source,
  line: number,
  syntax: SyntaxParser | undefined,
): Promise<Enclosing | undefined> {
  const tree = await syntax?.parse(text, languageId);
  const found = tree && enclosingNode(text, tree, line);
  return found && enclosingOf(found);
}

/** A language server that is only starting may take minutes, and the reader waits. */
const patienceMs = 1_000;

async function symbolsOf(document: vscode.TextDocument): Promise<readonly vscode.DocumentSymbol[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const asked = Promise.resolve(
    vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    ),
  ).then(
    symbols => symbols?.filter(symbol => 'children' in symbol) ?? [],
    () => [],
  );
  const late = new Promise<readonly vscode.DocumentSymbol[]>(resolve => {
    timer = setTimeout(() => resolve([]), patienceMs);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

const kinds: ReadonlyMap<vscode.SymbolKind, EnclosingKind> = new Map([
  [vscode.SymbolKind.Function, 'function'],
  [vscode.SymbolKind.Method, 'method'],
  [vscode.SymbolKind.Constructor, 'method'],
  [vscode.SymbolKind.Class, 'class'],
]);

function innermost(
  symbols: readonly vscode.DocumentSymbol[],
  position: vscode.Position,
): vscode.DocumentSymbol | undefined {
  for (const symbol of symbols) {
    if (!symbol.range.contains(position)) continue;
    return innermost(symbol.children, position) ?? (kinds.has(symbol.kind) ? symbol : undefined);
  }
  return undefined;
}
