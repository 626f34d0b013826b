// A run as a view: its page, its keys, and what follows a drawing of it: lines lit, steps played, progress said.
import type { TemplateResult } from 'lit-html';
import { isFinished, type Run } from '../../../core/reasoning/run';
import { walkLeft } from '../../../core/wire/walk';
import type { Command } from '../../keys';
import { isAtEnd } from '../../place';
import type { Scene } from '../../scene';
import { plainOf } from '../../ui/plainOf';
import type { PanelView } from '../../view';
import { LinesLight } from './linesLight';
import { Player } from './play';
import { reasoningView } from './reasoningView';
import { silence, speak } from './runSpeech';
import { goToStep, saveStep, walkSteps } from './transport';

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
  #isFollowing = false;
  /** How often the host had asked to walk in a run when it was followed last. */
  #walked: { readonly run: string; readonly asked: number } | undefined;

  draw(scene: Scene): TemplateResult {
    this.#scene = scene;
    return reasoningView(scene);
  }

  /** Whoever is at the end of a page that grows stays there. */
  beforeDrawing({ shown: { run } }: Scene): void {
    this.#isFollowing = run !== undefined && this.#drawnRun === run.id && !isFinished(run) && isAtEnd();
  }

  afterDrawing(scene: Scene): undefined {
    const { ui, language, nowAt, words } = scene;
    const { run } = scene.shown;
    if (this.#isFollowing && ui.step === undefined)
      window.scrollTo({ top: document.documentElement.scrollHeight });
    this.#drawnRun = run?.id;
    this.#light.show(run?.id, ui);
    this.#player.follow(run, ui, language);
    if (!run) return;
    this.#walk(scene, run);
    const { speech, sentences } = speak(this.#speech, run, nowAt, words, plainOf);
    this.#speech = speech;
    for (const sentence of sentences) scene.say(sentence);
  }

  /** Follows what the host asked for, once, as soon as there are steps. */
  #walk(scene: Scene, run: Run): void {
    const { walk } = scene.shown;
    if (!walk || run.steps.length === 0) return;
    const seen = this.#walked?.run === run.id ? this.#walked.asked : undefined;
    this.#walked = { run: run.id, asked: walk.asked };
    const to = walkLeft(walk, seen);
    if (to === 'play') scene.change({ isPlaying: !scene.ui.isPlaying });
    else if (to === 'next' || to === 'previous') walkSteps(scene, to === 'next' ? 1 : -1);
    else if (to !== undefined) goToStep(scene, to);
  }

  left(): void {
    this.#drawnRun = undefined;
    this.#isFollowing = false;
    this.#light.show(undefined, {});
    if (this.#scene) this.#player.follow(undefined, this.#scene.ui, this.#scene.language);
  }

  isTicking({ shown: { run } }: Scene): boolean {
    return run !== undefined && !isFinished(run);
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
  close({ ui, change, shown: { run }, wish }: Scene): boolean {
    if (ui.areRunsOpen) change({ areRunsOpen: false });
    else if (ui.isPlaying) change({ isPlaying: false });
    else if (run && !isFinished(run)) wish({ type: 'stopRun', run: run.id });
    else return false;
    return true;
  }
}
