// One line of the table that `npm run bench` prints: a figure of ours beside the same figure of a peer.
export interface Row {
  /** What was measured, and on how much. */
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: Unit;
  /** What the peer is and does, in a few words. */
  readonly peerName: string;
  /** About ours ÷ peer; missing: it is shown, and nothing was promised. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number };
}

/** `×`: how much more a larger input costs. */
export type Unit = 'ms' | 'MB' | 'KB' | 'µs' | 'tokens' | 'per s' | '×' | 'streams' | 'steps' | 'tasks' | '%';

/** From the command line; a bench takes what it knows. */
export interface BenchOptions {
  /** So many of the inputs. */
  readonly take?: number;
  /** Not the first so many: those that others were made with. */
  readonly skip?: number;
  /** So many more, beside those whose answers are kept. */
  readonly more?: number;
  /** The form that a model's answers are held to. */
  readonly form?: string;
  /** The language that a model is asked to answer in. */
  readonly language?: string;
  /** The folder in which a model's answers are kept. */
  readonly answers?: string;
  /** The folder with what people have judged. */
  readonly oracle?: string;
}

/** What each `*.bench.ts` exports under the name `bench`. */
export type Bench = (options?: BenchOptions) => Promise<readonly Row[]>;

export function ratioOf({ ours, peer }: Row): number {
  return ours / peer;
}

/** `undefined` where there is no target. */
export function isMet(row: Row): boolean | undefined {
  const { target } = row;
  if (!target) return undefined;
  return 'atMost' in target ? ratioOf(row) <= target.atMost : ratioOf(row) >= target.atLeast;
}

/** What is measured against a limit that we have set ourselves. */
export function within(name: string, ours: number, unit: Unit, limit: number): Row {
  return { name, ours, peer: limit, unit, peerName: 'the most that we allow', target: { atMost: 1 } };
}

/** How the cost grows from the first of these rows to the last, for us and for the peer. */
export function growth(name: string, rows: readonly Row[]): Row {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) throw new Error(`no rows to tell the growth of: ${name}`);
  const { peerName } = last;
  return { name, ours: last.ours / first.ours, peer: last.peer / first.peer, unit: '×', peerName };
}
