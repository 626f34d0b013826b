// The usual way to serve a topic: a value that is read anew, and a listener that patches it.
import type { Disposable } from '../../core/base/store';
import type { OpenTopic } from '../../core/wire/hub';

/** A topic whose value is `value()`, as long as these listen. */
export function openTopic<Now>(value: () => Now, ...listening: readonly Disposable[]): OpenTopic<Now> {
  return {
    value,
    dispose: () => {
      for (const one of listening) one.dispose();
    },
  };
}
