// Whether the reader is asked about what ran, and what is held back meanwhile: whatever was seen, the steps that might give it
// away, what was asked further, thoughts.
import type { Run } from '../../../core/reasoning/run';
import { type Answer, questionNow } from '../../../core/trace/predict/predictions';
import { type Question, questionsOf } from '../../../core/trace/predict/questions';
import type { SeenRun } from '../../../core/trace/seen';
import type { Scene } from '../../scene';

export interface AskedNow {
  readonly question: Question;
  /** From 1. */
  readonly number: number;
  readonly all: number;
  /** It was answered a moment ago, and the reader has not gone on yet. */
  readonly answer?: Answer;
  /** Steps that are held back. */
  readonly waiting: number;
  readonly expression: string;
}

/** Made once for what was seen of a run: it is asked for at each drawing. */
const made = new WeakMap<SeenRun, { readonly run: string; readonly questions: readonly Question[] }>();

export function questionsAbout(run: Run, seen: SeenRun): readonly Question[] {
  const known = made.get(seen);
  if (known?.run === run.id) return known.questions;
  const questions = questionsOf(seen, run.excerpt);
  made.set(seen, { run: run.id, questions });
  return questions;
}

/** `undefined`: nothing is asked, and all that was seen may be shown. Two runs side by side are about what was said alone. */
export function askedNow({ shown, ui }: Pick<Scene, 'shown' | 'ui'>): AskedNow | undefined {
  const { run, trace, predicted, beside } = shown;
  const predictions = predicted?.predictions;
  if (!run || !trace || beside || !predictions?.isAsking || predictions.at !== trace.at) return undefined;
  const questions = questionsAbout(run, trace);
  const answered = ui.guess?.of === run.id ? ui.guess.question : undefined;
  const answer = predictions.answers.find(({ question }) => question === answered);
  const question = answer
    ? questions.find(({ id }) => id === answered)
    : questionNow(questions, predictions, trace.at);
  if (!question) return undefined;
  return {
    question,
    number: questions.indexOf(question) + 1,
    all: questions.length,
    ...(answer ? { answer } : {}),
    waiting: run.steps.length - toldSteps(run, question, answer !== undefined),
    expression: trace.expression,
  };
}

/** The scene without what is held back; the scene itself where nothing is asked. */
export function whileAsked(scene: Scene): Scene {
  const asked = askedNow(scene);
  const { run } = scene.shown;
  if (!asked || !run) return scene;
  const { trace: _seen, ...shown } = scene.shown;
  const { summary: _summary, ...rest } = run;
  const steps = run.steps.slice(0, run.steps.length - asked.waiting);
  const isWriting = run.isWriting && asked.waiting === 0;
  const held = { ...rest, steps, isWriting, thinking: '' };
  // A scene reads what is open in the panel anew each time: it is handed on, not copied.
  return Object.create(scene, { shown: { value: { ...shown, run: held, thread: [] }, enumerable: true } });
}

/** The first steps that are about lines above the one that is asked about; once it is answered, about that one, too. */
function toldSteps({ steps, variation }: Run, { line }: Question, isAnswered: boolean): number {
  // A model that was shown what was seen tells all of it; one that traces it says every value.
  if (variation?.saw || variation?.expects) return 0;
  const held = steps.findIndex(
    ({ lines }) => !lines || (isAnswered ? lines.first > line : lines.last >= line),
  );
  return held < 0 ? steps.length : held;
}
