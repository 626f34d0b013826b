// The least that may be told by itself: a line of code with the comments before it and the brackets that close after it.
import { columnOf } from '../indentedBlock';
import type { LineFacts, Seam } from './seam';

export interface Atom {
  /** Places of lines, from 0, both ends included. */
  readonly first: number;
  readonly last: number;
  /** Its line of code. */
  readonly code: number;
  /** To the atom before. */
  readonly seam: Seam;
  /** A blank line stands before it. */
  readonly isApart: boolean;
  /** How many lines it has that are neither blank nor comment. */
  readonly count: number;
}

interface Draft extends Omit<Atom, 'last' | 'count'> {
  last: number;
  count: number;
}

/** Covers all from the first line that is not blank to the last; blank lines belong to what stands above them. */
export function atomsOf(lines: readonly string[], facts: readonly LineFacts[]): readonly Atom[] {
  const hasCode = facts.some(({ kind }) => kind === 'code');
  const atoms: Draft[] = [];
  /** Where what belongs to the next line of code began. */
  let front: number | undefined;
  let waiting = 0;
  let isApart = false;
  for (const [at, fact] of facts.entries()) {
    const kind = hasCode || fact.kind === 'blank' ? fact.kind : 'code';
    const current = atoms.at(-1);
    if (kind === 'blank') {
      if (front === undefined) isApart = true;
      continue;
    }
    if (kind === 'code') {
      const from = startOf(lines, current ? front : undefined, at);
      const first = current ? from : (front ?? at);
      if (current) {
        current.last = first - 1;
        if (from !== front && front !== undefined) current.count += waiting;
      }
      const kept = from === front || !current ? waiting : 0;
      atoms.push({ first, last: at, code: at, seam: fact.seam, isApart, count: 1 + kept });
      front = undefined;
      waiting = 0;
      isApart = false;
      continue;
    }
    const isBack =
      kind === 'closing' || kind === 'noteBack' || (kind === 'opening' && opensBlock(lines, current, at));
    if (current && isBack) {
      current.count += waiting + (kind === 'noteBack' ? 0 : 1);
      current.last = at;
      front = undefined;
      waiting = 0;
      isApart = false;
    } else {
      front ??= at;
      if (kind !== 'note' && kind !== 'noteBack') waiting += 1;
    }
  }
  const last = atoms.at(-1);
  if (last) {
    last.last = facts.length - 1;
    while (facts[last.last]?.kind === 'blank') last.last -= 1;
  }
  return atoms;
}

/** Comments that stand deeper than the code after them end the block before it. */
function startOf(lines: readonly string[], front: number | undefined, code: number): number {
  if (front === undefined) return code;
  return columnOf(lines[front] ?? '') > columnOf(lines[code] ?? '') ? code : front;
}

/** A brace alone under the head of its block; else it opens what follows. */
function opensBlock(lines: readonly string[], current: Atom | undefined, at: number): boolean {
  if (!current) return false;
  const head = lines[current.code] ?? '';
  const isEnded = /[,;{}[(]\s*$/.test(head.slice(-20));
  return !isEnded && columnOf(lines[at] ?? '') <= columnOf(head) + 2;
}
