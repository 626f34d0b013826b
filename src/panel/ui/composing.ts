// While an input method composes, every key belongs to it: Enter takes its word, Escape drops it.

/** What browsers give as `keyCode` of a key that an input method has taken. */
const taken = 229;

/** Safari ends the composition before it tells the key that ended it, so `isComposing` alone is not enough. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === taken;
}
