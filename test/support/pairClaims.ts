// What the host has said is kept, read off the wire, against what the journals hold: the two must agree after a kill.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { AnnotationStore } from '../../src/core/annotation/journal';
import { Wish, type WishOf } from '../../src/core/wire/wish';
import type { Crossed, Pair } from './pair';
import { textOf } from './pairEffects';

/** Of the reader's notes their text, `undefined` for one that is not there. */
type Notes = ReadonlyMap<string, string | undefined>;

export interface Claims {
  readonly notes: Notes;
  readonly kept: ReadonlyMap<string, boolean>;
  /** By run and number. */
  readonly steps: ReadonlySet<string>;
  /** Fewest and most ratings that may stand. */
  readonly ratings: { readonly least: number; readonly most: number };
  readonly counts: { readonly granted: number; readonly refused: number };
  /** Throws where the store does not bear them out; else they are as the store says. */
  check(store: AnnotationStore): Claims;
}

const textWish = new Set(['annotatePassage', 'editNote', 'removeAnnotation']);

/** `before`: what was so when the window opened. */
export function claimsOf(crossed: readonly Crossed[], before: Claims | undefined): Claims {
  const notes = new Map(before?.notes);
  const kept = new Map(before?.kept);
  const steps = new Set(before?.steps);
  let { least, most } = before?.ratings ?? { least: 0, most: 0 };
  const counts = { ...(before?.counts ?? { granted: 0, refused: 0 }) };
  const asked = new Map<string, Wish>();
  /** Of a note of which something was asked when the window went away, whatever may have come of it. */
  const maybe = new Map<string, (string | undefined)[]>();

  for (const one of crossed) {
    if (typeof one === 'string') continue;
    if ('up' in one) {
      const { up } = one;
      const wish = up.type === 'wish' && v.safeParse(Wish, up.wish);
      if (up.type === 'wish' && wish && wish.success) asked.set(`${up.page} ${up.id}`, wish.output);
      continue;
    }
    const { down } = one;
    if (down.type !== 'settled') continue;
    const name = `${down.page} ${down.wish}`;
    const wish = asked.get(name);
    asked.delete(name);
    if (!wish) continue;
    counts[down.problem ? 'refused' : 'granted'] += 1;
    if (down.problem) continue;
    if (wish.type === 'annotatePassage' && notes.get(wish.annotation) === undefined)
      notes.set(wish.annotation, wish.note ?? '');
    if (wish.type === 'editNote') notes.set(wish.annotation, wish.note);
    if (wish.type === 'removeAnnotation') notes.set(wish.annotation, undefined);
    if (wish.type === 'keepNote') kept.set(wish.annotation, wish.keep);
    if (wish.type === 'saveStep') steps.add(`${wish.run} ${wish.step}`);
    if (wish.type === 'rateCard') [least, most] = [least + 1, most + 1];
    // There may have been nothing to take back.
    if (wish.type === 'undoRating') least = Math.max(0, least - 1);
  }
  for (const wish of asked.values()) {
    if (isAboutText(wish)) {
      const states = maybe.get(wish.annotation) ?? [];
      states.push(wish.type === 'removeAnnotation' ? undefined : (wish.note ?? ''));
      maybe.set(wish.annotation, states);
    }
    if (wish.type === 'keepNote') kept.delete(wish.annotation);
    if (wish.type === 'rateCard') most += 1;
    if (wish.type === 'undoRating') least = Math.max(0, least - 1);
  }

  return {
    notes,
    kept,
    steps,
    ratings: { least, most },
    counts,
    check(store) {
      for (const id of new Set([...notes.keys(), ...maybe.keys()])) {
        const may = [notes.get(id), ...(maybe.get(id) ?? [])];
        const note = store.get(id);
        const is = note && textOf(note);
        assert.ok(may.includes(is), `${id}: ${JSON.stringify(is)} is none of ${JSON.stringify(may)}`);
        notes.set(id, is);
      }
      for (const note of store.annotations()) {
        const isKnown = notes.has(note.id) || note['marginalia:step'] !== undefined;
        assert.ok(isKnown, `${note.id} was refused, or never asked for`);
      }
      for (const [id, is] of kept) assert.equal(store.isKept(id), is, `kept: ${id}`);
      const saved = new Set(
        [...store.annotations()].flatMap(({ 'marginalia:step': step }) =>
          step ? [`${step.run} ${step.number}`] : [],
        ),
      );
      for (const step of steps) assert.ok(saved.has(step), `saved: ${step}`);
      const given = store.ratings.length;
      assert.ok(given >= least && given <= most, `${given} ratings, and not ${least} to ${most}`);
      return { ...this, ratings: { least: given, most: given } };
    },
  };
}

function isAboutText(wish: Wish): wish is WishOf<'annotatePassage' | 'editNote' | 'removeAnnotation'> {
  return textWish.has(wish.type);
}

/** The journals as the next window reads them. */
export async function storeOf(pair: Pair): Promise<AnnotationStore> {
  let store: AnnotationStore | undefined;
  void pair.api.annotations().then(opened => {
    store = opened;
  });
  await pair.until(() => store !== undefined, 'the journals are read');
  if (!store) throw new Error('the journals were not read');
  return store;
}
