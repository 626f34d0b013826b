// Predict, then see: the question stands in the place of the step that would tell it, and the answer is set beside what was seen.
import { html, nothing, type TemplateResult } from 'lit-html';
import { linesOf } from '../../../core/base/lines';
import type { Run } from '../../../core/reasoning/run';
import { grade } from '../../../core/trace/predict/grade';
import { tallyOf } from '../../../core/trace/predict/predictions';
import type { Question } from '../../../core/trace/predict/questions';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { codeText } from '../../ui/codeText';
import { icon } from '../../ui/icons';
import {
  type Asked,
  codeLinesOf,
  gradedLine,
  gradedSentence,
  guessField,
  linesAround,
  questionCode,
  questionWords,
} from '../../ui/predicting';
import { type AskedNow, questionsAbout } from './asked';
import { lineNow } from './linesNow';

/** Code of so many lines is shown whole; of longer, so many above and below the line. */
const mostLines = 14;
const shownAround = 5;

/** Where what was seen would stand: which call ran, and that the rest waits. */
export function seenWaits({ words }: Scene, { expression }: AskedNow): TemplateResult {
  return html`<section class="seen" data-seen="waits" aria-labelledby="seen-title">
    <h2 id="seen-title">${words.whatRan} <code>${codeText(expression)}</code></h2>
    <p class="quiet">${words.seenWaits}</p>
  </section>`;
}

export function questionRow(scene: Scene, run: Run, asked: AskedNow): TemplateResult {
  const { words, shown } = scene;
  const { question, number, all, answer, waiting } = asked;
  const named = inNow(scene, question);
  const { hits, misses } = tallyOf(shown.predicted?.predictions?.answers ?? []);
  const sofar = hits + misses > 0 ? ` · ${words.hitsSoFar(hits, hits + misses)}` : '';
  return html`<li class="leaf step question" data-predict=${question.id} data-kind=${question.kind}>
    <div class="rail" aria-hidden="true">${icon('ask')}</div>
    <div class="words">
      <p class="label num">${words.predictFirst} · ${words.questionOf(number, all)}${sofar}</p>
      <h2 class="q">${questionWords(words, named)}</h2>
      ${questionCode(scene, named, codeAround(scene, run, question.line), question.before)}
      ${answer ? answered(scene, run, asked) : guessing(scene, run, question, named)}
      ${waiting > 0 && !answer ? html`<p class="label" data-waiting=${waiting}>${words.stepsWait(waiting)}</p>` : nothing}
    </div>
  </li>`;
}

/** As its line is numbered now, which is what stands beside the code. */
function inNow(scene: Scene, { kind, what, name, line }: Question): Asked {
  return { kind, what, name, line: lineNow(scene, line) ?? line };
}

function codeAround(scene: Scene, { excerpt }: Run, line: number) {
  const isShort = codeLinesOf(excerpt.text).length <= mostLines;
  const numbered = (number: number) => String(lineNow(scene, number) ?? '–');
  return linesAround(excerpt, line, isShort ? mostLines : shownAround, numbered);
}

function guessing(scene: Scene, run: Run, question: Question, asked: Asked): TemplateResult {
  const { words, ui, underWay } = scene;
  const mine = ui.guess?.of === run.id && ui.guess.question === question.id ? ui.guess : undefined;
  const isUnderWay = underWay.some(({ type }) => type === 'predict' || type === 'endPredicting');
  const write = (text: string) =>
    scene.change({ guess: { of: run.id, question: question.id, text }, unread: undefined });
  const show = { name: words.showIt, action: 'show-it', look: 'quietb', isDisabled: isUnderWay } as const;
  const others = [
    button({ ...show, press: () => give(scene, run, question, undefined) }),
    endButton(scene, run),
  ];
  const wrong =
    ui.unread === question.id ? (question.kind === 'line' ? words.lineUnread : words.guessUnread) : undefined;
  const answer = (text: string) => {
    const said = question.kind === 'line' ? lineThen(scene, run, text) : text;
    write(text);
    if (said === undefined || grade(question.kind, question.seen, said) === 'unread') {
      scene.change({ unread: question.id, focusNext: { selector: '[data-predict] input' } });
    } else give(scene, run, question, said);
  };
  return guessField(scene, { asked, text: mine?.text ?? '', isUnderWay, wrong, write, answer, others });
}

/** The line of the run that bears a number now. */
function lineThen(scene: Scene, { excerpt }: Run, text: string): string | undefined {
  const wanted = Number(text);
  const count = linesOf(excerpt.text).length;
  for (let line = excerpt.firstLine; line < excerpt.firstLine + count; line += 1) {
    if (lineNow(scene, line) === wanted) return String(line);
  }
  return undefined;
}

