// Events on their way to one reader: whoever makes them never waits, and words that the reader has not
// fetched yet are joined, so that a slow reader gets few large pieces and not a long queue; of how far the prompt was
// read only the last is kept.
import type { EndpointEvent } from './endpoint';

export interface EventQueue extends AsyncIterableIterator<EndpointEvent> {
  push(event: EndpointEvent): void;
  /** No more events. The reader gets what is there, then the end. */
  close(): void;
}

/** `onLeave` is called when the reader stops before the end. */
export function eventQueue(onLeave: () => void): EventQueue {
  let waiting: EndpointEvent[] = [];
  let next = 0;
  let isClosed = false;
  let wake: ((result: IteratorResult<EndpointEvent>) => void) | undefined;
  const over: IteratorResult<EndpointEvent> = { done: true, value: undefined };

  function take(): IteratorResult<EndpointEvent> | undefined {
    const event = waiting[next];
    if (event === undefined) return isClosed ? over : undefined;
    next += 1;
    if (next === waiting.length) {
      waiting = [];
      next = 0;
    }
    return { done: false, value: event };
  }

  return {
    push(event) {
      if (isClosed) return;
      if (wake) {
        const resolve = wake;
        wake = undefined;
        resolve({ done: false, value: event });
        return;
      }
      const last = waiting.at(-1);
      if (last?.type === 'text' && event.type === 'text') {
        waiting[waiting.length - 1] = { type: 'text', text: last.text + event.text };
      } else if (last?.type === 'thinking' && event.type === 'thinking') {
        waiting[waiting.length - 1] = { type: 'thinking', text: last.text + event.text };
      } else if (last?.type === 'reading' && event.type === 'reading') waiting[waiting.length - 1] = event;
      else waiting.push(event);
    },
    close() {
      isClosed = true;
      wake?.(over);
      wake = undefined;
    },
    next() {
      const result = take();
      if (result) return Promise.resolve(result);
      return new Promise(resolve => {
        wake = resolve;
      });
    },
    return() {
      isClosed = true;
      waiting = [];
      next = 0;
      onLeave();
      return Promise.resolve(over);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
