// Walks the steps by itself, each for as long as its text takes to read.
import type { Language } from '../../../core/chapter/chapter';
import { isFinished, type Run } from '../../../core/reasoning/run';
import type { Ui } from '../../scene';
import { plainOf } from '../../ui/plainOf';

/** Characters that are read in a second, and the least that a step is shown for. */
const perSecond: Readonly<Record<Language, number>> = { en: 14, 'zh-CN': 6 };
const leastMs = 1500;

export function readingMs(text: string, language: Language): number {
  return Math.max(leastMs, (text.length / perSecond[language]) * 1000);
}

export class Player {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #step: number | undefined;
  readonly #goTo: (step: number) => void;
  readonly #stop: () => void;

  constructor(goTo: (step: number) => void, stop: () => void) {
    this.#goTo = goTo;
    this.#stop = stop;
  }

  /** Called after each drawing: sets the timer for the step that is shown, once. */
  follow(run: Run | undefined, ui: Ui, language: Language): void {
    if (!ui.isPlaying || !run) {
      this.#clear();
      return;
    }
    const index = run.steps.findIndex(({ number }) => number === ui.step);
    const step = run.steps[index];
    if (step && step.number === this.#step) return;
    this.#clear();
    this.#step = step?.number;
    const delayMs = step ? readingMs(plainOf(step.text), language) : 0;
    this.#timer = setTimeout(() => this.#next(run.steps[index + 1]?.number, isFinished(run)), delayMs);
    if (step) scrollToStep(step.number);
  }

  #next(step: number | undefined, isLast: boolean): void {
    this.#step = undefined;
    if (step !== undefined) this.#goTo(step);
    else if (isLast) this.#stop();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#step = undefined;
  }
}

function scrollToStep(number: number): void {
  document.querySelector(`[data-step="${number}"]`)?.scrollIntoView({ block: 'nearest' });
}
