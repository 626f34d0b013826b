// What lands must not hang on luck: properties are tried on the same examples in every run. To look for new ones,
// MARGINALIA_SEED=random; to go back to some that were found, MARGINALIA_SEED=<the seed of the report>.
import { configureGlobal } from 'fast-check';

const wish = process.env.MARGINALIA_SEED ?? '1';
if (wish !== 'random') {
  const seed = Number(wish);
  if (!Number.isInteger(seed))
    throw new RangeError(`MARGINALIA_SEED: neither "random" nor a whole number: ${wish}`);
  configureGlobal({ seed });
}
