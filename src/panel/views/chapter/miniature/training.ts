// The miniature's worker: started when it is first asked for, and what it reports is what the panel shows.
import {
  freshMiniature,
  isAtWork,
  type Miniature,
  type Order,
  type Report,
  withReport,
} from '../../../miniature';
import type { Scene } from '../../../scene';
import source from './trainer.worker.ts?text';

declare global {
  interface Window {
    /** Where the browser has them; the page's policy then refuses an address that did not come through it. */
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { readonly createScriptURL: (url: string) => string },
      ): { createScriptURL(url: string): unknown };
    };
  }
}

export const firstSeed = 1;

export class Training {
  readonly #scene: () => Scene | undefined;
  #worker: Worker | undefined;

  constructor(scene: () => Scene | undefined) {
    this.#scene = scene;
  }

  /** From where it stands to the end of its phase; from the end of the first phase, through the second. */
  go(miniature: Miniature): void {
    const isNext = miniature.status === 'done' && miniature.phase === 'base';
    const from: Miniature = isNext ? { ...miniature, phase: 'tuned', step: 0 } : miniature;
    const { seed, phase, step } = from;
    this.#show({ ...from, status: 'running' });
    this.#order({ do: 'go', seed, phase, step });
  }

  /** Between two steps; it stands still once it has said so. */
  stop(): void {
    const miniature = this.#scene()?.ui.miniature;
    if (!miniature || !isAtWork(miniature) || miniature.status === 'stopping') return;
    this.#show({ ...miniature, status: 'stopping' });
    this.#order({ do: 'stop' });
  }

  /** Forgets what it has learnt. */
  reset(seed: number): void {
    this.#end();
    this.#show(freshMiniature(seed));
  }

  #order(order: Order): void {
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage(order);
    } catch {
      this.#fail();
    }
  }

  #start(): Worker {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(trusted(url));
    worker.onmessage = ({ data }: MessageEvent<Report>) => this.#take(data);
    worker.onerror = () => this.#fail();
    return worker;
  }

  #take(report: Report): void {
    const scene = this.#scene();
    const before = scene?.ui.miniature;
    if (!scene || !before) return;
    const after = withReport(before, report);
    this.#show(after);
    if (after.status !== before.status && (after.status === 'done' || after.status === 'stopped')) {
      scene.say(scene.words.miniature.isAt(after));
    }
  }

  #fail(): void {
    this.#end();
    const scene = this.#scene();
    const miniature = scene?.ui.miniature;
    if (!scene || !miniature) return;
    const failed: Miniature = { ...miniature, status: 'failed' };
    this.#show(failed);
    scene.say(scene.words.miniature.isAt(failed));
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** A hint elsewhere on the page stays. */
  #show(miniature: Miniature): void {
    const scene = this.#scene();
    scene?.change({ miniature, hint: scene.ui.hint });
  }
}

let policy: ReturnType<NonNullable<Window['trustedTypes']>['createPolicy']> | undefined;

/** The one script that the page may start is the one that came with it. */
function trusted(url: string): string {
  policy ??= window.trustedTypes?.createPolicy('marginalia-worker', {
    createScriptURL: made => {
      if (!made.startsWith('blob:')) throw new TypeError('only what the page made itself');
      return made;
    },
  });
  // What the policy gives stands for the text, and the library of types knows no more than that.
  return (policy?.createScriptURL(url) ?? url) as string;
}
