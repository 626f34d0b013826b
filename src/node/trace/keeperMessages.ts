// What passes between us and the keeper: JSON, one object a line. Down its standard input comes the task, and its end means
// "no more"; up its fifth stream come facts.

export interface KeeperTask {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** All of the program's standard input. */
  readonly input: string;
  readonly mark: string;
  readonly limits: { readonly timeMs: number; readonly memoryBytes: number; readonly processes: number };
}

export type KeeperFact =
  | { readonly fact: 'started'; readonly pid: number }
  | { readonly fact: 'failed'; readonly detail: string }
  | { readonly fact: 'over'; readonly reason: 'time'; readonly afterMs: number }
  | { readonly fact: 'over'; readonly reason: 'memory'; readonly bytes: number }
  | { readonly fact: 'over'; readonly reason: 'processes'; readonly count: number }
  | { readonly fact: 'exited'; readonly status: number | null; readonly signal: string | null };
