// The usual way to serve a topic: a value that is read anew, and a listener that patches it.
import type { Disposable } from '../../core/base/store';
import type { OpenTopic } from '../../core/wire/hub';
import type { Kind, Value } from '../../core/wire/topics';

/** A topic whose value is `value()`, as long as these listen. */
export function openTopic<K extends Kind>(
  value: () => Value<K>,
  ...listening: readonly Disposable[]
): OpenTopic<K> {
  return {
    value,
    dispose: () => {
      for (const one of listening) one.dispose();
    },
  };
}
