// The reader's yes to a host that is not this machine, asked once per host; and the keys of hosts that want one.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';
import { hostToConfirm, mayConnect } from '../../core/endpoint/locality';

const confirmedKey = 'marginalia.confirmedHosts';
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
    if (!(await confirm(answer.toConfirm, answer.isPlainPublic))) return answer.problem;
    await this.#memento.update(confirmedKey, [...this.#confirmed(), answer.toConfirm]);
    return undefined;
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
    const kept: unknown = this.#memento.get(confirmedKey);
    return Array.isArray(kept) ? kept.filter(host => typeof host === 'string') : [];
  }
}

async function confirm(host: string, isPlainPublic: boolean): Promise<boolean> {
  const send = vscode.l10n.t('Send Code There');
  const detail = [
    vscode.l10n.t(
      'It is not on this machine: the code that you explain leaves it. You are asked once for this host.',
    ),
    ...(isPlainPublic ? [vscode.l10n.t('The address is public and the connection is not encrypted.')] : []),
  ].join(' ');
  const message = vscode.l10n.t('Send code to {0}?', host);
  try {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, send)) === send;
  } catch {
    // A question that could not be asked, as in a window that is closing or under test, was not answered with yes.
    return false;
  }
}
