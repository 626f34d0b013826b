// A rating as everything but the journals knows it.
import type { RecordOf } from './record';

export type Rated = Pick<RecordOf<'rated'>, 'id' | 'card' | 'rating' | 'at'>;

/** Without what only a journal needs. */
export function bare({ id, card, rating, at }: Rated): Rated {
  return { id, card, rating, at };
}
