// The one concept panel: its HTML and content policy, the messages in and out, and its place beside the editor.
import * as v from 'valibot';
import * as vscode from 'vscode';
import { Emitter } from '../core/base/emitter';
import { Store } from '../core/base/store';
import type { Log } from '../core/ports';
import { type Fact, type Snapshot, Wish } from '../core/protocol';

type WithoutSequence<T> = T extends unknown ? Omit<T, 'sequence'> : never;
/** A fact as the host tells it; the panel's number is added here. */
export type News = WithoutSequence<Exclude<Fact, { type: 'snapshot' }>>;

export class ConceptPanel implements vscode.Disposable {
  static readonly viewType = 'marginalia.panel';

  readonly #extensionUri: vscode.Uri;
  readonly #log: Log;
  readonly #prepare: () => Promise<void>;
  readonly #snapshot: () => Snapshot;
  readonly #wishes = new Emitter<Wish>();
  readonly #whileOpen = new Emitter<boolean>();
  #webview: { readonly panel: vscode.WebviewPanel; readonly owned: Store } | undefined;
  #sequence = 0;

  readonly onWish = this.#wishes.on;
  /** `true` when the panel opened, `false` when it was closed. */
  readonly onOpen = this.#whileOpen.on;

  /** `prepare` loads what is not in memory yet; `snapshot` then takes the picture at one instant. */
  constructor(parts: {
    extensionUri: vscode.Uri;
    log: Log;
    prepare: () => Promise<void>;
    snapshot: () => Snapshot;
  }) {
    this.#extensionUri = parts.extensionUri;
    this.#log = parts.log;
    this.#prepare = parts.prepare;
    this.#snapshot = parts.snapshot;
  }

  get isOpen(): boolean {
    return this.#webview !== undefined;
  }

  /** The group that it stands in. */
  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#webview?.panel.viewColumn;
  }

  /** Opens the panel beside the editor, or brings the open one forward. */
  show(preserveFocus: boolean): void {
    if (this.#webview) {
      this.#webview.panel.reveal(undefined, preserveFocus);
      return;
    }
    const hasEditor = vscode.window.tabGroups.all.some(group => group.tabs.length > 0);
    const column = hasEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(
      ConceptPanel.viewType,
      'Marginalia',
      { viewColumn: column, preserveFocus },
      { enableFindWidget: true },
    );
    this.adopt(panel);
  }

  /** Takes over a panel that the editor restored after a reload. */
  adopt(panel: vscode.WebviewPanel): void {
    this.#webview?.panel.dispose();
    const owned = new Store();
    this.#webview = { panel, owned };
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extensionUri, 'media', 'book-light.svg'),
      dark: vscode.Uri.joinPath(this.#extensionUri, 'media', 'book-dark.svg'),
    };
    owned.add(panel.webview.onDidReceiveMessage(raw => this.#receive(raw)));
    owned.add(panel.onDidDispose(() => this.#close()));
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist', 'media'].map(folder => vscode.Uri.joinPath(this.#extensionUri, folder)),
    };
    panel.webview.html = this.#html(panel.webview);
    // While the page loads, so that its first question finds the answer ready; what fails is told then.
    this.#prepare().catch(() => undefined);
    this.#whileOpen.fire(true);
  }

  /** Tells the panel what happened. A closed panel needs no news: it starts from a snapshot. */
  tell(news: News): void {
    if (!this.#webview) return;
    this.#sequence += 1;
    this.#post({ ...news, sequence: this.#sequence });
  }

  /** Tells everything again. */
  async refresh(): Promise<void> {
    const webview = this.#webview;
    if (!webview) return;
    await this.#prepare();
    if (this.#webview !== webview) return;
    this.#post({ type: 'snapshot', sequence: this.#sequence, snapshot: this.#snapshot() });
  }

  dispose(): void {
    this.#webview?.panel.dispose();
    this.#wishes.dispose();
    this.#whileOpen.dispose();
  }

  #close(): void {
    this.#webview?.owned.dispose();
    this.#webview = undefined;
    this.#whileOpen.fire(false);
  }

  #post(fact: Fact): void {
    this.#webview?.panel.webview.postMessage(fact).then(undefined, error => {
      this.#log.warn(`the panel did not take a message: ${error}`);
    });
  }

  #receive(raw: unknown): void {
    const message = v.safeParse(Wish, raw);
    if (message.success) {
      this.#wishes.fire(message.output);
      return;
    }
    const issue = message.issues[0];
    this.#log.warn(`ignored a message of the panel: ${v.getDotPath(issue) ?? 'type'}: ${issue.message}`);
  }

  #html(webview: vscode.Webview): string {
    const nonce = crypto.randomUUID().replaceAll('-', '');
    const at = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, ...path));
    const policy = [
      `default-src 'none'`,
      `script-src 'nonce-${nonce}'`,
      `style-src ${webview.cspSource}`,
      `font-src ${webview.cspSource}`,
      `require-trusted-types-for 'script'`,
      `trusted-types lit-html`,
    ].join('; ');
    const styles = ['panel', 'chapter', 'reasoning', 'review']
      .map(name => `<link rel="stylesheet" href="${at('media', `${name}.css`)}">`)
      .join('\n');
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Marginalia</title>
${styles}
</head>
<body>
<script nonce="${nonce}" src="${at('dist', 'panel.js')}"></script>
</body>
</html>`;
  }
}
