// The replay of a kept run: its steps as they came, at their own pace or faster. It says that it is one, in every picture of
// it, so that nobody takes it for a model at work.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { Replay } from '../../../core/reasoning/replay';
import type { ReadLog } from '../../../core/reasoning/runLog';
import type { Scene, Ui } from '../../scene';
import { button, tool } from '../../ui/button';
import { icon } from '../../ui/icons';
import { growing } from '../../ui/prose';
import { formatClock, formatTime } from '../../words';
import { runClock, runSentence } from './runState';
import { stepList } from './stepList';
import { wholeView } from './wholeView';
import { writtenWords } from './written';

type Position = NonNullable<Ui['replay']>;

const speeds = [0.5, 1, 2, 4, 8] as const;

/** One log is replayed at a time, many times a second. */
let prepared: { readonly log: ReadLog; readonly replay: Replay } | undefined;

function replayOf({ shown, ui }: Scene): Replay | undefined {
  const { replay: log, run } = shown;
  if (!log || !run || ui.replay?.run !== run.id) return undefined;
  if (prepared?.log !== log) prepared = { log, replay: new Replay(log) };
  return prepared.replay;
}

/** Whether the replay of the run that is shown was asked for. */
export function isReplaying({ shown, ui }: Scene): boolean {
  return ui.replay !== undefined && ui.replay.run === shown.run?.id && !shown.beside;
}

/** The scene as it was at the moment that is replayed; the scene itself where none is. */
export function inReplay(scene: Scene): Scene {
  const replay = isReplaying(scene) ? replayOf(scene) : undefined;
  const position = scene.ui.replay;
  if (!replay || !position) return scene;
  // What ran later is no part of how the run came about.
  const { trace: _ran, ...shown } = scene.shown;
  // A scene reads what is open in the panel anew each time: it is handed on, not copied.
  const then = {
    shown: { ...shown, run: replay.at(position.atMs) },
    nowAt: replay.startedAt + position.atMs,
  };
  return Object.create(scene, {
    shown: { value: then.shown, enumerable: true },
    nowAt: { value: then.nowAt, enumerable: true },
  });
}

export function startReplay(scene: Scene, run: string): void {
  scene.change({
    replay: { run, atMs: 0, isPlaying: true, speed: 1 },
    step: undefined,
    isPlaying: false,
    focusNext: { selector: '[data-action="replay-play"]' },
  });
  scene.say(scene.words.replayBegins);
}

export function endReplay(scene: Scene): void {
  scene.change({ replay: undefined, step: undefined, focusNext: { selector: '#title' } });
}

export function toggleReplay(scene: Scene): void {
  const { replay: position } = scene.ui;
  const replay = replayOf(scene);
  if (!position || !replay) return;
  const isAtEnd = position.atMs >= replay.durationMs;
  move(scene, { isPlaying: !position.isPlaying, ...(isAtEnd && !position.isPlaying ? { atMs: 0 } : {}) });
}

export function replayView(scene: Scene): TemplateResult {
  const { words, shown, language, ui } = scene;
  const { run } = shown;
  const replay = replayOf(scene);
  const position = ui.replay;
  const end = button({
    name: words.endReplay,
    action: 'end-replay',
    look: 'quietb',
    press: () => endReplay(scene),
  });
  if (!run || !replay || !position) {
    const isRead = shown.replay === null;
    return html`<main class="page" data-view="reasoning" data-replay aria-labelledby="title">
      <div class="notice" role="status" data-notice="replay">
        ${icon('clock')}<span id="title">${isRead ? words.noReplay : words.readingReplay}</span>${end}
      </div>
    </main>`;
  }
  const clock = runClock(run, scene.nowAt, words);
  const when = formatTime(replay.startedAt, language);
  const by = run.destination ? isolated(run.destination.model) : words.notSent;
  return html`<main class="page" data-view="reasoning" data-replay aria-labelledby="title">
      <div class="notice" role="status" data-notice="replay">
        ${icon('clock')}<span>${words.thisIsReplay(when, by)}</span>${end}
      </div>
      <div class="state">
        <h1 id="title" tabindex="-1">${words.replayOf(isolated(run.excerpt.symbol ?? run.excerpt.name))}</h1>
        <p class="now"><b>${runSentence(run, words)}</b>${clock === '' ? nothing : ` · ${clock}`}</p>
        ${run.steps.length === 0 ? nothing : html`<p class="unchecked" data-unchecked>${writtenWords(words, by, run)}</p>`}
      </div>
      ${thoughts(scene, run.thinking)}
      ${wholeView(run)}
      ${stepList(scene, run)}
    </main>
    ${controls(scene, replay, position)}`;
}