/** `said` missing: it is given up. The answer comes from the host, once it is kept. */
function give(scene: Scene, run: Run, { id: question }: Question, said: string | undefined): void {
  if (scene.underWay.some(({ type }) => type === 'predict')) return;
  const text = said ?? '';
  scene.change({ guess: { of: run.id, question, text }, unread: undefined });
  scene.wish(
    { type: 'predict', run: run.id, question, ...(said === undefined ? {} : { said }) },
    { granted: () => scene.change({ focusNext: { selector: '[data-graded]' } }) },
  );
}

function answered(scene: Scene, run: Run, { question, answer, number, all }: AskedNow): TemplateResult {
  const { words, shown, underWay } = scene;
  if (!answer) return html``;
  const inLine = (text: string) =>
    question.kind === 'line' ? String(lineNow(scene, Number(text)) ?? text) : text;
  const said = answer.said === undefined ? undefined : inLine(answer.said);
  const isCard = shown.predicted?.cards.includes(question.id) ?? false;
  const isUnderWay = underWay.some(({ type }) => type === 'keepMiss' || type === 'predict');
  const keep = (wanted: boolean) => () =>
    scene.wish({ type: 'keepMiss', run: run.id, question: question.id, keep: wanted });
  const card =
    answer.graded !== 'miss'
      ? nothing
      : html`<p class="made" data-miss-card=${isCard}>${isCard ? html`${icon('marked')}<span>${words.missIsCard}</span>` : nothing}${button(
          {
            name: isCard ? words.undoCard : words.makeCard,
            action: isCard ? 'undo-card' : 'make-card',
            look: 'quietb',
            isDisabled: isUnderWay,
            press: keep(!isCard),
          },
        )}</p>`;
  const isLast = number === all;
  const next = () =>
    scene.change({
      guess: undefined,
      focusNext: { selector: isLast ? '[data-seen] h2' : '[data-predict] :is(input, .guess button)' },
    });
  return html`${gradedLine(words, question, answer.graded, inLine(answer.seen), said)}${card}
    <div class="actions">${button({
      name: isLast ? words.seeAll : words.nextQuestion,
      action: 'next-question',
      look: 'second',
      press: next,
    })}${isLast ? nothing : endButton(scene, run)}</div>`;
}

function endButton(scene: Scene, run: Run): TemplateResult {
  const isDisabled = scene.underWay.some(({ type }) => type === 'endPredicting');
  const press = () =>
    scene.wish(
      { type: 'endPredicting', run: run.id },
      { granted: () => scene.change({ guess: undefined, focusNext: { selector: '[data-seen] h2' } }) },
    );
  return button({ name: scene.words.dontAsk, action: 'do-not-ask', look: 'quietb', isDisabled, press });
}

/** Below what was seen: how much of it was foreseen, and the way to try. */
export function predictedLine(scene: Scene, run: Run): TemplateResult | typeof nothing {
  const { words, shown } = scene;
  const { trace, predicted } = shown;
  if (!trace || !predicted || questionsAbout(run, trace).length === 0) return nothing;
  const { predictions, cards } = predicted;
  const answers = predictions?.at === trace.at ? predictions.answers : [];
  const { hits, misses } = tallyOf(answers);
  const row = (answer: (typeof answers)[number]) => html`<li data-answer=${answer.graded}>
    <span>${questionWords(words, { ...answer, line: lineNow(scene, answer.line) ?? answer.line })}</span>
    ${gradedLine(words, answer, answer.graded, lineOf(scene, answer.kind, answer.seen), answer.said === undefined ? undefined : lineOf(scene, answer.kind, answer.said))}
    ${cards.includes(answer.question) ? html`<small>${icon('marked')}${words.missIsCard}</small>` : nothing}
  </li>`;
  return answers.length === 0
    ? nothing
    : html`<details class="predicted" data-predicted=${`${hits}/${hits + misses}`}>
        <summary>${icon('chev', 'chev')}<span>${words.predictedSoMany(hits, hits + misses)}</span></summary>
        <ol>${answers.map(row)}</ol>
      </details>`;
}

function lineOf(scene: Scene, kind: string, text: string): string {
  return kind === 'line' ? String(lineNow(scene, Number(text)) ?? text) : text;
}

export function beginButton(scene: Scene, run: Run): TemplateResult | typeof nothing {
  const { words, shown, underWay } = scene;
  if (!shown.trace || questionsAbout(run, shown.trace).length === 0) return nothing;
  const press = () =>
    scene.wish(
      { type: 'beginPredicting', run: run.id },
      {
        granted: () =>
          scene.change({
            guess: undefined,
            focusNext: { selector: '[data-predict] :is(input, .guess button)' },
          }),
      },
    );
  const isDisabled = underWay.some(({ type }) => type === 'beginPredicting');
  return button({ name: words.predictedAfresh, action: 'predict-afresh', look: 'quietb', isDisabled, press });
}

/** What a screen reader hears once an answer was graded. */
export function gradeSaid(scene: Scene, { question, answer }: AskedNow): string | undefined {
  if (!answer) return undefined;
  return gradedSentence(scene.words, question, answer.graded, lineOf(scene, question.kind, answer.seen));
}
