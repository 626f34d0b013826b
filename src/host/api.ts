// What `activate` returns: for tests and for other extensions.
import type * as vscode from 'vscode';
import type { AnnotationStore } from '../core/annotation/journal';
import type { RunHistory } from '../core/reasoning/history';
import type { Run } from '../core/reasoning/run';
import type { Lit } from './highlights';

export interface MarginaliaApi {
  /** The reader's annotations and ratings. Opens the journals on the first call. */
  annotations(): Promise<AnnotationStore>;
  readonly history: RunHistory;
  /**
   * Explains a range, or the function around an empty one, as the command does: the panel opens beside the editor.
   * Resolves with the finished run; what went wrong is in its `problem`, never thrown.
   */
  explain(document: vscode.TextDocument, range: vscode.Range): Promise<Run>;
  /** Resolves when what was asked for so far is on disk, or was refused. */
  settled(): Promise<void>;
  /** The lines that are lit in the editor right now. */
  readonly lit: Lit | undefined;
}
