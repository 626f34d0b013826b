// The core's file ports over the editor's file system, so that they work on desktop, remote and in a browser.
import * as vscode from 'vscode';
import type { Documents, FileFacts, Files } from '../../core/ports';

/** Reads and writes below `root`. Whole documents: a reader sees the old or the new one, never a part. */
export function documentsBelow(root: vscode.Uri): Documents {
  const at = (path: string) => (path === '' ? root : below(root, path));
  return {
    read: path => ifThere(async () => vscode.workspace.fs.readFile(at(path))),
    async list(path) {
      const entries = (await ifThere(async () => vscode.workspace.fs.readDirectory(at(path)))) ?? [];
      return entries.filter(([, type]) => type !== vscode.FileType.Directory).map(([name]) => name);
    },
    async stand(path) {
      const found = await ifThere(async () => vscode.workspace.fs.stat(at(path)));
      if (found && (found.type & vscode.FileType.File) === 0) throw new Error(`${path} is no regular file`);
      return found && { bytes: found.size, stamp: `${found.mtime}` };
    },
    async write(path, bytes) {
      const target = at(path);
      const written = target.with({ path: `${target.path}.new` });
      await vscode.workspace.fs.writeFile(written, bytes);
      await vscode.workspace.fs.rename(written, target, { overwrite: true });
    },
    remove: path => ifThere(async () => vscode.workspace.fs.delete(at(path))),
  };
}

/** Reads below `root`, where files come from others: what stands there can be asked before it is read. */
export function filesBelow(root: vscode.Uri): Files {
  const { read, list } = documentsBelow(root);
  return {
    read,
    list,
    async stat(path) {
      const found = await ifThere(async () => vscode.workspace.fs.stat(below(root, path)));
      return found && { kind: kindOf(found.type), bytes: found.size, changedAt: found.mtime };
    },
  };
}

/** Throws for a path that would lead out. Names come from a folder, so they may be odd; they may not climb. */
function below(root: vscode.Uri, path: string): vscode.Uri {
  const uri = vscode.Uri.joinPath(root, path);
  const folder = root.path.endsWith('/') ? root.path : `${root.path}/`;
  const climbs = path.includes('\\') || path.includes('\0') || !uri.path.startsWith(folder);
  if (climbs) throw new RangeError(`not a path below: ${path}`);
  return uri;
}

function kindOf(type: vscode.FileType): FileFacts['kind'] {
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'link';
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'folder' : 'other';
}

/** Only what its file system says is not there: what cannot be reached may be there again tomorrow. */
export async function isGone(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return false;
  } catch (error) {
    return isNotFound(error);
  }
}

/** `undefined` where the editor says that there is no such file. */
async function ifThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
