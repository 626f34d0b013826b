// Resting on a line of explained code: the steps that are about it, each a click away.
import * as vscode from 'vscode';
import { parseMarkdown, plainText } from '../../core/markdown';
import type { Run } from '../../core/reasoning/run';
import { stepsAt } from '../../core/reasoning/stepsAt';
import { label } from '../shell/label';

/** More of them is a list that nobody reads in a hover. */
const mostNamed = 8;
/** Characters of a step: enough to know it again. */
const mostWords = 120;

/** `runOn`: the run that is shown, or else the last one, on the code of a file. */
export function stepHovers(runOn: (uri: string) => Run | undefined): vscode.HoverProvider {
  return {
    provideHover(document, position) {
      const run = runOn(document.uri.toString());
      const found = run ? stepsAt(run, document.getText(), position.line + 1) : [];
      if (!run || found.length === 0) return undefined;
      const text = new vscode.MarkdownString();
      // Words of a model stand in it: they may name no other command.
      text.isTrusted = { enabledCommands: ['marginalia.showStep'] };
      for (const { number, text: words } of found.slice(0, mostNamed)) {
        const to = encodeURIComponent(JSON.stringify([run.id, number]));
        const name = vscode.l10n.t('Step {0}', number);
        text.appendMarkdown(`[${name}](command:marginalia.showStep?${to}) `);
        text.appendText(label(shortened(plainText(parseMarkdown(words)))));
        text.appendMarkdown('\n\n');
      }
      return new vscode.Hover(text);
    },
  };
}

function shortened(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line.length <= mostWords) return line;
  const cut = line.lastIndexOf(' ', mostWords);
  return `${line.slice(0, cut > mostWords / 2 ? cut : mostWords)}…`;
}
