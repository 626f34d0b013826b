// The one way between the panel and the host: typed wishes out, facts in, parsed before they are used.
import type { Problem } from '../core/base/problem';
import { type FactRead, readFact } from '../core/factReading';
import type { Fact, Wish } from '../core/protocol';

/** What VS Code gives to a webview, as far as we use it. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): unknown;
}

export interface Link {
  wish(wish: Wish): void;
  /** Asks for a snapshot; facts in between are dropped, for they would change what is about to be replaced. */
  askAgain(): void;
}

/** Listens from now on, and hands on each fact once, in order. */
export function openLink(api: EditorApi, receive: (fact: Fact) => void): Link {
  let lastSequence: number | undefined;
  const link: Link = {
    wish: wish => api.postMessage(wish),
    askAgain: () => {
      lastSequence = undefined;
      api.postMessage({ type: 'ready' } satisfies Wish);
    },
  };
  window.addEventListener('message', event => {
    if (!isFromEditor(event, window.origin)) return;
    const read = readFact(event.data);
    if (!read) {
      // The editor posts messages of its own too; only what looks like a fact of ours is worth a word in the log.
      if (isAddressedToUs(event.data)) {
        link.wish({ type: 'panelFailed', detail: `fact refused: ${nameOf(event.data.type)}` });
      }
      return;
    }
    const fact = told(read);
    if (read.leftOut.length > 0) {
      const places = read.leftOut.slice(0, mostPlaces).join(', ');
      link.wish({ type: 'panelFailed', detail: `left out of ${fact.type}: ${places}`.slice(0, 10_000) });
    }
    const verdict = order(lastSequence, fact);
    if (verdict === 'gap') link.askAgain();
    if (verdict !== 'next') return;
    lastSequence = fact.sequence;
    receive(fact);
  });
  return link;
}

/**
 * Any page in any frame of the editor may post to this window. VS Code's own frame around it has our origin (it
 * posts with `targetOrigin: window.origin`, pre/index.html of 1.100 and 1.139), and nobody else on the way has: a
 * page in the Simple Browser, another extension's webview. An opaque origin, "null", would be shared by strangers.
 */
export function isFromEditor(event: Pick<MessageEvent, 'origin' | 'isTrusted'>, ownOrigin: string): boolean {
  return event.isTrusted && event.origin !== 'null' && event.origin === ownOrigin;
}

/** Whether a fact is the next one. `waiting`: a snapshot was asked for and is not here yet. */
export function order(
  last: number | undefined,
  fact: Pick<Fact, 'type' | 'sequence'>,
): 'next' | 'gap' | 'old' | 'waiting' {
  if (fact.type === 'snapshot') return 'next';
  if (last === undefined) return 'waiting';
  if (fact.sequence <= last) return 'old';
  return fact.sequence === last + 1 ? 'next' : 'gap';
}

/** So many places in the log say what kind of thing was left out. */
const mostPlaces = 20;

/** With a word to the reader where something of a snapshot was left out. */
function told({ fact, leftOut }: FactRead): Fact {
  if (fact.type !== 'snapshot' || leftOut.length === 0) return fact;
  const problem: Problem = { code: 'internal', detail: leftOut.slice(0, mostPlaces).join(', ') };
  return { ...fact, snapshot: { ...fact.snapshot, problems: [...fact.snapshot.problems, problem] } };
}

function nameOf(type: unknown): string {
  return typeof type === 'string' ? type.slice(0, 40) : '?';
}

function isAddressedToUs(message: unknown): message is { readonly type: unknown } {
  return typeof message === 'object' && message !== null && 'type' in message && 'sequence' in message;
}
