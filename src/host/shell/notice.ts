// A problem in a notice of the editor: for what was asked for outside the panel, which may be closed.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';
import type { Language } from '../../core/chapter/chapter';
import { problemText } from '../../core/wording/problemText';
import { label } from './label';

export function notice(problem: Problem, language: Language): void {
  const { sentence, next } = problemText(problem, language);
  void vscode.window.showWarningMessage(label(`${sentence} ${next}`));
}
