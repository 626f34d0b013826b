// A run as a view: its page, its keys, and what follows a drawing of it: lines lit, steps played, progress said.
import type { TemplateResult } from 'lit-html';
import { isFinished } from '../../../core/reasoning/run';
import type { Command } from '../../keys';
import { isAtEnd } from '../../place';
import type { Scene } from '../../scene';
import { plainOf } from '../../ui/plainOf';
import type { PanelView } from '../../view';
import { growingOf } from './growing';
import { LinesLight } from './linesLight';
import { Player } from './play';
import { reasoningView } from './reasoningView';
import { silence, speak } from './runSpeech';
import { saveStep, walkSteps } from './transport';

export class ReasoningView implements PanelView {
  readonly #light = new LinesLight(wish => this.#scene?.wish(wish));
  readonly #player = new Player(
    step => this.#scene?.change({ step, hovered: undefined }),
    () => this.#scene?.change({ isPlaying: false }),
  );
  #scene: Scene | undefined;
  #speech = silence;
  /** The run that stands in the page; one that is not yet there begins at its top. */
  #drawnRun: string | undefined;
  /** The question that was the last one at the last drawing, or the run. */
  #lastAsked: string | undefined;
  #isFollowing = false;

  draw(scene: Scene): TemplateResult {
    this.#scene = scene;
    return reasoningView(scene);
  }

  /** Whoever is at the end of a page that grows stays there. */
  beforeDrawing(scene: Scene): void {
    const { run } = scene.shown;
    this.#isFollowing =
      run !== undefined && this.#drawnRun === run.id && growingOf(scene) !== undefined && isAtEnd();
  }

  afterDrawing(scene: Scene): undefined {
    const { ui, language, nowAt, words } = scene;
    const { run, thread } = scene.shown;
    const last = thread.at(-1) ?? run;
    const isAsked = last !== undefined && last !== run && !isFinished(last);
    // Whoever asks looks for the answer, which begins at the end of the page.
    const isNew = isAsked && run?.id === this.#drawnRun && last.id !== this.#lastAsked;
    if (isNew || (this.#isFollowing && (isAsked || ui.step === undefined)))
      window.scrollTo({ top: document.documentElement.scrollHeight });
    this.#lastAsked = last?.id;
    this.#drawnRun = run?.id;
    this.#light.show(run?.id, ui);
    this.#player.follow(run, ui, language);
    if (!last) return;
    const { speech, sentences } = speak(this.#speech, last, nowAt, words, plainOf);
    this.#speech = speech;
    for (const sentence of sentences) scene.say(sentence);
  }

  left(): void {
    this.#drawnRun = undefined;
    this.#isFollowing = false;
    this.#light.show(undefined);
    if (this.#scene) this.#player.follow(undefined, this.#scene.ui, this.#scene.language);
  }

  isTicking(scene: Scene): boolean {
    return growingOf(scene) !== undefined;
  }

  perform(scene: Scene, command: Command): boolean {
    const { shown, ui, wish, change } = scene;
    const { run } = shown;
    switch (command.do) {
      case 'walk':
        walkSteps(scene, command.by);
        return true;
      case 'play':
        change({ isPlaying: !ui.isPlaying });
        return true;
      case 'saveStep':
        if (run && ui.step !== undefined) saveStep(scene, run, ui.step);
        return true;
      case 'openCode':
      case 'revealLines':
        if (!run || ui.step === undefined) return false;
        change({ elsewhere: undefined });
        wish({ type: 'showLines', run: run.id, step: ui.step, reveal: true });
        return true;
      default:
        return false;
    }
  }

  /** With nothing open it stops the run. */
  close(scene: Scene): boolean {
    const { ui, change, wish } = scene;
    const growing = growingOf(scene);
    if (ui.areRunsOpen) change({ areRunsOpen: false });
    else if (ui.isPlaying) change({ isPlaying: false });
    else if (growing) wish({ type: 'stopRun', run: growing.id });
    else return false;
    return true;
  }
}
