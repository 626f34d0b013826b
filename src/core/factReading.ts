// From a message to a fact, with what is bad in it left out: one odd word in one run, note or count must never take
// the page away from the rest.
import * as v from 'valibot';
import { Fact, type Snapshot } from './protocol';

export interface FactRead {
  readonly fact: Fact;
  /** Where something was left out: "snapshot.own.3". Mostly nothing. */
  readonly leftOut: readonly string[];
}

/** `undefined` for what is no fact at all: an unknown type, no number. Never throws. */
export function readFact(message: unknown): FactRead | undefined {
  const leftOut = new Set<string>();
  const seen = new Map<string, number>();
  let value = message;
  for (let pass = 0; pass < mostPasses; pass++) {
    const parsed = v.safeParse(Fact, value);
    if (parsed.success) return { fact: parsed.output, leftOut: [...leftOut] };
    // First each bad member by itself; where it had to be there, what holds it; and so on outwards.
    const ways = parsed.issues.map(wayOf).map(way => {
      const name = way.join('.');
      const up = seen.get(name) ?? 0;
      seen.set(name, up + 1);
      return way.slice(0, Math.max(shortestWay, way.length - up));
    });
    if (ways.some(way => way.length < shortestWay)) return undefined;
    for (const way of ways) leftOut.add(way.join('.'));
    value = withDefaults(without(value, ways));
  }
  return undefined;
}

type Way = readonly PropertyKey[];

/** Twice the longest way into a fact: what lies within is left out before what holds it. */
const mostPasses = 24;
/** A member of a fact's own, or of the snapshot: the envelope itself is not mended. */
const shortestWay = 2;

function wayOf(issue: v.BaseIssue<unknown>): Way {
  return (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

/** A copy without what stands at these ways. */
function without(value: unknown, ways: readonly Way[]): unknown {
  if (ways.length === 0 || typeof value !== 'object' || value === null) return value;
  const gone = new Set<string>();
  const inside = new Map<string, Way[]>();
  for (const [first, ...rest] of ways) {
    const name = String(first);
    if (rest.length === 0) gone.add(name);
    else inside.set(name, [...(inside.get(name) ?? []), rest]);
  }
  const kept = Object.entries(value)
    .filter(([name]) => !gone.has(name))
    .map(([name, member]) => [name, without(member, inside.get(name) ?? [])] as const);
  return Array.isArray(value) ? kept.map(([, member]) => member) : Object.fromEntries(kept);
}

/** What a snapshot cannot be without, where it was left out. */
const empty: Omit<Snapshot, 'run' | 'staleLines'> = {
  place: { view: 'chapter', language: 'en' },
  read: [],
  chapter: {
    id: '',
    title: { en: '' },
    languages: ['en'],
    concepts: [],
    passages: [],
    regions: [],
    sources: [],
    problems: [],
  },
  editorial: [],
  own: [],
  kept: [],
  review: {
    due: [],
    dueCount: 0,
    total: 0,
    newCount: 0,
    forecast: [],
    retention: { recalled: 0, rated: 0 },
    canUndo: false,
  },
  runs: [],
  problems: [],
  setUp: { state: 'idle' },
  singleKeys: true,
};

function withDefaults(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('snapshot' in value)) return value;
  const { snapshot } = value;
  return typeof snapshot === 'object' ? { ...value, snapshot: { ...empty, ...snapshot } } : value;
}
