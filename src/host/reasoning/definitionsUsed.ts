// Definitions of what a piece of code uses, as the editor's own providers know them. A language server that is only
// starting holds nothing up: what it does not say in time is left out, and that is said.
import * as vscode from 'vscode';
import { linesOf } from '../../core/base/lines';
import { type Definition, type FoundDefinitions, headOf } from '../../core/reasoning/definitions';
import { enclosingBlock } from '../../core/reasoning/enclosing';
import { boundsOf } from '../../core/reasoning/excerpt';
import type { Excerpt } from '../../core/reasoning/run';
import { type UsedName, usedNames } from '../../core/reasoning/usedNames';

/** For all of them together, while the model server is looked for. */
const patienceMs = 1_500;
/** A file of more characters is no source that somebody wrote. */
const longestFile = 500_000;

interface Target {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

type Answer = Definition | 'outside' | 'nothing' | 'late';

/** Never rejects. Of code that has changed since it was cut out nothing is asked. */
export async function definitionsUsed(excerpt: Excerpt): Promise<FoundDefinitions> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === excerpt.uri);
  const names = document && isAsCut(document, excerpt) ? usedNames(excerpt) : [];
  if (!document || names.length === 0) return { found: [], outside: [], isLate: false };
  const deadline = new Deadline(patienceMs);
  const answers = await Promise.all(
    names.map(name => deadline.orLate(definitionOf(document, excerpt, name))),
  );
  deadline.dispose();
  const found = answers.filter(answer => typeof answer === 'object');
  return {
    found: found.filter((one, at) => at === found.findIndex(other => isSame(one, other))),
    outside: names.filter((_, at) => answers[at] === 'outside').map(({ name }) => name),
    isLate: answers.includes('late'),
  };
}

function isAsCut(document: vscode.TextDocument, excerpt: Excerpt): boolean {
  const { first, last } = boundsOf(excerpt);
  const now = linesOf(document.getText()).slice(first - 1, last);
  return now.join('\n') === linesOf(excerpt.text).join('\n');
}

async function definitionOf(
  document: vscode.TextDocument,
  excerpt: Excerpt,
  used: UsedName,
): Promise<Answer> {
  try {
    const told = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[] | undefined>(
      'vscode.executeDefinitionProvider',
      document.uri,
      new vscode.Position(used.line - 1, used.character),
    );
    const [first] = told ?? [];
    if (!first) return 'nothing';
    const target = targetOf(first);
    if (isIn(target, excerpt)) return 'nothing';
    if (!isOwn(target.uri, document)) return 'outside';
    return (await read(target, used.name)) ?? 'nothing';
  } catch {
    return 'nothing';
  }
}

function targetOf(told: vscode.Location | vscode.LocationLink): Target {
  return 'targetUri' in told ? { uri: told.targetUri, range: told.targetRange } : told;
}

/** In the code itself, which the model gets anyway. */
function isIn({ uri, range }: Target, excerpt: Excerpt): boolean {
  const { first, last } = boundsOf(excerpt);
  const line = range.start.line + 1;
  return uri.toString() === excerpt.uri && line >= first && line <= last;
}

/** What others wrote and was installed into a workspace: the model knows it, or would not learn it from a head. */
const installed = /\/(?:node_modules|site-packages|\.venv|venv|vendor|bower_components)\//;

function isOwn(uri: vscode.Uri, document: vscode.TextDocument): boolean {
  if (uri.toString() === document.uri.toString()) return true;
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined && !installed.test(uri.path);
}

async function read({ uri, range }: Target, name: string): Promise<Definition | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  if (text.length > longestFile) return undefined;
  const first = range.start.line + 1;
  // Some providers tell the name's place alone.
  const block =
    range.end.line > range.start.line ? undefined : enclosingBlock(text, first, document.languageId);
  const last = block?.span.first === first ? block.span.last : range.end.line + 1;
  const lines = linesOf(text).slice(first - 1, last);
  return { name, file: vscode.workspace.asRelativePath(uri, false), ...headOf(lines.join('\n'), first) };
}

function isSame(one: Definition, other: Definition): boolean {
  return one.file === other.file && one.firstLine === other.firstLine;
}

/** One limit for several questions. */
class Deadline implements vscode.Disposable {
  readonly #late: Promise<'late'>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(afterMs: number) {
    this.#late = new Promise(resolve => {
      this.#timer = setTimeout(() => resolve('late'), afterMs);
    });
  }

  orLate(answer: Promise<Answer>): Promise<Answer> {
    return Promise.race([answer, this.#late]);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
