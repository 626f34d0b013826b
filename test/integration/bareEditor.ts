// An editor that does nothing but note what is asked of it: the built extension is activated in it, so that whatever
// activation reads or requests is seen, by whichever way it goes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { MarginaliaApi } from '../../src/host/api';
import { extension } from './workbench';

type Handler = (...args: unknown[]) => unknown;

export interface BareEditor {
  readonly api: MarginaliaApi;
  readonly commands: ReadonlyMap<string, Handler>;
  deactivate(): Promise<void>;
  /** Reads, writes and requests so far, such as "workspace.fs" or "node:fs/promises.open". */
  seen(): readonly string[];
}

const reading =
  /^(workspace\.(fs|openTextDocument|findFiles|save)|node:fs|node:https?\.(request|get)$|node:net\.connect)/;

export function activateInBareEditor(): BareEditor {
  const seen: string[] = [];
  const commands = new Map<string, Handler>();
  const note = (name: string) => {
    if (reading.test(name)) seen.push(name);
  };
  const registerCommand = (id: string, handler: Handler) => {
    commands.set(id, handler);
    return anything('command', note);
  };
  const editor = {
    ...vscode,
    window: anything('window', note),
    workspace: anything('workspace', note),
    languages: anything('languages', note),
    commands: { registerCommand, executeCommand: async () => undefined },
  };
  const requireNoting = (name: string): unknown => {
    if (name === 'vscode') return editor;
    const real: object = require(name);
    const noting = (_: object, key: string | symbol) => {
      note(`${name}.${String(key)}`);
      return Reflect.get(real, key);
    };
    return name.startsWith('node:') ? new Proxy(real, { get: noting }) : real;
  };
  const module = {
    exports: {} as { activate(context: unknown): MarginaliaApi; deactivate(): Promise<void> },
  };
  const source = readFileSync(join(extension().extensionPath, 'dist', 'extension.cjs'), 'utf8');
  new Function('require', 'module', 'exports', source)(requireNoting, module, module.exports);
  const { activate, deactivate } = module.exports;
  return { api: activate(context()), commands, deactivate, seen: () => [...seen] };
}

/** A thing of which everything can be asked; each answer is another such thing. */
function anything(name: string, note: (name: string) => void): unknown {
  return new Proxy(() => undefined, {
    get: (_, key) => {
      // Not a promise, and a plain word where text is wanted.
      if (key === 'then' || typeof key === 'symbol') return undefined;
      note(`${name}.${key}`);
      return anything(`${name}.${key}`, note);
    },
    apply: () => anything(`${name}()`, note),
  });
}

function context(): unknown {
  const memento = { get: () => undefined, update: async () => undefined, keys: () => [] };
  const uri = vscode.Uri.file(join(extension().extensionPath, 'out', 'bare-editor'));
  return {
    subscriptions: [],
    extensionUri: extension().extensionUri,
    globalStorageUri: uri,
    workspaceState: memento,
    globalState: memento,
    secrets: { get: async () => undefined },
  };
}
