// Walking through the steps of the run that is shown, with the focus in the editor or in the panel. The panel knows at
// which step the reader is: it is only told where to go.
import * as vscode from 'vscode';
import { Store } from '../../core/base/store';
import type { RunPool } from '../../core/reasoning/pool';
import type { Run, RunId } from '../../core/reasoning/run';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { WalkNow, WalkTo } from '../../core/wire/walk';
import type { ReaderRuns } from './readerRuns';

interface Shown {
  readonly run: RunId;
  readonly tell: Teller<WalkNow>;
  /** As it was when it was opened. */
  read?: Run | undefined;
}

const nothingAsked: WalkNow = { asked: 0 };

export class Walk {
  readonly #runs: ReaderRuns;
  readonly #pool: RunPool;
  /** The run that the panel shows now. */
  #shown: Shown | undefined;
  #asked = 0;
  /** What was asked last, and in which run. */
  #last: { readonly run: RunId; readonly now: WalkNow } | undefined;

  constructor(parts: { readonly runs: ReaderRuns; readonly pool: RunPool }) {
    this.#runs = parts.runs;
    this.#pool = parts.pool;
  }

  /** The run in the panel, as long as that is to be seen. */
  get shown(): Run | undefined {
    return this.#shown && (this.#runs.atHand(this.#shown.run) ?? this.#shown.read);
  }

  /** In the run that is shown; without one it does nothing. */
  go(to: WalkTo): void {
    if (this.#shown) this.lead(this.#shown.run, to);
  }

  /** In a run that is shown now or soon. */
  lead(run: RunId, to: WalkTo): void {
    this.#asked += 1;
    const now = { asked: this.#asked, to };
    this.#last = { run, now };
    if (this.#shown?.run === run) this.#shown.tell.patch(now);
  }

  /** The topic of a run: open as long as the panel shows it. */
  async open(run: RunId, tell: Teller<WalkNow>): Promise<OpenTopic<WalkNow>> {
    const owned = new Store();
    const shown: Shown = { run, tell };
    this.#shown = shown;
    let hasSteps = false;
    const look = (count: number) => {
      if (this.#shown !== shown || hasSteps || count === 0) return;
      hasSteps = true;
      tellSteps(true);
    };
    owned.add(
      this.#pool.onNews(news => {
        if (news.type === 'advanced' && news.run === run) look(this.#runs.atHand(run)?.steps.length ?? 0);
      }),
    );
    owned.add({
      dispose: () => {
        if (this.#shown !== shown) return;
        this.#shown = undefined;
        tellSteps(false);
      },
    });
    // The one that was shown before may have had some.
    tellSteps(false);
    shown.read = await this.#runs.get(run);
    look(shown.read?.steps.length ?? 0);
    const value = () => (this.#last?.run === run ? this.#last.now : nothingAsked);
    return { value, dispose: () => owned.dispose() };
  }
}

/** For the keys that walk: they mean something only where there are steps. */
function tellSteps(isThere: boolean): void {
  void vscode.commands.executeCommand('setContext', 'marginalia.hasSteps', isThere);
}
