// The page's script in a plain browser: plays the host to the real panel. The address says what is shown:
// /?scenario=reasoning&theme=dark&language=zh-CN&play=15 (a run comes, an event each 15 ms) or &clock=1 (time passes)

import * as v from 'valibot';
import type { Problem } from '../../src/core/base/problem';
import { type Down, Up } from '../../src/core/wire/envelope';
import type { RunSummary } from '../../src/core/wire/reasoning';
import { type Args, type Kind, type Patch, topicName } from '../../src/core/wire/topics';
import { Wish } from '../../src/core/wire/wish';
import type { Shown } from '../../src/panel/shown';
import { firstRun, runEvents, stageAt } from './fixtures';
import { playPrediction } from './playedPredictions';
import { type Scenario, scenarios } from './scenarios';
import { topicsFrom } from './topicsFrom';

declare global {
  interface Window {
    stage: Stage;
    acquireVsCodeApi(): unknown;
  }
}

type Untold = Down extends infer One ? (One extends Down ? Omit<One, 'page'> : never) : never;

class Stage {
  readonly wishes: Wish[] = [];
  readonly violations: string[] = [];
  /** Topics that were asked for again, since a patch was missing. */
  readonly askedAgain: string[] = [];
  /** What becomes of the wishes from now on: nothing yet, or this. */
  settles: 'granted' | 'later' | Problem = 'granted';
  /** Topics of this kind are not told until they are let go. */
  late = '';
  readonly #revisions = new Map<string, number>();
  readonly #later: number[] = [];
  #shown: Shown;
  #asked = 0;
  #page = '';
  #watched: readonly string[] = [];
  /** What an earlier loading of the page kept, where a test has put it there. */
  #state: unknown = JSON.parse(sessionStorage.getItem('kept') ?? 'null') ?? undefined;
  #posted = 0;
  #arrived = 0;

