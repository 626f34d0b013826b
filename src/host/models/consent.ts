// The reader's yes to a host that is not this machine, or to a model that may not be, asked once for each; and the keys
// of hosts that want one.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';
import { addressOf } from '../../core/endpoint/protocol/failure';
import { hostToConfirm, mayConnect } from '../../core/endpoint/whereabouts/locality';
import type { Candidate } from '../../core/endpoint/whereabouts/whereabouts';

const confirmedKey = 'marginalia.confirmedHosts';
const confirmedModelsKey = 'marginalia.confirmedModels';
const keyPrefix = 'marginalia.key:';

export class Consent {
  readonly #memento: vscode.Memento;
  readonly #secrets: vscode.SecretStorage;

  constructor(memento: vscode.Memento, secrets: vscode.SecretStorage) {
    this.#memento = memento;
    this.#secrets = secrets;
  }

  /** The reason why nothing may be sent there, or `undefined`. Asks the reader where the setting allows the host. */
  async refusal(url: string, allowNonLocal: boolean): Promise<Problem | undefined> {
    const answer = mayConnect({ url, allowNonLocal, confirmedHosts: this.#confirmed() });
    if (answer.isAllowed) return undefined;
    if (!('toConfirm' in answer)) return answer.problem;
    const detail = [
      vscode.l10n.t(
        'It is not on this machine: the code that you explain leaves it. You are asked once for this host.',
      ),
      ...(answer.isPlainPublic
        ? [vscode.l10n.t('The address is public and the connection is not encrypted.')]
        : []),
    ].join(' ');
    if (!(await confirm(answer.toConfirm, detail))) return answer.problem;
    await this.#memento.update(confirmedKey, [...this.#confirmed(), answer.toConfirm]);
    return undefined;
  }

  /** Whether something may be sent there without a question. */
  isAllowed(url: string, allowNonLocal: boolean): boolean {
    return mayConnect({ url, allowNonLocal, confirmedHosts: this.#confirmed() }).isAllowed;
  }

  /**
   * `refusal` for a model that a server on this machine offers, and that runs elsewhere under no host that we know, or
   * of which nobody has said where it runs. Only the first is refused while the setting is off.
   */
  async modelRefusal(
    { endpoint, model }: Candidate,
    whereabouts: 'elsewhere' | 'unknown',
    allowNonLocal: boolean,
  ): Promise<Problem | undefined> {
    if (this.isConfirmed({ endpoint, model }, whereabouts, allowNonLocal)) return undefined;
    const problem: Problem = { code: 'refused-model', model: model.id, server: endpoint.name, whereabouts };
    if (whereabouts === 'elsewhere' && !allowNonLocal) return problem;
    const server = `${endpoint.name} (${addressOf(endpoint.url)})`;
    const detail =
      whereabouts === 'elsewhere'
        ? vscode.l10n.t(
            '{0} has this model run on another machine: the code that you explain leaves this one. You are asked once for this model.',
            server,
          )
        : vscode.l10n.t(
            '{0} does not say where this model runs. If it is on another machine, the code that you explain leaves this one. You are asked once for this model.',
            server,
          );
    if (!(await confirm(model.id, detail))) return problem;
    const confirmed = this.#list(confirmedModelsKey);
    await this.#memento.update(confirmedModelsKey, [...confirmed, nameOf({ endpoint, model }, whereabouts)]);
    return undefined;
  }

  /** Whether the reader said yes to such a model, and settings still let it be so. */
  isConfirmed(candidate: Candidate, whereabouts: 'elsewhere' | 'unknown', allowNonLocal: boolean): boolean {
    const isAllowed = whereabouts === 'unknown' || allowNonLocal;
    return isAllowed && this.#list(confirmedModelsKey).includes(nameOf(candidate, whereabouts));
  }

  /** The key for a host, from the editor's secret storage. */
  async keyFor(url: string): Promise<string | undefined> {
    const host = hostToConfirm(url);
    return host === undefined ? undefined : this.#secrets.get(keyPrefix + host);
  }

  /** Asks for the key of a host; an empty one forgets it. `false` when the reader thought better of it. */
  async enterKey(url: string): Promise<boolean> {
    const host = hostToConfirm(url);
    if (host === undefined) return false;
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('Key for {0}', host),
      prompt: vscode.l10n.t(
        'Kept in the secret storage of the editor and sent to this host only. Empty: forget it.',
      ),
      password: true,
      validateInput: text =>
        /^[\x21-\x7e]*$/.test(text)
          ? undefined
          : vscode.l10n.t('A key has no spaces and no special characters.'),
      ignoreFocusOut: true,
    });
    if (key === undefined) return false;
    if (key === '') await this.#secrets.delete(keyPrefix + host);
    else await this.#secrets.store(keyPrefix + host, key);
    return true;
  }

  #confirmed(): readonly string[] {
    return this.#list(confirmedKey);
  }

  #list(key: string): readonly string[] {
    const kept: unknown = this.#memento.get(key);
    return Array.isArray(kept) ? kept.filter(one => typeof one === 'string') : [];
  }
}

/** A yes holds for this model at this address, and for what was known of it when it was given. */
function nameOf({ endpoint, model }: Candidate, whereabouts: 'elsewhere' | 'unknown'): string {
  return JSON.stringify([endpoint.url, model.id, whereabouts]);
}

async function confirm(what: string, detail: string): Promise<boolean> {
  const send = vscode.l10n.t('Send Code There');
  const message = vscode.l10n.t('Send code to {0}?', what);
  try {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, send)) === send;
  } catch {
    // A question that could not be asked, as in a window that is closing or under test, was not answered with yes.
    return false;
  }
}
