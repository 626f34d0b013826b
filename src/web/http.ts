// The Http port on fetch, for the browser's extension host. What a browser hides (why a connection failed,
// where a redirect leads) stays unknown here.
import { type Http, HttpFailure } from '../core/ports';

export function webHttp(): Http {
  return {
    async request({ method, url, headers, body }, signal) {
      let response: Response;
      try {
        response = await fetch(url, {
          method,
          headers: { ...headers },
          redirect: 'manual',
          credentials: 'omit',
          cache: 'no-store',
          referrerPolicy: 'no-referrer',
          signal,
          ...(body === undefined ? {} : { body }),
        });
      } catch (error) {
        throw failureOf(error, signal, 'unreachable');
      }
      return {
        // A browser shows a redirect as an answer without status or address.
        status: response.type === 'opaqueredirect' ? 302 : response.status,
        headers: Object.fromEntries(
          [...response.headers].map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body: bodyOf(response, signal),
      };
    },
  };
}

async function* bodyOf(response: Response, signal: AbortSignal): AsyncIterable<Uint8Array> {
  if (!response.body) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw failureOf(error, signal, 'cut');
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function failureOf(error: unknown, signal: AbortSignal, reason: 'unreachable' | 'cut'): HttpFailure {
  if (signal.aborted) return new HttpFailure('aborted', 'aborted');
  return new HttpFailure(reason, error instanceof Error ? error.message : String(error));
}
