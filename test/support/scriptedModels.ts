// Small models that can be set up here, as a port: the fetching takes its time, and may fail.
import type { LocalModels, Outcome } from '../../src/core/ports';

const why = { en: 'No room is left. Free some.', 'zh-CN': '没有空间了。' };

export class ScriptedModels implements LocalModels {
  readonly choices = [
    { id: 'tiny', title: 'Tiny', bytes: 1_000_000, isRecommended: false },
    { id: 'small', title: 'Small', bytes: 2_000_000, isRecommended: true },
  ];
  fails = false;
  #installed: readonly string[] = [];

  async installed(): Promise<readonly string[]> {
    return this.#installed;
  }

  async plan() {
    return { ok: true, value: { items: [], fetchBytes: 0, memoryBytes: 1_000_000 } } as const;
  }

  async setUp(
    id: string,
    onProgress: Parameters<LocalModels['setUp']>[1],
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    for (let doneBytes = 0; doneBytes < 10 && !signal.aborted; doneBytes += 1) {
      onProgress({ what: 'fetch', doneBytes, totalBytes: 10 });
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    if (signal.aborted || this.fails) return { ok: false, why };
    this.#installed = [id];
    return { ok: true, value: undefined };
  }

  async serve(): Promise<Outcome<never>> {
    return { ok: false, why };
  }

  async remove(): Promise<Outcome<undefined>> {
    this.#installed = [];
    return { ok: true, value: undefined };
  }

  dispose(): void {}
}