function thoughts({ words }: Scene, thinking: string) {
  if (thinking === '') return nothing;
  return html`<details class="row" data-thinking>
    <summary>${icon('chev', 'chev')}<span>${words.thinking}</span></summary>
    <p class="inside thought" ${growing(thinking)}></p>
  </details>`;
}

function controls(scene: Scene, replay: Replay, position: Position): TemplateResult {
  const { words } = scene;
  const { atMs, isPlaying, speed } = position;
  const to = (ms: number | undefined) => () => ms !== undefined && move(scene, { atMs: ms });
  const [before, after] = [replay.stepFrom(atMs, -1), replay.stepFrom(atMs, 1)];
  const next = replay.nextAfter(atMs);
  const slide = (event: Event) => {
    if (event.target instanceof HTMLInputElement)
      move(scene, { atMs: Number(event.target.value), isPlaying: false });
  };
  const choose = (event: Event) => {
    if (event.target instanceof HTMLSelectElement) move(scene, { speed: Number(event.target.value) });
  };
  const play = isPlaying
    ? ({ name: words.pauseReplay, icon: 'pause' } as const)
    : ({ name: words.playReplay, icon: 'play' } as const);
  const [done, all] = [formatClock(atMs), formatClock(replay.durationMs)];
  return html`<footer class="transport replay" data-view="reasoning"><div>
    <div class="keys" role="toolbar" aria-label=${words.replayControls}>
      ${tool({ ...play, action: 'replay-play', press: () => toggleReplay(scene) })}
      ${tool({ name: words.previousStep, action: 'replay-previous', icon: 'prev', isDisabled: before === undefined, press: to(before) })}
      ${tool({ name: words.nextStep, action: 'replay-next', icon: 'next', isDisabled: after === undefined, press: to(after) })}
      ${button({ name: words.skipWaiting, action: 'replay-skip', look: 'quietb', isDisabled: next === undefined, press: to(next) })}
      <span class="where num" data-clock>${words.replayClock(done, all)}</span>
      <select data-action="replay-speed" aria-label=${words.replaySpeed} @change=${choose}>${speeds.map(
        one => html`<option value=${one} ?selected=${one === speed}>${one}×</option>`,
      )}</select>
    </div>
    <input
      type="range"
      data-action="replay-at"
      min="0"
      max=${replay.durationMs}
      step="100"
      .value=${String(atMs)}
      aria-label=${words.replayPosition}
      aria-valuetext=${words.replayClock(done, all)}
      @input=${slide}
    >
  </div></footer>`;
}

function move(scene: Scene, change: Partial<Position>): void {
  const { replay } = scene.ui;
  if (replay) scene.change({ replay: { ...replay, ...change } });
}

/** Often enough for words to appear as they came. */
const tickMs = 100;

/** Moves the replay on as time passes. */
export class ReplayClock {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;

  /** Called after each drawing. */
  follow(scene: Scene | undefined): void {
    const replay = scene && isReplaying(scene) ? replayOf(scene) : undefined;
    if (!scene || !replay || !scene.ui.replay?.isPlaying) {
      this.#stop();
      return;
    }
    if (this.#timer !== undefined) return;
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#tick(scene, replay), tickMs);
  }

  #tick(scene: Scene, replay: Replay): void {
    this.#timer = undefined;
    const { replay: position } = scene.ui;
    if (!position?.isPlaying) return;
    const atMs = position.atMs + (performance.now() - this.#since) * position.speed;
    const isOver = atMs >= replay.durationMs;
    move(scene, { atMs: Math.min(atMs, replay.durationMs), isPlaying: !isOver });
    if (isOver) scene.say(scene.words.replayEnds);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
