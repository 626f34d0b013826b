// A run as a view: its page, its keys, and what follows a drawing of it: lines lit, steps played, progress said.
import type { TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { isFinished, type Run } from '../../../core/reasoning/run';
import { walkLeft } from '../../../core/wire/walk';
import type { Command } from '../../keys';
import { isAtEnd } from '../../place';
import type { Scene } from '../../scene';
import { plainOf } from '../../ui/plainOf';
import type { PanelView } from '../../view';
import { type AskedNow, askedNow, whileAsked } from './asked';
import { closeCompare, walkCompared } from './compare';
import { growingOf } from './growing';
import { LinesLight } from './linesLight';
import { Player } from './play';
import { gradeSaid } from './predictView';
import { reasoningView } from './reasoningView';
import { endReplay, inReplay, isReplaying, ReplayClock, replayView, toggleReplay } from './replayView';
import { silence, speak } from './runSpeech';
import { restoreRun } from './runTools';
import { endWords } from './seenRun';
import { goToStep, saveStep, walkSteps } from './transport';

export class ReasoningView implements PanelView {
  readonly #light = new LinesLight(wish => this.#scene?.wish(wish));
  readonly #player = new Player(
    step => this.#scene?.change({ step, hovered: undefined }),
    () => this.#scene?.change({ isPlaying: false }),
  );
  readonly #replay = new ReplayClock();
  #scene: Scene | undefined;
  #speech = silence;
  /** The run that stands in the page; one that is not yet there begins at its top. */
  #drawnRun: string | undefined;
  /** The question that was the last one at the last drawing, or the run. */
  #lastAsked: string | undefined;
  #isFollowing = false;
  /** When what is shown of the run ran, `null`: it did not; another time is said, once. */
  #ranAt: { readonly run: string; readonly at: number | null | undefined } | undefined;
  /** The answer that was graded last, and whether anything was asked at the last drawing. */
  #graded: string | undefined;
  #wasAsked = false;
  /** How often the host had asked to walk in a run when it was followed last. */
  #walked: { readonly run: string; readonly asked: number } | undefined;
  /** What took the focus last because it was asked for. */
  #focused: Scene['ui']['focusNext'];

  draw(scene: Scene): TemplateResult {
    this.#scene = scene;
    return isReplaying(scene) ? replayView(inReplay(scene)) : reasoningView(scene);
  }

  /** Whoever is at the end of a page that grows stays there. */
  beforeDrawing(scene: Scene): void {
    const { run } = scene.shown;
    this.#isFollowing =
      run !== undefined && this.#drawnRun === run.id && growingOf(scene) !== undefined && isAtEnd();
  }

  afterDrawing(scene: Scene): string | undefined {
    this.#followRun(scene);
    const { focusNext } = scene.ui;
    if (focusNext === this.#focused) return undefined;
    this.#focused = focusNext;
    if (focusNext?.selector.startsWith('[data-')) scrollTo(focusNext.selector);
    return focusNext?.selector;
  }

  #followRun(whole: Scene): void {
    const scene = isReplaying(whole) ? whole : whileAsked(whole);
    const { ui, language, nowAt, words } = scene;
    this.#replay.follow(scene);
    const { run, beside, thread } = scene.shown;
    const last = thread.at(-1) ?? run;
    const isAsked = last !== undefined && last !== run && !isFinished(last);
    // Whoever asks looks for the answer, which begins at the end of the page.
    const isNew = isAsked && run?.id === this.#drawnRun && last.id !== this.#lastAsked;
    if (isNew || (this.#isFollowing && (isAsked || ui.step === undefined)))
      window.scrollTo({ top: document.documentElement.scrollHeight });
    this.#lastAsked = last?.id;
    this.#drawnRun = run?.id;
    const lit = ui.side === 'beside' ? beside : run;
    this.#light.show(lit?.id, lightOf(scene === whole ? undefined : askedNow(whole), run, ui));
    this.#player.follow(run, ui, language);
    if (!run || !last) return;
    this.#walk(scene, run);
    this.#sayWhatRan(whole, run);
    this.#sayGrade(whole);
    // Of a run that is asked about, what is held back is not read out either.
    const spoken = scene === whole ? last : (whole.shown.run ?? last);
    const told = scene === whole ? undefined : run.steps.length;
    const { speech, sentences } = speak(this.#speech, spoken, nowAt, words, plainOf, told);
    this.#speech = speech;
    for (const sentence of sentences) scene.say(sentence);
  }

  #sayWhatRan(scene: Scene, run: Run): void {
    const { trace } = scene.shown;
    const before = this.#ranAt?.run === run.id ? this.#ranAt.at : undefined;
    this.#ranAt = { run: run.id, at: trace ? trace.at : trace };
    if (!trace || before === undefined || trace.at === before) return;
    // Its moments are others.
    if (scene.ui.moment) scene.change({ moment: undefined });

    const asked = askedNow(scene);
    const then = asked ? scene.words.seenWaits : endWords(scene, trace);
    scene.say(`${scene.words.whatRan} ${isolated(trace.expression)}. ${then}`);
  }

  #sayGrade(scene: Scene): void {
    const asked = askedNow(scene);
    const graded = asked?.answer ? `${scene.shown.run?.id} ${asked.question.id}` : undefined;
    if (graded !== undefined && graded !== this.#graded && this.#wasAsked) {
      const said = asked && gradeSaid(scene, asked);
      if (said !== undefined) scene.say(said);
    }
    this.#graded = graded;
    this.#wasAsked = asked !== undefined;
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
    this.#light.show(undefined);
    this.#replay.follow(undefined);
    if (this.#scene) this.#player.follow(undefined, this.#scene.ui, this.#scene.language);
  }

  isTicking(scene: Scene): boolean {
    return growingOf(scene) !== undefined;
  }

  perform(whole: Scene, command: Command): boolean {
    const scene = isReplaying(whole) ? whole : whileAsked(whole);
    const { shown, ui, wish, change } = scene;
    const { run, beside } = shown;
    const at = ui.side === 'beside' ? beside : run;
    switch (command.do) {
      case 'walk':
        if (shown.beside) walkCompared(scene, command.by);
        else walkSteps(inReplay(scene), command.by);
        return true;
      case 'play':
        if (beside) return false;
        if (isReplaying(scene)) {
          toggleReplay(scene);
          return true;
        }
        change({ isPlaying: !ui.isPlaying });
        return true;
      case 'saveStep':
        if (run && !beside && !ui.replay && ui.step !== undefined) saveStep(scene, run, ui.step);
        return true;
      case 'undo': {
        const deleted = shown.deletedRuns.find(({ id }) => id === ui.lastDeleted);
        if (deleted) restoreRun(scene, deleted);
        return deleted !== undefined;
      }
      case 'openCode':
      case 'revealLines':
        if (!run || ui.step === undefined) return false;
        change({ elsewhere: undefined });
        wish({ type: 'showLines', run: (at ?? run).id, step: ui.step, reveal: true });
        return true;
      default:
        return false;
    }
  }

  /** With nothing open it stops the run, or a closer look; of two side by side that are over, one is left. */
  close(scene: Scene): boolean {
    const { ui, change, shown, wish } = scene;
    const growing = growingOf(scene);
    if (ui.areRunsOpen) change({ areRunsOpen: false });
    else if (isReplaying(scene)) endReplay(scene);
    else if (ui.isPlaying) change({ isPlaying: false });
    else if (growing) wish({ type: 'stopRun', run: growing.id });
    else if (shown.beside) closeCompare(scene);
    else return false;
    return true;
  }
}

/** While the reader is asked, the line of the question is lit, as a moment's is. */
function lightOf(asked: AskedNow | undefined, run: Run | undefined, ui: Scene['ui']): Scene['ui'] {
  if (!asked || !run) return ui;
  const { at, line } = asked.question;
  return { ...ui, moment: { run: run.id, at, line } };
}

/** A question or its answer stands in a page of steps: it is brought into sight, by whoever asked for it. */
function scrollTo(selector: string): void {
  const found = document.querySelector(selector);
  (found?.closest('[data-predict]') ?? found)?.scrollIntoView({ block: 'nearest' });
}
