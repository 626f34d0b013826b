// Command ids to what they do, one row each, with one place that catches what went wrong in any of them.
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { label } from './label';

export type CommandTable = Readonly<Record<`marginalia.${string}`, (...args: never[]) => unknown>>;

/** Registers every row. A handler that throws is a bug: it is logged, and the reader can open the log. */
export function registerCommands(table: CommandTable, log: Log): vscode.Disposable {
  const registered = Object.entries(table).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...args: never[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        await reportBug(id, error, log);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}

async function reportBug(id: string, error: unknown, log: Log): Promise<void> {
  log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  const showLog = vscode.l10n.t('Show Log');
  const detail = error instanceof Error ? error.message : String(error);
  const chosen = await vscode.window.showErrorMessage(
    vscode.l10n.t('Marginalia could not do that: {0}', label(detail)),
    showLog,
  );
  if (chosen === showLog) await vscode.commands.executeCommand('marginalia.showLog');
}
