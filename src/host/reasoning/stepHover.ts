// Resting on a line of explained code: the steps that are about it, each a click away, with who wrote them and what can be
// seen to be wrong with them.
import * as vscode from 'vscode';
import { parseMarkdown, plainText } from '../../core/markdown';
import { checkStep } from '../../core/reasoning/checks/checkStep';
import { readCode } from '../../core/reasoning/checks/knownCode';
import type { Run, Step } from '../../core/reasoning/run';
import { compareCode, spanIn } from '../../core/reasoning/staleness';
import { stepsAt } from '../../core/reasoning/stepsAt';
import { label } from '../shell/label';

/** More of them is a list that nobody reads in a hover. */
const mostNamed = 8;
/** Characters of a step: enough to know it again. */
const mostWords = 120;
/** Names in a mark. */
const mostNames = 4;
/** Characters of a step that are checked: a hover is shown at once. */
const mostChecked = 20_000;

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
      const marksOf = checking(run, document.getText());
      for (const step of found.slice(0, mostNamed)) {
        const { number, text: words } = step;
        const to = encodeURIComponent(JSON.stringify([run.id, number]));
        const name = vscode.l10n.t('Step {0}', number);
        text.appendMarkdown(`[${name}](command:marginalia.showStep?${to}) `);
        text.appendText(label(shortened(plainText(parseMarkdown(words)))));
        text.appendMarkdown('\n\n');
        for (const mark of marksOf(step)) {
          text.appendText(label(mark));
          text.appendMarkdown('\n\n');
        }
      }
      if (run.destination) {
        text.appendText(vscode.l10n.t('Written by {0} · not checked', label(run.destination.model)));
      }
      return new vscode.Hover(text);
    },
  };
}

/** Sentences in short. None of a step that is being written, nor of an answer to a question: it may speak of anything. */
function checking(run: Run, now: string): (step: Step) => readonly string[] {
  if (run.question !== undefined) return () => [];
  const code = readCode(run.excerpt, run.definitions);
  const { stands } = compareCode(run.excerpt, now);
  return step => {
    const isGrowing = run.isWriting && step === run.steps.at(-1);
    if (isGrowing || step.text.length > mostChecked) return [];
    return checkStep(step, code).map(mark =>
      mark.kind === 'invented'
        ? vscode.l10n.t('Not in the code that was sent: {0}', named(mark.words.map(word => word.text)))
        : vscode.l10n.t(
            'Speaks of line {0}: {1}',
            (spanIn(stands, mark.lines).lines ?? mark.lines).first,
            named(mark.names),
          ),
    );
  };
}

function named(names: readonly string[]): string {
  const all = [...new Set(names)];
  return `${all.slice(0, mostNames).join(', ')}${all.length > mostNames ? ' …' : ''}`;
}

function shortened(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line.length <= mostWords) return line;
  const cut = line.lastIndexOf(' ', mostWords);
  return `${line.slice(0, cut > mostWords / 2 ? cut : mostWords)}…`;
}
