// A prediction that a run did not bear out, asked again: the code and the input, then what is written beside the value seen.
import { html, type TemplateResult } from 'lit-html';
import type { Card } from '../../../core/review/card';
import { type GuessKind, grade } from '../../../core/trace/predict/grade';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { codeText } from '../../ui/codeText';
import {
  gradedLine,
  gradedSentence,
  guessField,
  linesAround,
  questionCode,
  questionWords,
} from '../../ui/predicting';
import type { CardFace } from './cardFace';
import { reveal } from './reviewActs';

type Prediction = NonNullable<CardFace['prediction']>;

/** Lines above and below the one that is asked about. */
const shownAround = 8;
const mostBefore = 12;

export function predictionQuestion(scene: Scene, card: Card, prediction: Prediction): TemplateResult {
  const { words, ui } = scene;
  const isRevealed = ui.revealed === card.id;
  const written = ui.guess?.of === card.id ? ui.guess.text : '';
  const write = (text: string) =>
    scene.change({ guess: { of: card.id, question: '', text }, unread: undefined });
  const answer = (text: string) => {
    write(text);
    if (gradeOf(prediction, text) === 'unread') {
      scene.change({ unread: card.id, focusNext: { selector: '[data-action="guess"]' } });
      return;
    }
    reveal(scene);
    scene.say(sentence(scene, prediction, text));
  };
  const others = button({ name: words.showIt, action: 'reveal', look: 'quietb', press: () => reveal(scene) });
  const wrong =
    ui.unread === card.id ? (prediction.kind === 'line' ? words.lineUnread : words.guessUnread) : undefined;
  return html`<h2 class="q" tabindex="-1">${questionWords(words, prediction)}</h2>
    <p class="call">${words.whatRan} <code>${codeText(prediction.call)}</code></p>
    ${questionCode(scene, prediction, linesAround({ ...prediction, text: prediction.code }, prediction.line, shownAround), prediction.before.slice(0, mostBefore))}
    ${isRevealed ? '' : guessField(scene, { asked: prediction, text: written, isUnderWay: false, wrong, write, answer, others })}`;
}

/** Graded by what was seen, not by a model, and not by the reader. */
export function predictionAnswer(scene: Scene, card: Card, prediction: Prediction): TemplateResult {
  const said = scene.ui.guess?.of === card.id ? scene.ui.guess.text.trim() : '';
  const graded = said === '' ? 'shown' : gradeOf(prediction, said);
  const isGraded = graded !== 'unread' && graded !== 'shown';
  return html`<div class="text">${gradedLine(
    scene.words,
    prediction,
    isGraded ? graded : 'shown',
    prediction.seen,
    isGraded ? said : undefined,
  )}</div>`;
}

function gradeOf({ kind, seen }: Prediction, said: string) {
  return grade(kinds.has(kind) ? (kind as GuessKind) : 'result', seen, said);
}

const kinds: ReadonlySet<string> = new Set<GuessKind>(['value', 'result', 'output', 'line', 'branch']);

function sentence(scene: Scene, prediction: Prediction, said: string): string {
  const graded = gradeOf(prediction, said);
  return gradedSentence(scene.words, prediction, graded === 'unread' ? 'shown' : graded, prediction.seen);
}
