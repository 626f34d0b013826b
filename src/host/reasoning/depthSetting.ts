// How much is said of each piece: the reader's choice, kept as a setting.
import * as v from 'valibot';
import * as vscode from 'vscode';
import { Depth, usualDepth } from '../../core/reasoning/forms/depth';

const section = 'marginalia';
const key = 'steps.depth';

export function readDepth(): Depth {
  const value = v.safeParse(Depth, vscode.workspace.getConfiguration(section).get(key));
  return value.success ? value.output : usualDepth;
}

export async function chooseDepth(depth: Depth): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, depth, vscode.ConfigurationTarget.Global);
}
