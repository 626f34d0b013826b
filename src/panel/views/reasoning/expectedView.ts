// What a model expected of a run before it was shown any of it, beside what was seen, claim by claim.
import { html, nothing } from 'lit-html';
import { expectedOfRun } from '../../../core/reasoning/checks/seenChecks';
import type { Run, Step } from '../../../core/reasoning/run';
import type { Checked } from '../../../core/trace/expected';
import type { SeenRun } from '../../../core/trace/seen';
import { codeText } from '../../ui/codeText';
import { icon } from '../../ui/icons';
import type { Words } from '../../words';

/** Told once for all steps: each depends on those before it. */
let last:
  | { readonly run: Run; readonly seen: SeenRun; readonly checked: ReturnType<typeof expectedOfRun> }
  | undefined;

export function expectedOfStep(run: Run, step: Step, seen: SeenRun | null | undefined): readonly Checked[] {
  if (!seen || !run.variation?.expects) return [];
  if (last?.run !== run || last.seen !== seen) last = { run, seen, checked: expectedOfRun(run, seen) };
  return last.checked.get(step.number) ?? [];
}

/** `data-check`, by blanks. */
export function expectedChecks(checked: readonly Checked[]): string {
  const outcomes = new Set(checked.map(({ outcome }) => outcome));
  return (['confirmed', 'contradicted', 'not-reached'] as const).filter(one => outcomes.has(one)).join(' ');
}

export function expectedView(words: Words, checked: readonly Checked[]) {
  if (checked.length === 0) return nothing;
  return html`<div class="seen-step" data-expected>${checked.map(
    one => html`<div class="checkline" data-outcome=${one.outcome}>
      ${icon(one.outcome === 'confirmed' ? 'pass' : one.outcome === 'contradicted' ? 'differs' : 'off')}<span>${claim(words, one)}:
      ${words.expectedOutcomes[one.outcome]}${
        one.outcome === 'contradicted'
          ? html` ${one.about === 'branch' ? nothing : words.itWas} ${value(words, one, one.seen ?? '')}`
          : nothing
      }${one.why === undefined ? nothing : html` <small>${words.unchecked[one.why]}</small>`}</span>
    </div>`,
  )}</div>`;
}

function claim(words: Words, one: Checked) {
  if (one.about === 'value') return html`<code>${codeText(`${one.name ?? ''} = ${one.said}`)}</code>`;
  if (one.about === 'branch') return value(words, one, one.said);
  return html`${words.claims[one.about]} ${value(words, one, one.said)}`;
}

function value(words: Words, { about, kind }: Checked, text: string) {
  if (about === 'branch')
    return kind === 'loop' ? words.oneMoreRound(text === 'yes') : words.conditionHeld(text === 'yes');
  return html`<code>${codeText(text)}</code>`;
}
