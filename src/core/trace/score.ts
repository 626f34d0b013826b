// How often what a model stated was so when the code ran: what was told for sure of each run, kept beside it, and the sum.
import * as v from 'valibot';
import type { ClaimKind, Verdict } from './claims';

export const claimKinds = [
  'assignment',
  'branch',
  'loop',
  'call',
  'string',
] as const satisfies readonly ClaimKind[];

/** Of one run: what its steps state, as it was compared with what was seen. */
export const RunChecks = v.object({
  v: v.literal(1),
  /** When that ran. */
  at: v.pipe(v.number(), v.finite()),
  model: v.pipe(v.string(), v.maxLength(400)),
  claims: v.pipe(v.array(v.object({ kind: v.picklist(claimKinds), isSo: v.boolean() })), v.maxLength(2_000)),
});
export type RunChecks = v.InferOutput<typeof RunChecks>;

export function checksFrom(
  at: number,
  model: string,
  verdicts: readonly Pick<Verdict, 'kind' | 'isSo'>[],
): RunChecks {
  return { v: 1, at, model, claims: verdicts.slice(0, 2_000).map(({ kind, isSo }) => ({ kind, isSo })) };
}

/** `undefined` for what is none, or of a version that this one does not know. */
export function readChecks(text: string): RunChecks | undefined {
  try {
    const checks = v.safeParse(RunChecks, JSON.parse(text));
    return checks.success ? checks.output : undefined;
  } catch {
    return undefined;
  }
}

export interface Share {
  readonly right: number;
  readonly n: number;
}

export interface ModelScore extends Share {
  readonly model: string;
  /** Runs of which something could be told. */
  readonly runs: number;
  /** Kinds of which anything was told, in the order of `claimKinds`. */
  readonly kinds: readonly (Share & { readonly kind: ClaimKind })[];
}

/** Of the runs of one model; the others are passed over. */
export function scoreOf(model: string, all: readonly RunChecks[]): ModelScore {
  const mine = all.filter(one => one.model === model && one.claims.length > 0);
  const claims = mine.flatMap(one => one.claims);
  const share = (of: typeof claims): Share => ({ right: of.filter(({ isSo }) => isSo).length, n: of.length });
  return {
    model,
    runs: mine.length,
    ...share(claims),
    kinds: claimKinds
      .map(kind => ({ kind, ...share(claims.filter(one => one.kind === kind)) }))
      .filter(({ n }) => n > 0),
  };
}
