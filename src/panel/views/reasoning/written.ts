// By whom the steps of a run were written, and from what: of one list alone a run is the source.
import { isolated } from '../../../core/base/foreign';
import type { Run } from '../../../core/reasoning/run';
import type { Words } from '../../words';

export function writtenWords(words: Words, model: string, { variation }: Pick<Run, 'variation'>): string {
  const expected = variation?.expects?.call;
  if (expected !== undefined) return words.writtenBefore(model, isolated(expected));
  const call = variation?.saw?.call;
  return call === undefined ? words.writtenBy(model) : words.writtenFromRun(model, isolated(call));
}
