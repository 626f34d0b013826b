// What a question about a run looks like, beside the run and on its card: its words, what is known, the field, and the grade.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../core/base/foreign';
import { linesOf } from '../../core/base/lines';
import { type Grade, longestGuess } from '../../core/trace/predict/grade';
import type { SeenName } from '../../core/trace/seen';
import type { Scene } from '../scene';
import type { Words } from '../words';
import { button } from './button';
import { codeText } from './codeText';
import { icon } from './icons';

/** `line` as it is to be called. */
export interface Asked {
  readonly kind: string;
  readonly what?: string | undefined;
  readonly name?: string | undefined;
  readonly line: number;
}

export function questionWords(words: Words, { kind, what, name = '', line }: Asked): string {
  switch (kind) {
    case 'value':
      return words.askValue(isolated(name), line);
    case 'output':
      return words.askOutput(line);
    case 'line':
      return words.askLine(line);
    case 'branch':
      return what === 'loop' ? words.askLoop(line) : words.askIf(line);
    default:
      return words.askResult(line);
  }
}

interface CodeLine {
  /** As it is numbered where it is shown. */
  readonly n: string;
  readonly text: string;
  /** It is the one that is asked about. */
  readonly isOn: boolean;
}

/** Of more characters a line is cut. */
const longestLine = 300;

/** Those of a code, whose last line may have an end. */
export function codeLinesOf(text: string): readonly string[] {
  return linesOf(text.replace(/(?:\r\n|\r|\n)$/, ''));
}

/** The lines up to `around` above and below `line`; `numbered`: what stands beside one. */
export function linesAround(
  code: { readonly text: string; readonly firstLine: number },
  line: number,
  around: number,
  numbered: (line: number) => string = String,
): readonly CodeLine[] {
  const all = codeLinesOf(code.text);
  const from = Math.max(0, line - code.firstLine - around);
  return all.slice(from, line - code.firstLine + around + 1).map((text, index) => {
    const number = code.firstLine + from + index;
    return {
      n: numbered(number),
      text: text.length > longestLine ? `${text.slice(0, longestLine)} …` : text,
      isOn: number === line,
    };
  });
}

/** The lines around the one that is asked about, and what its variables are by then. */
export function questionCode(
  { words }: Scene,
  { kind }: Asked,
  lines: readonly CodeLine[],
  before: readonly SeenName[],
): TemplateResult {
  return html`<ol class="code piece" aria-label=${words.codeOfQuestion}>${lines.map(
    ({ n, text, isOn }) =>
      html`<li data-n=${n} class=${isOn ? 'on' : ''}><code>${codeText(text)}</code></li>`,
  )}</ol>
  ${
    before.length === 0
      ? nothing
      : html`<p class="label" id="known">${kind === 'line' ? words.knownAfter : words.knownThen}</p><ul class="known" aria-labelledby="known">${before.map(
          ({ name, text }) => html`<li><code>${codeText(`${name} = ${text}`)}</code></li>`,
        )}</ul>`
  }`;
}

export interface Guessing {
  readonly asked: Asked;
  readonly text: string;
  readonly isUnderWay: boolean;
  /** What is wrong with what was written. */
  readonly wrong?: string | undefined;
  readonly write: (text: string) => void;
  readonly answer: (text: string) => void;
  /** What else can be done. */
  readonly others: unknown;
}

/** A branch is picked; everything else is written. */
export function guessField({ words }: Scene, guessing: Guessing): TemplateResult {
  const { asked, text, isUnderWay, wrong, write, answer, others } = guessing;
  if (asked.kind === 'branch') {
    const pick = (said: 'yes' | 'no') =>
      button({
        name: words[said],
        action: `guess-${said}`,
        isDisabled: isUnderWay,
        press: () => answer(said),
      });
    return html`<div class="actions guess" role="group" aria-label=${words.yourGuess}>${pick('yes')}${pick('no')}${others}</div>`;
  }
  const hints: Readonly<Record<string, string>> = { line: words.guessLine, output: words.guessOutput };
  const hint = hints[asked.kind] ?? words.guessValue;
  const submit = (event: Event) => {
    event.preventDefault();
    const field = event.target instanceof Element ? event.target.querySelector('input') : null;
    const said = field?.value.trim() ?? '';
    if (said !== '' && !isUnderWay) answer(said);
  };
  const input = (event: Event) => {
    if (event.target instanceof HTMLInputElement) write(event.target.value);
  };
  return html`<form class="guess" @submit=${submit}>
    <label class="field"><input
      type="text"
      data-action="guess"
      autocomplete="off"
      spellcheck="false"
      maxlength=${longestGuess}
      placeholder=${hint}
      aria-label=${words.yourGuess}
      aria-invalid=${wrong === undefined ? 'false' : 'true'}
      aria-describedby=${wrong === undefined ? nothing : 'guess-wrong'}
      .value=${text}
      ?disabled=${isUnderWay}
      @input=${input}
    ></label>
    ${wrong === undefined ? nothing : html`<p id="guess-wrong" class="wrong" role="alert">${wrong}</p>`}
    <div class="actions"><button class="second" data-action="check-guess" ?disabled=${isUnderWay}>${words.check}</button>${others}</div>
  </form>`;
}

export type Graded = Exclude<Grade, 'unread'> | 'shown';

/** `seen` and `said` as they are shown. Wrong is said as calmly as right. */
export function gradedLine(
  words: Words,
  asked: Asked,
  graded: Graded,
  seen: string,
  said?: string,
): TemplateResult {
  const you = asked.kind === 'branch' ? words.youSaid : words.youWrote;
  return html`<p class="graded" data-graded=${graded} tabindex="-1">
    ${icon(graded === 'hit' ? 'same' : graded === 'miss' ? 'differs' : 'half')}<span>${gradedWords(words, graded)}
    <b>${inWords(words, asked, seen)}</b>${
      said === undefined ? nothing : html` <span class="quiet">· ${you} ${inWords(words, asked, said)}</span>`
    }</span>
  </p>`;
}

/** For whoever hears it. */
export function gradedSentence(words: Words, asked: Asked, graded: Graded, seen: string): string {
  const what = asked.kind === 'branch' ? words[seen === 'yes' ? 'yes' : 'no'] : isolated(seen);
  return `${gradedWords(words, graded)} ${what}`;
}

function gradedWords(words: Words, graded: Graded): string {
  if (graded === 'hit') return words.gradedHit;
  return graded === 'unclear' ? words.gradedUnclear : words.gradedOtherwise;
}

function inWords(words: Words, { kind }: Asked, text: string): unknown {
  if (kind === 'branch') return words[text === 'yes' ? 'yes' : 'no'];
  return html`<code>${codeText(text)}</code>`;
}
