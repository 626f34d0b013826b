// What a run is sent to: a model that answers now, or one that will.
import type { Problem } from '../base/problem';
import type { Endpoint, Model } from './endpoint';

export interface Choice {
  readonly endpoint: Endpoint;
  readonly model: Model;
  readonly key: string | undefined;
  /** Whether the code stays on this machine. */
  readonly isLocal: boolean;
}

/** Not there yet: a server that is loading its model, or the one that was set up here and has yet to be started. */
export interface Loading {
  readonly model: string;
  readonly sizeBytes?: number;
  /** The one that was set up here. */
  readonly isOwn?: true;
  /** Resolves when it can be asked. Aborting the signal of `choose` ends the wait. */
  wait(): Promise<Choice | Problem>;
}

/** Chooses anew for each run. */
export interface ModelChooser {
  choose(signal: AbortSignal): Promise<Choice | Loading | Problem>;
}
