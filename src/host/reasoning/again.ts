// What a run's question would be asked about now: its code as it stands in the file, grown or moved.
import * as vscode from 'vscode';
import type { Excerpt, Run } from '../../core/reasoning/run';
import { compareCode } from '../../core/reasoning/staleness';
import { toRange } from '../shell/marks';
import { boundsOf } from './explain';
import { excerptToExplain } from './selection';

/** The code of an earlier run as it stands in its file now; as it was, where the file cannot be read. */
export async function codeNow(excerpt: Excerpt): Promise<Excerpt> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(excerpt.uri, true));
    const { shift } = compareCode(excerpt, document.getText());
    const { first, last } = boundsOf(excerpt);
    const now = await excerptToExplain(document, toRange({ first: first + shift, last: last + shift }));
    return 'code' in now ? excerpt : now;
  } catch {
    return excerpt;
  }
}

/** Whether the run ended because no model server answered: then one that appears is reason to begin anew. */
export function isServerMissing({ problem, excerpt }: Run): boolean {
  const isMissing =
    problem?.code === 'no-endpoint' || problem?.code === 'no-model' || problem?.code === 'refused';
  return isMissing && excerpt.uri !== '';
}
