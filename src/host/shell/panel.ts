// The one concept panel: its HTML and content policy, the messages in and out, and its place beside the editor.
import * as vscode from 'vscode';
import { Emitter } from '../../core/base/emitter';
import { Store } from '../../core/base/store';
import type { Log } from '../../core/ports';
import type { Down } from '../../core/wire/envelope';
import type { Hub } from '../../core/wire/hub';
import { styleSheets } from './styleSheets';

export interface PanelParts {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  /** The host's end of the wire, for a way to send. */
  readonly wire: (send: (message: Down) => void) => Hub;
}

export class ConceptPanel implements vscode.Disposable {
  static readonly viewType = 'marginalia.panel';

  readonly #parts: PanelParts;
  readonly #hub: Hub;
  readonly #whileOpen = new Emitter<boolean>();
  readonly #heard = new Emitter<void>();
  #isHeard = false;
  #webview: { readonly panel: vscode.WebviewPanel; readonly owned: Store } | undefined;

  /** `true` when the panel opened, `false` when it was closed. */
  readonly onOpen = this.#whileOpen.on;
  /** A page is there: it has said its first word since it was opened, or shown again. */
  readonly onPage = this.#heard.on;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#hub = parts.wire(message => this.#post(message));
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
      light: vscode.Uri.joinPath(this.#parts.extensionUri, 'media', 'book-light.svg'),
      dark: vscode.Uri.joinPath(this.#parts.extensionUri, 'media', 'book-dark.svg'),
    };
    owned.add(panel.webview.onDidReceiveMessage(raw => this.#receive(raw, panel.visible)));
    owned.add(panel.onDidChangeViewState(() => this.#seen(panel.visible)));
    owned.add(panel.onDidDispose(() => this.#close()));
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist', 'media'].map(folder =>
        vscode.Uri.joinPath(this.#parts.extensionUri, folder),
      ),
    };
    panel.webview.html = this.#html(panel.webview);
    this.#whileOpen.fire(true);
  }

  dispose(): void {
    this.#webview?.panel.dispose();
    this.#hub.dispose();
    this.#whileOpen.dispose();
    this.#heard.dispose();
  }

  #receive(raw: unknown, isShown: boolean): void {
    this.#hub.receive(raw, isShown);
    if (!this.#isHeard) this.#heard.fire();
    this.#isHeard = true;
  }

  #close(): void {
    this.#webview?.owned.dispose();
    this.#webview = undefined;
    this.#isHeard = false;
    this.#hub.close();
    this.#whileOpen.fire(false);
  }

  /** A hidden page is thrown away by the editor; when it is shown again, it says anew what it shows. */
  #seen(isVisible: boolean): void {
    if (isVisible) return;
    this.#isHeard = false;
    this.#hub.close();
  }

  #post(message: Down): void {
    this.#webview?.panel.webview.postMessage(message).then(undefined, error => {
      this.#parts.log.warn(`the panel did not take a message: ${error}`);
    });
  }

  #html(webview: vscode.Webview): string {
    const nonce = crypto.randomUUID().replaceAll('-', '');
    const at = (...path: string[]) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#parts.extensionUri, ...path));
    const policy = [
      `default-src 'none'`,
      `script-src 'nonce-${nonce}'`,
      `style-src ${webview.cspSource}`,
      `font-src ${webview.cspSource}`,
      `require-trusted-types-for 'script'`,
      `worker-src blob:`,
      `trusted-types lit-html marginalia-worker`,
    ].join('; ');
    const styles = styleSheets
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
