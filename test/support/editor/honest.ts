// A stand-in says what it does not do, instead of giving `undefined` to whoever asks for it.

/** The same object, which throws for a name that it does not have. */
export function honest<T extends object>(what: string, made: T): T {
  return new Proxy(made, {
    get(target, name, receiver) {
      // Promises and inspection ask for these of whatever they are given.
      if (name in target || typeof name === 'symbol' || name === 'then' || name === 'toJSON') {
        return Reflect.get(target, name, receiver);
      }
      throw new Error(`the stand-in for the editor has no ${what}.${name}`);
    },
  });
}
