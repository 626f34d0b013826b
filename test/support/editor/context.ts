// What the editor gives an extension: a state of the window and one of the machine, secrets, and where its files are.
import type * as vscode from 'vscode';
import { URI } from 'vscode-uri';
import { honest } from './honest';

/** What the editor keeps for the next session. A killed window has kept what was said to be. */
export class Kept {
  readonly #values: Map<string, string>;

  constructor(values: ReadonlyMap<string, string> = new Map()) {
    this.#values = new Map(values);
  }

  copy(): Kept {
    return new Kept(this.#values);
  }

  readonly memento = {
    keys: () => [...this.#values.keys()],
    get: (key: string, otherwise?: unknown): unknown => {
      const text = this.#values.get(key);
      return text === undefined ? otherwise : JSON.parse(text);
    },
    update: async (key: string, value: unknown) => {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, JSON.stringify(value));
    },
  };
}

export const extensionFolder = '/extension';
export const storageFolder = '/storage';

export function extensionContext(parts: {
  readonly window: Kept;
  readonly machine: Kept;
}): vscode.ExtensionContext {
  const secrets = new Map<string, string>();
  const context = honest('ExtensionContext', {
    subscriptions: [],
    extensionUri: URI.file(extensionFolder),
    globalStorageUri: URI.file(storageFolder),
    workspaceState: parts.window.memento,
    globalState: parts.machine.memento,
    secrets: honest('SecretStorage', {
      get: async (key: string) => secrets.get(key),
      store: async (key: string, value: string) => void secrets.set(key, value),
      delete: async (key: string) => void secrets.delete(key),
    }),
    extension: { packageJSON: { version: '0.0.0' } },
  });
  // It has what src/host asks for, and throws for the rest.
  return context as unknown as vscode.ExtensionContext;
}
