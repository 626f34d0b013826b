// How often a model's words were so when the code ran: told run by run, kept beside each, and summed up over those that are kept.
import type { Listen } from '../../core/base/emitter';
import { Latest } from '../../core/base/latest';
import type { Log } from '../../core/ports';
import { claimsOfRun } from '../../core/reasoning/checks/seenChecks';
import type { RunHistory } from '../../core/reasoning/history';
import { isFinished, type Run, type RunId } from '../../core/reasoning/run';
import { checksFrom, type ModelScore, type RunChecks, readChecks, scoreOf } from '../../core/trace/score';
import type { SeenRun } from '../../core/trace/seen';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { ScoreNow } from '../../core/wire/reasoning';
import { openTopic } from '../shell/topic';

/** Of the newest so many that were run something is told; what is older says little of a model of today. */
const mostRuns = 200;

export interface ScoreParts {
  readonly history: RunHistory;
  readonly log: Log;
  readonly run: (id: RunId) => Promise<Run | undefined>;
  readonly seenOf: (id: RunId) => Promise<SeenRun | undefined>;
  readonly isDeleted: (id: RunId) => boolean;
  /** Something else was seen of a run, or a run is over. */
  readonly onChange: readonly Listen<unknown>[];
}

export class ModelScores {
  readonly #parts: ScoreParts;

  constructor(parts: ScoreParts) {
    this.#parts = parts;
  }

  /** Of the model that a run was sent to; told again when what is kept has changed. */
  async open(id: RunId, tell: Teller<ScoreNow>): Promise<OpenTopic<ScoreNow>> {
    let now: ScoreNow = null;
    const latest = new Latest();
    const look = async () => {
      const isStillWanted = latest.begin();
      const score = await this.#score(id).catch(error => {
        this.#parts.log.warn(`what the model's words came to could not be read: ${error}`);
        return null;
      });
      if (!isStillWanted() || JSON.stringify(score) === JSON.stringify(now)) return;
      now = score;
      tell.patch(now);
    };
    const listening = this.#parts.onChange.map(on => on(() => void look()));
    // Told when it is there: the page waits for nothing.
    void look();
    return openTopic(() => now, ...listening, { dispose: () => void latest.begin() });
  }

  async #score(id: RunId): Promise<ModelScore | null> {
    const model = (await this.#parts.run(id))?.destination?.model;
    if (model === undefined) return null;
    const all: RunChecks[] = [];
    for (const one of (await this.#parts.history.traced()).slice(0, mostRuns)) {
      const checks = this.#parts.isDeleted(one) ? undefined : await this.#checksOf(one);
      if (checks) all.push(checks);
    }
    const score = scoreOf(model, all);
    return score.n === 0 ? null : score;
  }

  /** As they were told when they could be told first; a trace is replaced together with them. */
  async #checksOf(id: RunId): Promise<RunChecks | undefined> {
    const { history, log } = this.#parts;
    const kept = await history.checks(id);
    const known = kept === undefined ? undefined : readChecks(kept);
    if (known) return known;
    const run = await this.#parts.run(id);
    // A model that was shown the values has not said them.
    if (!run?.destination || run.variation?.saw) return undefined;
    if (!isFinished(run) || run.steps.length === 0) return undefined;
    const seen = await this.#parts.seenOf(id);
    if (!seen) return undefined;
    const checks = checksFrom(seen.at, run.destination.model, claimsOfRun(run, seen));
    await history
      .keepChecks(id, JSON.stringify(checks))
      .catch(error => log.warn(`what was told of the run ${id} could not be kept: ${error}`));
    return checks;
  }
}
