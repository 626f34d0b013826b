// A run as a view: its page, its keys, and what follows a drawing of it: lines lit, steps played, progress said.
import type { TemplateResult } from 'lit-html';
import { isFinished } from '../../../core/reasoning/run';
import type { Command } from '../../keys';
import { isAtEnd } from '../../place';
import type { Scene } from '../../scene';
import { plainOf } from '../../ui/plainOf';
import type { PanelView } from '../../view';
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
  #isFollowing = false;

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
    this.#light.show(run?.id, ui.hovered ?? ui.step, ui.elsewhere);
    this.#player.follow(run, ui, language);
    if (!run) return;
    const { speech, sentences } = speak(this.#speech, run, nowAt, words, plainOf);
    this.#speech = speech;
    for (const sentence of sentences) scene.say(sentence);
  }

  left(): void {
    this.#drawnRun = undefined;
    this.#isFollowing = false;
    this.#light.show(undefined, undefined);
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

  /** With nothing open it stops the run, or a closer look. */
  close({ ui, change, shown: { run, looks }, wish }: Scene): boolean {
    const underWay = [...(run ? [run] : []), ...looks].find(one => !isFinished(one));
    if (ui.areRunsOpen) change({ areRunsOpen: false });
    else if (ui.isPlaying) change({ isPlaying: false });
    else if (underWay) wish({ type: 'stopRun', run: underWay.id });
    else return false;
    return true;
  }
}
