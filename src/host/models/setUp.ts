// "Set up a small model here": says what is fetched, asks, fetches with progress, and serves it when a run needs it.
import * as vscode from 'vscode';
import { Emitter } from '../../core/base/emitter';
import type { Language } from '../../core/chapter/chapter';
import type { LocalModels, Log, Outcome, OwnServer, SetUpPlan, SetUpProgress } from '../../core/ports';
import type { SetUp as SetUpState } from '../../core/wire/models';

/** Progress is told at most this often. */
const tellEveryMs = 250;

export class SetUp implements vscode.Disposable {
  readonly #models: LocalModels | undefined;
  readonly #log: Log;
  readonly #language: () => Language;
  readonly #changed = new Emitter<SetUpState>();
  #state: SetUpState = { state: 'idle' };
  #abort: AbortController | undefined;

  readonly onChange = this.#changed.on;

  /** `models` is missing where no server can be run, as in a browser. */
  constructor(parts: { models: LocalModels | undefined; log: Log; language: () => Language }) {
    this.#models = parts.models;
    this.#log = parts.log;
    this.#language = parts.language;
  }

  /** Whether this machine runs model servers at all. */
  get isPossible(): boolean {
    return this.#models !== undefined;
  }

  /** Whether this is the id of a model that can be set up here. */
  offers(id: string): boolean {
    return this.#models?.choices.some(choice => choice.id === id) ?? false;
  }

  get state(): SetUpState {
    return this.#state;
  }

  /**
   * Asks which model, shows what that means, and does it after a yes. The model's id when it is ready.
   * Does nothing while an earlier offer is under way.
   */
  async offer(): Promise<string | undefined> {
    if (!this.#models) {
      this.#tell({
        state: 'failed',
        problem: vscode.l10n.t('A browser cannot run a model server. Use one on a machine of yours.'),
      });
      return undefined;
    }
    if (this.#abort) return undefined;
    // From here on, not only while it fetches: a second press finds the first one's question still open.
    const abort = new AbortController();
    this.#abort = abort;
    try {
      return await this.#askAndFetch(this.#models, abort.signal);
    } finally {
      this.#abort = undefined;
    }
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** The model that was set up, if any: this one where there are several, else the best. Nothing is started. */
  async ready(
    wanted = '',
  ): Promise<{ readonly id: string; readonly title: string; readonly bytes: number } | undefined> {
    const installed = (await this.#models?.installed()) ?? [];
    const id = installed.find(one => one === wanted) ?? installed[0];
    return this.#models?.choices.find(choice => choice.id === id);
  }

  /** The model's server, which is started where it does not run. */
  async serve(id: string, signal: AbortSignal): Promise<Outcome<OwnServer> | undefined> {
    return this.#models?.serve(id, signal);
  }

  /** A failure was read: what comes next is not about it. */
  dismiss(): void {
    if (this.#state.state === 'failed') this.#tell({ state: 'idle' });
  }

  /** Removes what was set up, after a yes. */
  async remove(): Promise<void> {
    if (!this.#models) return;
    const found = await this.ready();
    if (!found) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No model was set up here.'));
      return;
    }
    const remove = vscode.l10n.t('Remove');
    const message = vscode.l10n.t('Remove {0} and its server from this machine?', found.title);
    if ((await vscode.window.showWarningMessage(message, { modal: true }, remove)) !== remove) return;
    const done = await this.#models.remove();
    if (done.ok) this.#tell({ state: 'idle' });
    else this.#fail(done);
  }

  dispose(): void {
    this.stop();
    this.#models?.dispose();
    this.#changed.dispose();
  }

  async #askAndFetch(models: LocalModels, signal: AbortSignal): Promise<string | undefined> {
    const id = await pickSmallModel(models);
    if (id === undefined) return undefined;
    const plan = await models.plan(id);
    if (!plan.ok) return this.#fail(plan);
    if (plan.value.items.length > 0 && !(await confirm(plan.value))) return undefined;
    return this.#fetch(models, id, signal);
  }

  async #fetch(models: LocalModels, id: string, signal: AbortSignal): Promise<string | undefined> {
    let told: { readonly what: SetUpProgress['what']; readonly at: number } | undefined;
    const onProgress = (progress: SetUpProgress) => {
      // The first word of a step is always told: `python` and `server` say no other.
      if (progress.what === told?.what && Date.now() - told.at < tellEveryMs) return;
      told = { what: progress.what, at: Date.now() };
      this.#tell({ state: 'running', ...progress });
    };
    this.#tell({ state: 'running' });
    const done = await models.setUp(id, onProgress, signal);
    if (!done.ok) return signal.aborted ? this.#cancelled() : this.#fail(done);
    this.#tell({ state: 'installed' });
    return id;
  }

  #cancelled(): undefined {
    this.#tell({ state: 'idle' });
  }

  #fail(outcome: Extract<Outcome<unknown>, { ok: false }>): undefined {
    this.#log.warn(`set up: ${outcome.why.en}`);
    this.#tell({ state: 'failed', problem: outcome.why[this.#language()] });
  }

  #tell(state: SetUpState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}

async function pickSmallModel(models: LocalModels): Promise<string | undefined> {
  // The first row is the one that Enter takes.
  const choices = [...models.choices].sort((a, b) => Number(b.isRecommended) - Number(a.isRecommended));
  const items = choices.map(({ id, title, bytes, isRecommended }) => ({
    id,
    label: title,
    description: gigabytes(bytes),
    detail: isRecommended
      ? vscode.l10n.t('Recommended of these. It is still a small model: what its steps say is often wrong.')
      : vscode.l10n.t('Smaller and quicker, and wrong more often.'),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Set up a small model here'),
  });
  return chosen?.id;
}

/** What is fetched, how large, from where, under which licence; nothing is fetched before this was answered. */
async function confirm(plan: SetUpPlan): Promise<boolean> {
  // The editor's, as in the rest of the dialog; the chapter may be read in another one.
  const language: Language = vscode.env.language.toLowerCase() === 'zh-cn' ? 'zh-CN' : 'en';
  const lines = plan.items.map(({ title, bytes, from, licence }) =>
    vscode.l10n.t('{0}: {1} from {2}, licence {3}', title, gigabytes(bytes), from[language], licence),
  );
  const detail = [
    ...lines,
    vscode.l10n.t(
      'To download now: {0}. In memory while it runs: about {1}.',
      gigabytes(plan.fetchBytes),
      gigabytes(plan.memoryBytes),
    ),
    vscode.l10n.t(
      'It is kept in the storage of this extension, listens on this machine only, and ends when it is not used.',
    ),
  ].join('\n');
  const yes = vscode.l10n.t('Download');
  const message = vscode.l10n.t('Set up a small model here?');
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, yes)) === yes;
}

function gigabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}
