// What is wrong outside a run: each owner says what is wrong with its own things now, and says so again when it is not.
import { Emitter } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import type { Disposable } from '../../core/base/store';
import type { TopicSources } from '../../core/wire/hub';

export class ProblemBoard implements Disposable {
  readonly #changed = new Emitter<readonly Problem[]>();
  readonly #byOwner = new Map<string, readonly Problem[]>();

  get problems(): readonly Problem[] {
    return [...this.#byOwner.values()].flat();
  }

  /** All that is wrong with this owner's things; nothing where they are well again. */
  set(owner: string, problems: readonly Problem[]): void {
    if (JSON.stringify(this.#byOwner.get(owner) ?? []) === JSON.stringify(problems)) return;
    this.#byOwner.set(owner, problems);
    this.#changed.fire(this.problems);
  }

  readonly topics: TopicSources = {
    problems: (_args, tell) => {
      const listening = this.#changed.on(problems => tell.patch(problems));
      return { value: () => this.problems, dispose: () => listening.dispose() };
    },
  };

  dispose(): void {
    this.#changed.dispose();
  }
}
