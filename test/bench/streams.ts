// Streams to read in a bench: recorded answers made long, cut into reads, played from memory.
import type { Endpoint, Protocol } from '../../src/core/endpoint/endpoint';
import type { Clock, Log } from '../../src/core/ports';

export const silentLog: Log = { trace() {}, info() {}, warn() {}, error() {} };

/** Nothing here waits for a time: what would sleep, sleeps until it is called off. */
export const restingClock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) => new Promise(resolve => signal?.addEventListener('abort', () => resolve())),
};

export function endpointOf(protocol: Protocol, url = 'http://127.0.0.1:1'): Endpoint {
  return { url, protocol, kind: protocol === 'ollama' ? 'ollama' : 'llama.cpp', name: 's', models: [] };
}

/** The recorded answer many times over, with one end. */
export function longStream(protocol: Protocol, bytes: Uint8Array): { bytes: Uint8Array; frames: number } {
  const text = new TextDecoder().decode(bytes);
  const separator = protocol === 'ollama' ? '\n' : '\n\n';
  const frames = text.split(separator).filter(frame => frame !== '');
  const isEnd = (frame: string) => /"done":true|finish_reason":"|"choices":\[\]|\[DONE\]/.test(frame);
  const middle = frames.filter(frame => !isEnd(frame));
  const all = [...Array.from({ length: 20 }, () => middle).flat(), ...frames.filter(isEnd)];
  return {
    bytes: new TextEncoder().encode(all.map(frame => frame + separator).join('')),
    frames: all.length,
  };
}

export function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

export async function* from(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}

/** `ReadableStream.from` is not in the types of a browser. */
export function streamOf<T>(values: readonly T[]): ReadableStream<T> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const value = values[next++];
      if (value === undefined) controller.close();
      else controller.enqueue(value);
    },
  });
}
