// What the reader means when asking to explain: the selection, or the function around the caret.
import * as vscode from 'vscode';
import type { LineSpan } from '../core/base/lines';
import type { Problem } from '../core/base/problem';
import { enclosingBlock } from '../core/reasoning/enclosing';
import type { Excerpt } from '../core/reasoning/run';
import { meet } from './reachable';

/** More than this is no passage to reason through; it would not fit a local model's window many times over. */
const longestSelectionBytes = 256 * 1024;

export interface CodePlace {
  readonly document: vscode.TextDocument;
  readonly selection: vscode.Range;
}

/**
 * The editor that the reader is in; with the panel in front, the one that is shown beside it. A tab that shows a
 * file which no text editor can show is named as such.
 */
export async function codeUnderCaret(): Promise<CodePlace | Problem> {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const editor = vscode.window.activeTextEditor;
  const file = tab && fileOf(tab.input);
  if (file && editor?.document.uri.toString() !== file.toString()) {
    return { code: 'binary-file', name: fileName(file) };
  }
  const chosen =
    editor ?? vscode.window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined);
  return chosen ? { document: chosen.document, selection: chosen.selection } : { code: 'no-editor' };
}

function fileOf(input: unknown): vscode.Uri | undefined {
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

/** The code to explain, or the reason why there is none. Never throws for what a document holds. */
export async function excerptToExplain(
  document: vscode.TextDocument,
  selection: vscode.Range,
): Promise<Excerpt | Problem> {
  meet(document.uri);
  const name = fileName(document.uri);
  const found = selection.isEmpty ? await enclosingFunction(document, selection.start) : undefined;
  if (selection.isEmpty && !found) {
    if (isBinary(sampleOf(document))) return { code: 'binary-file', name };
    return { code: 'empty-selection' };
  }
  const span = found?.span ?? wholeLines(selection);
  const range = document.validateRange(
    new vscode.Range(span.first - 1, 0, span.last - 1, Number.MAX_SAFE_INTEGER),
  );
  const text = document.getText(range);
  if (isBinary(text)) return { code: 'binary-file', name };
  if (text.trim() === '') return { code: 'empty-selection' };
  if (text.length > longestSelectionBytes) {
    return { code: 'selection-too-large', name, lines: span.last - span.first + 1, bytes: text.length };
  }
  return {
    uri: document.uri.toString(),
    name,
    languageId: document.languageId,
    firstLine: span.first,
    text,
    ...surroundingsOf(document, span),
    ...symbolOf(document, span, found?.symbol),
  };
}

/** Enough to see the neighbours; a small model on a CPU reads a hundred tokens a second, and the reader waits. */
const surroundingLines = { before: 12, after: 4 };
/** Generated files have lines that would fill a window by themselves. */
const longestSurroundings = 4_000;

function surroundingsOf(
  document: vscode.TextDocument,
  { first, last }: LineSpan,
): Pick<Excerpt, 'before' | 'after'> {
  const textOf = (from: number, to: number) =>
    from > to ? '' : document.getText(new vscode.Range(from - 1, 0, to - 1, Number.MAX_SAFE_INTEGER));
  const before = textOf(Math.max(1, first - surroundingLines.before), first - 1);
  const after = textOf(last + 1, Math.min(document.lineCount, last + surroundingLines.after));
  const worth = (text: string) => text.trim() !== '' && text.length <= longestSurroundings && !isBinary(text);
  return { ...(worth(before) ? { before } : {}), ...(worth(after) ? { after } : {}) };
}

/** Whole lines; a selection that ends before the first character of a line does not take that line in. */
function wholeLines(selection: vscode.Range): LineSpan {
  const endsAtStart = selection.end.character === 0 && selection.end.line > selection.start.line;
  return { first: selection.start.line + 1, last: selection.end.line + (endsAtStart ? 0 : 1) };
}

/** A selection that begins with a function's head is called by its name. */
function symbolOf(
  document: vscode.TextDocument,
  span: LineSpan,
  known: string | undefined,
): { symbol?: string } {
  if (known !== undefined) return { symbol: known };
  if (document.lineCount > longestHeuristicLines) return {};
  const block = enclosingBlock(document.getText(), span.first);
  return block?.symbol !== undefined && block.span.first === span.first ? { symbol: block.symbol } : {};
}

/** Beyond this the heuristic would read too much for one key press; the editor's own symbols are still asked. */
const longestHeuristicLines = 50_000;

async function enclosingFunction(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<{ readonly span: LineSpan; readonly symbol?: string } | undefined> {
  const symbols = await symbolsOf(document);
  const symbol = innermost(symbols, position);
  if (symbol) {
    return {
      span: { first: symbol.range.start.line + 1, last: symbol.range.end.line + 1 },
      symbol: symbol.name.replace(/\(.*$/, ''),
    };
  }
  if (document.lineCount > longestHeuristicLines) return undefined;
  return enclosingBlock(document.getText(), position.line + 1);
}

async function symbolsOf(document: vscode.TextDocument): Promise<readonly vscode.DocumentSymbol[]> {
  try {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    return symbols?.filter(symbol => 'children' in symbol) ?? [];
  } catch {
    return [];
  }
}

const kinds = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
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

function sampleOf(document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(0, 0, 20, 1000));
}

/** Text does not hold NUL, nor a crowd of characters that stand for bytes which were no text. */
function isBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  const replaced = text.split('\uFFFD').length - 1;
  return replaced > 8 && replaced > text.length / 10;
}

function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