  constructor(shown: Shown) {
    this.#shown = shown;
    document.addEventListener('securitypolicyviolation', event => {
      this.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
    window.addEventListener('message', () => {
      this.#arrived += 1;
    });
  }

  readonly api = {
    postMessage: (raw: unknown) => {
      const message = v.parse(Up, raw);
      if (message.type === 'watch') this.#watch(message);
      else if (message.type === 'again') {
        this.askedAgain.push(message.topic);
        this.#tellWhole(message.topic);
      } else {
        const wish = v.parse(Wish, message.wish);
        this.wishes.push(wish);
        if (wish.type === 'saveStep' && this.settles === 'granted') this.#save(wish.run, wish.step);
        if (this.settles === 'granted') this.#sayOfRun(wish);
        if (this.settles === 'granted') this.#predict(wish);
        if (this.settles === 'later') this.#later.push(message.id);
        else this.#settle(message.id, this.settles === 'granted' ? undefined : this.settles);
      }
    },
    getState: () => this.#state,
    setState: (state: unknown) => {
      this.#state = state;
      return state;
    },
  };

  /** Resolves once all that was told has arrived and was drawn, and so has what the panel wished because of it. */
  async rest(): Promise<void> {
    for (let quietFrames = 0; quietFrames < 2; ) {
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
      quietFrames = this.#arrived === this.#posted ? quietFrames + 1 : 0;
    }
  }

  get shown(): Shown {
    return this.#shown;
  }

  get watched(): readonly string[] {
    return this.#watched;
  }

  patch<K extends Kind>(patch: Patch<K>, kind: K, ...args: Args<K>): void {
    this.patchTopic(topicName(kind, ...args), patch);
  }

  /** By the topic's own name, as a host told it. */
  patchTopic(topic: string, patch: unknown): void {
    const to = (this.#revisions.get(topic) ?? 0) + 1;
    this.#revisions.set(topic, to);
    this.#post({ type: 'patch', topic, to, patch });
  }

  /** As if one patch had been lost on the way. */
  loseOne<K extends Kind>(kind: K, ...args: Args<K>): void {
    const topic = topicName(kind, ...args);
    this.#revisions.set(topic, (this.#revisions.get(topic) ?? 0) + 1);
  }

  /** All of it reads like this now. */
  show(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change };
    if (change.place) this.#asked += 1;
    for (const topic of this.#watched) this.#tellWhole(topic);
  }

  /** Tells the topics that were late. */
  tellLate(): void {
    this.late = '';
    for (const topic of this.#watched) this.#tellWhole(topic);
  }

  /** Settles what was held back. */
  settleAll(problem?: Problem): void {
    this.settles = 'granted';
    for (const id of this.#later.splice(0)) this.#settle(id, problem);
  }

  /** Plays the run from its beginning, an event at a time. */
  play(everyMs: number): void {
    const { place } = this.#shown;
    this.show({ run: { ...firstRun, startedAt: Date.now() }, place: { ...place, run: firstRun.id } });
    runEvents.forEach((event, index) => {
      setTimeout(
        () => this.patch({ events: [{ ...event, at: Date.now() }] }, 'run', firstRun.id),
        everyMs * (index + 1),
      );
    });
  }

  #watch({ page, topics, isFresh }: Extract<Up, { type: 'watch' }>): void {
    const before = page === this.#page && !isFresh ? this.#watched : [];
    this.#page = page;
    this.#watched = topics;
    for (const topic of topics) if (!before.includes(topic)) this.#tellWhole(topic);
  }

  #tellWhole(topic: string): void {
    const topics = topicsFrom(this.#shown, this.#asked);
    if (!topics.has(topic) || (this.late !== '' && topic.startsWith(`${this.late}/`))) return;
    const revision = (this.#revisions.get(topic) ?? 0) + 1;
    this.#revisions.set(topic, revision);
    this.#post({ type: 'whole', topic, revision, value: topics.get(topic) });
  }

  #save(run: string, step: number): void {
    this.#shown = { ...this.#shown, savedSteps: [...this.#shown.savedSteps, step] };
    this.patch({ saved: this.#shown.savedSteps }, 'editor', run);
  }

  #predict(wish: Wish): void {
    const played = playPrediction(this.#shown, wish);
    if (!played || !('run' in wish) || wish.run === undefined) return;
    this.#shown = { ...this.#shown, predicted: played.now };
    for (const patch of played.patches) this.patch(patch, 'predicted', wish.run);
  }

  /** What the reader says of a run changes the list. */
  #sayOfRun(wish: Wish): void {
    if (!('run' in wish) || wish.run === undefined) return;
    const { runs, deletedRuns } = this.#shown;
    const all = [...runs, ...deletedRuns];
    const before = all.find(({ id }) => id === wish.run);
    if (!before) return;
    const { isPinned: _pin, isDeleted: _deleted, ...bare } = before;
    const said: RunSummary | undefined =
      wish.type === 'nameRun'
        ? { ...before, name: wish.name, isNamed: true as const }
        : wish.type === 'pinRun'
          ? { ...bare, ...(wish.isPinned ? { isPinned: true as const } : {}) }
          : wish.type === 'deleteRun'
            ? { ...before, isDeleted: true as const }
            : wish.type === 'restoreRun'
              ? bare
              : undefined;
    if (!said) return;
    const now = all.map(one => (one.id === said.id ? said : one));
    this.#shown = {
      ...this.#shown,
      runs: now.filter(({ isDeleted }) => !isDeleted),
      deletedRuns: now.filter(({ isDeleted }) => isDeleted),
    };
    this.patch({ put: [said] }, 'runs', '50');
  }

  #settle(wish: number, problem: Problem | undefined): void {
    this.#post({ type: 'settled', wish, ...(problem ? { problem } : {}) });
  }

  #post(message: Untold): void {
    this.#posted += 1;
    const told = JSON.parse(JSON.stringify({ ...message, page: this.#page }));
    setTimeout(() => window.postMessage(told, '*'));
  }
}

const asked = new URLSearchParams(location.search);
const theme = asked.get('theme') ?? 'light';
document.documentElement.dataset.theme = theme;
const themeClasses: Readonly<Record<string, readonly string[]>> = {
  light: ['vscode-light'],
  dark: ['vscode-dark'],
  'hc-dark': ['vscode-high-contrast'],
  'hc-light': ['vscode-high-contrast', 'vscode-high-contrast-light'],
};
document.body.classList.add(...(themeClasses[theme] ?? []));

// A clock that stands still gives the same picture every time; a run that plays, or is replayed, needs a real one.
if (!asked.has('play') && !asked.has('clock')) Date.now = () => stageAt + 16_000;

const name = asked.get('scenario') ?? 'chapter';
const base = isScenario(name) ? scenarios[name]() : scenarios.chapter();
const language = asked.get('language') === 'zh-CN' ? 'zh-CN' : 'en';
const dueCount = asked.has('due') ? Number(asked.get('due')) : base.dueCount;
const passage = asked.get('passage');
const review = base.review && { ...base.review, dueCount };
const stage = new Stage({
  ...base,
  dueCount,
  ...(review ? { review } : {}),
  place: { ...base.place, language, ...(passage === null ? {} : { passage, offset: 0 }) },
});
stage.late = asked.get('late') ?? '';
window.stage = stage;
window.acquireVsCodeApi = () => stage.api;
if (asked.has('play')) setTimeout(() => stage.play(Number(asked.get('play')) || 100), 300);

function isScenario(text: string): text is Scenario {
  return text in scenarios;
}
