// What can go wrong while a small model is set up or served, as values, and the sentence for each.

export type LocalModelProblem =
  // the machine
  | { readonly code: 'no-python'; readonly tried: readonly string[] }
  | { readonly code: 'old-python'; readonly command: string; readonly version: string }
  | { readonly code: 'no-venv'; readonly command: string; readonly version: string }
  | { readonly code: 'unsupported-platform'; readonly platform: string }
  | {
      readonly code: 'no-space';
      readonly folder: string;
      readonly neededBytes: number;
      readonly freeBytes: number;
    }
  | { readonly code: 'cannot-write'; readonly path: string; readonly detail: string }
  // the way here
  | { readonly code: 'no-network'; readonly package: string; readonly detail: string }
  | { readonly code: 'fetch-failed'; readonly package: string; readonly detail: string }
  | { readonly code: 'bad-hash'; readonly file: string; readonly expected: string }
  | { readonly code: 'cancelled' }
  | { readonly code: 'busy'; readonly pid: number }
  // serving
  | { readonly code: 'not-installed'; readonly missing: 'server' | 'model' }
  | { readonly code: 'server-died'; readonly detail: string };

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: LocalModelProblem };

/** Carries a problem up through nested work; `outcomeOf` turns it into a value at the door of this folder. */
export class Halt extends Error {
  constructor(readonly problem: LocalModelProblem) {
    super(problem.code);
    this.name = 'Halt';
  }
}

/** Runs the work; a `Halt` and what a disk or a signal says become problems, a bug stays an exception. */
export async function outcomeOf<T>(folder: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const problem = problemOf(error, folder);
    if (problem === undefined) throw error;
    return { ok: false, problem };
  }
}

/** One plain sentence and what to do next. */
export function explain(problem: LocalModelProblem): string {
  return `${sentence(problem)} ${nextStep(problem)}`.trimEnd();
}

/** How to get a model without us: the three servers that people already know, each with its start command. */
export const otherWays =
  'Or use a server of your own: Ollama (`ollama serve`), LM Studio (`lms server start`) or llama.cpp ' +
  '(`llama-server -m MODEL.gguf`).';

function sentence(problem: LocalModelProblem): string {
  switch (problem.code) {
    case 'no-python':
      return `No Python was found (tried ${problem.tried.join(', ')}).`;
    case 'old-python':
      return `The Python that was found is too old (${problem.command} is ${problem.version}, 3.10 is needed).`;
    case 'no-venv':
      return `Python ${problem.version} (${problem.command}) lacks its venv or ensurepip module.`;
    case 'unsupported-platform':
      return `There is no ready-made server for this machine (${problem.platform}).`;
    case 'no-space':
      return (
        `There is not enough room in ${problem.folder}: ${megabytes(problem.neededBytes)} are needed, ` +
        `${megabytes(problem.freeBytes)} are free.`
      );
    case 'cannot-write':
      return `Writing ${problem.path} failed (${problem.detail}).`;
    case 'no-network':
      return `The package index could not be reached (${problem.detail}).`;
    case 'fetch-failed':
      return `The package ${problem.package} could not be fetched (${problem.detail}).`;
    case 'bad-hash':
      return `The file ${problem.file} is not the one that was expected, so it was thrown away.`;
    case 'cancelled':
      return 'Setting up the model was cancelled.';
    case 'busy':
      return `The model is being set up by another process (${problem.pid}) already.`;
    case 'not-installed':
      return `The ${problem.missing} is not set up here.`;
    case 'server-died':
      return `The model server ended by itself (${problem.detail}).`;
  }
}

function nextStep(problem: LocalModelProblem): string {
  switch (problem.code) {
    case 'no-python':
    case 'old-python':
      return `Install Python 3.10 or later and try again. ${otherWays}`;
    case 'no-venv':
      return `Install it (on Debian and Ubuntu: \`apt install python3-venv\`) and try again. ${otherWays}`;
    case 'unsupported-platform':
      return otherWays;
    case 'no-space':
      return `Make room and try again. ${otherWays}`;
    case 'cannot-write':
      return `Check the folder's permissions and try again. ${otherWays}`;
    case 'no-network':
      return `Connect and try again: what has arrived is kept. ${otherWays}`;
    case 'fetch-failed':
    case 'bad-hash':
      return `Try again: what has arrived unharmed is kept. ${otherWays}`;
    case 'cancelled':
      return `What has arrived is kept for the next time. ${otherWays}`;
    case 'busy':
      return 'Wait until it is done.';
    case 'not-installed':
      return `Set it up first. ${otherWays}`;
    case 'server-died':
      return `Try again; if it stays so, remove the model and set it up anew. ${otherWays}`;
  }
}

function problemOf(error: unknown, folder: string): LocalModelProblem | undefined {
  if (error instanceof Halt) return error.problem;
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'AbortError') return { code: 'cancelled' };
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { code: 'no-space', folder, neededBytes: 0, freeBytes: 0 };
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return { code: 'cannot-write', path: path ?? folder, detail: code };
  }
  return undefined;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
