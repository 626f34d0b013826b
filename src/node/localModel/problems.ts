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
      /** Missing where the disk filled up while something was written: nobody counted then. */
      readonly room?: { readonly neededBytes: number; readonly freeBytes: number };
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

function problemOf(error: unknown, folder: string): LocalModelProblem | undefined {
  if (error instanceof Halt) return error.problem;
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'AbortError') return { code: 'cancelled' };
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'no-space', folder };
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return { code: 'cannot-write', path: path ?? folder, detail: code };
  }
  return undefined;
}
