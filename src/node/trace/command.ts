// What will be run, as data: it can be shown before anybody says yes, and it is what is run then.
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { TraceFault } from '../../core/trace/event';
import type { TraceLimits } from '../../core/trace/limits';

export type TracedLanguage = 'python' | 'javascript';

export interface TraceRequest {
  readonly language: TracedLanguage;
  /** Absolute. Its folder is where modules are looked for first, and the working folder unless another is given. */
  readonly file: string;
  /** Of an editor that has not saved. */
  readonly text?: string;
  /** Missing: the file is run as it is. */
  readonly call?: string;
  /** Folders in which the lines of files are told; the file's own lines always are. */
  readonly roots: readonly string[];
  readonly cwd?: string;
  readonly importPath?: readonly string[];
  /** The workspace's own; missing: the first `python3` or `python` on the path. */
  readonly interpreter?: string;
  readonly limits: TraceLimits;
}

export interface TraceCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the tracer is told, all of its standard input. */
  readonly input: string;
}

/** What differs from one machine to the next; tests bring their own. */
export interface TraceMachine {
  /** The folder of the tracers and the keeper, as `esbuild.js` builds them. */
  readonly tools: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Node, or an editor that runs as Node when it is told to. */
  readonly node: string;
}

export type CommandOrFault =
  | { readonly ok: true; readonly command: TraceCommand }
  | { readonly ok: false; readonly fault: TraceFault };

export function traceCommand(request: TraceRequest, machine: TraceMachine): CommandOrFault {
  const { language, file, text, call, roots, importPath, limits } = request;
  const { steps, printedChars, memoryBytes } = limits;
  const input = JSON.stringify({
    file,
    text,
    call,
    roots,
    importPath,
    limits: { steps, printedChars, memoryBytes },
  });
  const cwd = request.cwd ?? dirname(file);
  const env = smallEnvironment(machine.env);
  if (language === 'javascript') {
    // The editor's own program is Node only where this is said.
    const asNode = { ...env, ELECTRON_RUN_AS_NODE: '1' };
    const args = [join(machine.tools, 'tracer.cjs')];
    return { ok: true, command: { command: machine.node, args, cwd, env: asNode, input } };
  }
  const tried = machine.platform === 'win32' ? ['python.exe', 'python3.exe'] : ['python3', 'python'];
  const command = request.interpreter ?? onPath(tried, machine);
  if (command === undefined) return { ok: false, fault: { code: 'no-interpreter', language, tried } };
  // Without files of compiled code: a run leaves nothing behind in the reader's folders.
  const args = ['-B', join(machine.tools, 'tracer.py')];
  return { ok: true, command: { command, args, cwd, env: { ...env, MPLBACKEND: 'Agg' }, input } };
}

/** What programs need to be found and to speak the reader's language; no display, no agent, no token. */
const kept =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMDATA|PYTHONPATH|PYENV_ROOT|PYENV_VERSION|VIRTUAL_ENV|CONDA_PREFIX|NODE_PATH)$/i;

function smallEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const small: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && kept.test(name)) small[name] = value;
  return small;
}

/** In folders that are named from the root: no program of a workspace is found by where one stands. */
function onPath(names: readonly string[], { env, platform }: TraceMachine): string | undefined {
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = path.split(platform === 'win32' ? ';' : delimiter).filter(isAbsolute);
  // In this one stand names that open a shop.
  const honest = folders.filter(folder => !/\\WindowsApps\\?$/i.test(folder));
  return names.flatMap(name => honest.map(folder => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
