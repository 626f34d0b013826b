// Which runs of emphasis marks belong together: CommonMark's stack of delimiters, on which every run is looked at a
// bounded number of times.
import type { Flanks, Mark } from './flanking';
import type { Tag } from './tree';

/** A run of the same mark, as it stands in the text. */
export interface Run extends Flanks {
  readonly mark: Mark;
  readonly at: number;
  readonly written: number;
  /** How many of its marks have found no partner; they are shown. */
  left: number;
  /** What it opens and closes, innermost first. */
  readonly opening: Tag[];
  readonly closing: Tag[];
  before: Run | undefined;
  after: Run | undefined;
}

/** How far emphasis, code and links reach, so that what has scrolled by need not be read again. */
export const reach = 4_000;

interface Search {
  /** Runs up to this one belong to what stands around. */
  readonly floor: Run | undefined;
  readonly end: number;
  /** For each kind of closer, the place up to which no opener was found. */
  readonly searched: Map<string, number>;
}

export class Emphasis {
  #last: Run | undefined;
  #first: Run | undefined;
  /** The last run that was paired with all before it. */
  #paired: Run | undefined;
  #searched: Map<string, number> | undefined;

  get last(): Run | undefined {
    return this.#last;
  }

  /** The first run that may still open something. */
  get first(): Run | undefined {
    return this.#first;
  }

  add(run: Run): void {
    run.before = this.#last;
    if (this.#last) this.#last.after = run;
    else this.#first = run;
    this.#last = run;
  }

  /** Pairs the runs before `end` that were not paired before. */
  pair(end = Number.POSITIVE_INFINITY): void {
    const from = this.#paired ? this.#paired.after : this.#first;
    if (!from) return;
    this.#searched ??= new Map();
    this.#pairFrom(from, { floor: undefined, end, searched: this.#searched });
    this.#paired = this.#last;
    while (this.#paired && this.#paired.at >= end) this.#paired = this.#paired.before;
  }

  /** Pairs the runs after `floor` with each other, inside a link; what is left of them opens nothing outside. */
  pairInside(floor: Run | undefined): void {
    const from = floor ? floor.after : this.#first;
    this.#pairFrom(from, { floor, end: Number.POSITIVE_INFINITY, searched: new Map() });
    if (floor) floor.after = undefined;
    else this.#first = undefined;
    this.#last = floor;
  }

  /** Forgets the runs that no mark from `at` on can reach. */
  forget(at: number): void {
    while (this.#first && at - this.#first.at > reach) this.#remove(this.#first);
  }

  #pairFrom(from: Run | undefined, search: Search): void {
    let closer = from;
    while (closer && closer.at < search.end) {
      const opener = closer.closes ? openerFor(closer, search) : undefined;
      if (opener) {
        join(opener, closer);
        opener.after = closer;
        closer.before = opener;
        if (opener.left === 0) this.#remove(opener);
        if (closer.left > 0) continue;
      }
      const next: Run | undefined = closer.after;
      if (closer.left === 0 || (closer.closes && !closer.opens)) this.#remove(closer);
      closer = next;
    }
  }

  #remove(run: Run): void {
    if (run.before) run.before.after = run.after;
    else this.#first = run.after;
    if (run.after) run.after.before = run.before;
    else this.#last = run.before;
    if (this.#paired === run) this.#paired = run.before;
  }
}

/** The nearest run that the closer may end, and where none is, a note not to look there again. */
function openerFor(closer: Run, { floor, searched }: Search): Run | undefined {
  const length = closer.isInside ? closer.left : closer.written % 3;
  const kind = `${closer.mark}${closer.opens}${closer.isInside}${length}`;
  const stop = searched.get(kind) ?? -1;
  for (let run = closer.before; run && run !== floor && run.at > stop; run = run.before) {
    if (closer.at - run.at > reach) break;
    if (run.mark === closer.mark && run.opens && isMatch(run, closer)) return run;
  }
  searched.set(kind, closer.before?.at ?? -1);
  return undefined;
}

/** `**a*`: of two runs that could be both ends, the sum must not be a multiple of three, unless both are. */
function isMatch(opener: Run, closer: Run): boolean {
  if (closer.isInside) return opener.left === closer.left;
  if (!closer.opens && !opener.closes) return true;
  return closer.written % 3 === 0 || (opener.written + closer.written) % 3 !== 0;
}

function join(opener: Run, closer: Run): void {
  const used = opener.left >= 2 && closer.left >= 2 ? 2 : 1;
  const tag = opener.mark === '~' ? 'del' : used === 2 ? 'strong' : 'em';
  opener.left -= used;
  closer.left -= used;
  opener.opening.push(tag);
  closer.closing.push(tag);
}
