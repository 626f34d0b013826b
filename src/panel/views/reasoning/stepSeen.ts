// Beside a step: what was seen of its lines when the code ran. Of lines that had changed by then nothing is said.
import { html, nothing } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { joinedSpans, type LineSpan } from '../../../core/base/lines';
import { verdictsOnStep } from '../../../core/reasoning/checks/seenChecks';
import type { Run, Step } from '../../../core/reasoning/run';
import type { Verdict } from '../../../core/trace/claims';
import type { SeenLine, SeenName, SeenRun } from '../../../core/trace/seen';
import type { Scene } from '../../scene';
import { codeText } from '../../ui/codeText';
import { icon } from '../../ui/icons';
import type { Words } from '../../words';
import { namedNow } from './linesNow';
import { spansInWords } from './spansInWords';

/** More of them fill the margin; the slider has all. */
const mostValues = 6;

export interface SeenOfLines {
  /** Of the lines that were reached, the one least and the one most often; 0: none was. */
  readonly times: { readonly least: number; readonly most: number };
  readonly calls: number;
  /** Lines that were not reached, where others were. */
  readonly unreached: readonly LineSpan[];
  /** What was set last, line by line in the order of the run. */
  readonly values: readonly SeenName[];
  readonly result?: string | undefined;
  readonly raised?: SeenLine['raised'];
}

/** `undefined`: none of these lines can be reached, or nothing is known of them. */
export function seenOf(
  { lines }: Pick<SeenRun, 'lines'>,
  { first, last }: LineSpan,
): SeenOfLines | undefined {
  const here = lines.filter(({ line }) => first <= line && line <= last);
  if (here.length === 0) return undefined;
  const heads = here.filter(({ calls }) => calls > 0);
  // A head that was called and is no line that runs, or that ran only when its function was made.
  const bodies = here.filter(({ calls }) => calls === 0);
  const counted = bodies.length > 0 ? bodies : heads;
  const times = counted.map(({ times: of, calls }) => (calls > 0 ? calls : of));
  const reached = times.filter(of => of > 0);
  const values = new Map<string, string>();
  const inOrder = [...here].sort((a, b) => a.lastAt - b.lastAt);
  for (const { name, text } of [...here].sort((a, b) => a.setAt - b.setAt).flatMap(line => line.values)) {
    values.delete(name);
    values.set(name, text);
  }
  const latest = inOrder.at(-1);
  const missed = bodies.filter(({ times: of }) => of === 0).map(({ line }) => ({ first: line, last: line }));
  return {
    times: { least: reached.length === 0 ? 0 : Math.min(...reached), most: Math.max(...times) },
    calls: Math.max(0, ...heads.map(({ calls }) => calls)),
    unreached: missed.length === bodies.length ? [] : joinedSpans(missed),
    values: [...values].map(([name, text]) => ({ name, text })),
    result: inOrder.filter(({ result }) => result !== undefined).at(-1)?.result,
    ...(latest?.raised ? { raised: latest.raised } : {}),
  };
}

export function stepSeen(scene: Scene, run: Run, step: Step, span: LineSpan) {
  const { words, shown } = scene;
  const { trace } = shown;
  const seen = trace && seenOf(trace, span);
  if (!trace || !seen) return nothing;
  const { times, values, result, raised, unreached } = seen;
  const isReached = times.most > 0;
  const state = isReached ? 'ran' : trace.isWhole ? 'never' : 'unreached';
  const lines = unreached.map(one => namedNow(scene, one));
  return html`<div class="seen-step" data-seen-step=${state}>
    <b>${isReached ? often(words, seen) : trace.isWhole ? words.neverReached : words.notReachedYet}</b>
    ${
      isReached && lines.length > 0
        ? html`<span>${words.linesNotReached(spansInWords(words, lines), trace.isWhole)}</span>`
        : nothing
    }
    ${values.length > 0 && times.most > 1 ? html`<small>${words.setLast}</small>` : nothing}
    ${values.slice(0, mostValues).map(({ name, text }) => html`<code>${codeText(`${name} = ${text}`)}</code>`)}
    ${values.length > mostValues ? html`<small>${words.moreNames(values.length - mostValues)}</small>` : nothing}
    ${result === undefined ? nothing : html`<span>${words.gaveBack} <code>${codeText(result)}</code></span>`}
    ${raised ? html`<span>${words.raised} <code>${codeText(`${raised.kind}: ${raised.text}`)}</code></span>` : nothing}
    ${verdictsOnStep(run, step, span, trace).map(verdict => verdictLine(words, verdict))}
  </div>`;
}

function verdictLine(words: Words, verdict: Verdict) {
  const { name, said, isSo, seen } = verdict;
  const what =
    name === undefined ? inWords(words, verdict, said) : html`<code>${codeText(`${name} = ${said}`)}</code>`;
  const was = seen.map((one, at) => html`${at > 0 ? ', ' : nothing}${inWords(words, verdict, one)}`);
  return html`<div class="checkline" data-claim=${isSo ? 'so' : 'not-so'}>
    ${icon(isSo ? 'same' : 'differs')}<span>${isSo ? words.asSaid : words.saidOtherwise} ${what}${
      isSo ? nothing : html` ${words.inThisRun} ${was}`
    }</span>
  </div>`;
}

function inWords(words: Words, { about }: Verdict, text: string) {
  if (about === 'rounds') return words.rounds(Number(text));
  if (about === 'branch') return words.conditionHeld(text === 'yes');
  if (about === 'raised') return html`${words.raised} <code>${codeText(isolated(text))}</code>`;
  return html`<code>${codeText(text)}</code>`;
}

function often(words: Words, { times: { least, most }, calls }: SeenOfLines): string {
  const ran = least === most ? words.ranTimes(most) : words.ranBetween(least, most);
  return calls > 1 ? `${words.calledTimes(calls)}; ${ran}` : ran;
}
