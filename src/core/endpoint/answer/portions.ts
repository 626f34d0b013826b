// How often words are told: at once as long as a stream is one of an honest length, in larger portions after that, so that
// no server makes a run of millions of events.
import type { EndpointEvent } from '../endpoint';

/** More pieces than an answer of 30,000 tokens has with all its thoughts. */
const livelyPieces = 30_000;
const portionLength = 256;

export interface Portions {
  tell(event: EndpointEvent): void;
  /** Tells what is left. */
  flush(): void;
}

export function inPortions(tell: (event: EndpointEvent) => void): Portions {
  let pieces = 0;
  const left = { thinking: '', text: '' };

  function flushOne(type: 'thinking' | 'text'): void {
    const text = left[type];
    left[type] = '';
    if (text !== '') tell({ type, text });
  }

  function flush(): void {
    flushOne('thinking');
    flushOne('text');
  }

  return {
    tell(event) {
      if (event.type !== 'thinking' && event.type !== 'text') {
        flush();
        tell(event);
        return;
      }
      pieces += 1;
      if (pieces <= livelyPieces) {
        tell(event);
        return;
      }
      left[event.type] += event.text;
      if (left[event.type].length >= portionLength) flushOne(event.type);
    },
    flush,
  };
}
