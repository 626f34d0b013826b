// The page's script in a plain browser: plays the host to the real panel. The address says what is shown:
// /?scenario=reasoning&theme=dark&language=zh-CN&play=1
import type { Fact, Snapshot, Wish } from '../../src/core/protocol';
import { firstRun, runEvents, stageAt } from './fixtures';
import { type Scenario, scenarios } from './scenarios';

declare global {
  interface Window {
    stage: Stage;
    acquireVsCodeApi(): unknown;
  }
}

type Untold = Fact extends infer One ? (One extends Fact ? Omit<One, 'sequence'> : never) : never;

class Stage {
  readonly wishes: Wish[] = [];
  readonly violations: string[] = [];
  snapshot: Snapshot;
  #sequence = 0;
  #state: unknown;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    document.addEventListener('securitypolicyviolation', event => {
      this.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  }

  readonly api = {
    postMessage: (wish: Wish) => {
      this.wishes.push(wish);
      if (wish.type === 'ready') this.tell({ type: 'snapshot', snapshot: this.snapshot });
    },
    getState: () => this.#state,
    setState: (state: unknown) => {
      this.#state = state;
      return state;
    },
  };

  tell(fact: Untold): void {
    const numbered = { ...fact, sequence: ++this.#sequence };
    setTimeout(() => window.postMessage(JSON.parse(JSON.stringify(numbered)), '*'));
  }

  /** As if one fact had been lost on the way. */
  loseOne(): void {
    this.#sequence += 1;
  }

  /** Plays the run from its beginning, an event at a time. */
  play(everyMs: number): void {
    this.tell({ type: 'runShown', run: { ...firstRun, startedAt: Date.now() }, runs: [] });
    runEvents.forEach((event, index) => {
      setTimeout(
        () => this.tell({ type: 'runAdvanced', run: firstRun.id, events: [{ ...event, at: Date.now() }] }),
        everyMs * (index + 1),
      );
    });
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

// A clock that stands still gives the same picture every time; a run that plays needs a real one.
if (!asked.has('play')) Date.now = () => stageAt + 16_000;

const name = asked.get('scenario') ?? 'chapter';
const base = isScenario(name) ? scenarios[name]() : scenarios.chapter();
const language = asked.get('language') === 'zh-CN' ? 'zh-CN' : 'en';
const dueCount = asked.has('due') ? Number(asked.get('due')) : base.review.dueCount;
const review = { ...base.review, dueCount };
const stage = new Stage({ ...base, review, place: { ...base.place, language } });
window.stage = stage;
window.acquireVsCodeApi = () => stage.api;
if (asked.has('play')) setTimeout(() => stage.play(Number(asked.get('play')) || 100), 300);

function isScenario(text: string): text is Scenario {
  return text in scenarios;
}
