// From what the reader selected, or from a step, to an annotation; where it is kept is the notebook's matter.
import * as vscode from 'vscode';
import type { Annotation } from '../../core/annotation/annotation';
import { annotateCode, annotatePassage, annotateStep } from '../../core/annotation/create';
import type { Problem } from '../../core/base/problem';
import type { Chapter, Language } from '../../core/chapter/chapter';
import { parseMarkdown, plainText } from '../../core/markdown';
import { enclosingBlock } from '../../core/reasoning/enclosing';
import type { Run } from '../../core/reasoning/run';
import { annotateMiss, type Miss } from '../../core/review/miss';
import { problemText } from '../../core/wording/problemText';
import { meet, reachable } from '../shell/reachable';

const newId = () => `urn:uuid:${crypto.randomUUID()}`;

/**
 * Asks for a note on the editor's selection, and asks again, with what was written, until `write` finds nothing wrong
 * or the reader thinks better of it.
 */
export async function noteOnSelection(
  editor: vscode.TextEditor,
  language: Language,
  write: (annotation: () => Annotation) => Promise<Problem | undefined>,
): Promise<void> {
  const { document, selection } = editor;
  meet(document.uri);
  // While the box is open, the document may change: the note is about what the reader saw.
  const text = document.getText();
  const birth = { id: newId(), now: Date.now(), uri: document.uri.toString(), text };
  const range = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  const symbol = enclosingBlock(text, selection.start.line + 1)?.symbol;
  let prompt = vscode.l10n.t('What is worth keeping about these lines? Leave it empty to highlight them.');
  for (let value = ''; ; ) {
    const note = await vscode.window.showInputBox({
      title: vscode.l10n.t('Annotate Selection'),
      prompt,
      value,
      ignoreFocusOut: true,
    });
    if (note === undefined) return;
    const problem = await write(() => annotateCode({ ...birth, ...range, symbol, note }));
    if (!problem) return;
    value = note;
    const { sentence, next } = problemText(problem, language);
    prompt = `${sentence} ${next}`;
  }
}

/** `undefined` where the chapter has no such passage or the range is not in it. */
export function noteOnPassage(
  chapter: Chapter,
  id: string,
  where: { passage: string; language: Language; start: number; end: number },
  note: string | undefined,
): Annotation | undefined {
  const passage = chapter.passages.find(({ id }) => id === where.passage);
  const text = passage?.text[where.language];
  if (!text) return undefined;
  const plain = plainText(parseMarkdown(text.markdown));
  if (where.start >= where.end || where.end > plain.length) return undefined;
  return annotatePassage({
    id,
    now: Date.now(),
    chapter: chapter.key,
    ...where,
    plainText: plain,
    note,
  });
}

/** `undefined` where the run has no such step. */
export async function noteOfStep(run: Run, number: number): Promise<Annotation | undefined> {
  const step = run.steps.find(one => one.number === number);
  if (!step) return undefined;
  return annotateStep({
    id: newId(),
    now: Date.now(),
    run,
    step,
    documentText: await textOf(run.excerpt.uri),
  });
}

/** A prediction that was not so. */
export async function noteOfMiss(miss: Miss): Promise<Annotation> {
  const documentText = await textOf(miss.run.excerpt.uri);
  return annotateMiss({ ...miss, id: newId(), now: Date.now(), documentText });
}

async function textOf(uri: string): Promise<string | undefined> {
  try {
    const file = reachable(uri);
    return file && (await vscode.workspace.openTextDocument(file)).getText();
  } catch {
    return undefined;
  }
}
