// What the panel holds: each topic that it was told, as of its last revision. Pure, so that a law can be tried on it.
import type { Down } from './envelope';
import { type Args, type Kind, type Patch, readTopic, reducers, topicName, type Value } from './topics';

interface HeldTopic {
  readonly revision: number;
  readonly value: unknown;
}

export type Held = ReadonlyMap<string, HeldTopic>;

export const nothingHeld: Held = new Map();

type Told = Exclude<Down, { type: 'settled' }>;

/** What is held after one more message. `again`: a patch is missing, the topic has to be told whole. */
export function take(held: Held, told: Told): { readonly held: Held; readonly again?: string } {
  const { topic } = told;
  if (told.type === 'whole') {
    return { held: new Map(held).set(topic, { revision: told.revision, value: told.value }) };
  }
  const before = held.get(topic);
  // Not told whole yet, or not watched any more: the whole that is to come has this in it.
  if (!before || told.to <= before.revision) return { held };
  if (told.to > before.revision + 1) return { held: without(held, topic), again: topic };
  const kind = readTopic(topic)?.kind;
  if (!kind) return { held };
  const value = reduced(kind, before.value, told.patch);
  return { held: new Map(held).set(topic, { revision: told.to, value }) };
}

/** Only what is still shown. */
export function keepOnly(held: Held, topics: ReadonlySet<string>): Held {
  const isAll = [...held.keys()].every(topic => topics.has(topic));
  return isAll ? held : new Map([...held].filter(([topic]) => topics.has(topic)));
}

/** The value of a topic; `undefined` until it was told. */
export function heldValue<K extends Kind>(held: Held, kind: K, ...args: Args<K>): Value<K> | undefined {
  // Told under this name by the host, which is typed by the same table.
  return held.get(topicName(kind, ...args))?.value as Value<K> | undefined;
}

function reduced<K extends Kind>(kind: K, value: unknown, patch: unknown): unknown {
  return reducers[kind](value as Value<K>, patch as Patch<K>);
}

function without(held: Held, topic: string): Held {
  const rest = new Map(held);
  rest.delete(topic);
  return rest;
}
