// What grows now on the page of a run: the run, the one beside it, a closer look, or the last question about it.
import { isFinished, type Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';

export function growingOf({ shown: { run, beside, looks, thread } }: Pick<Scene, 'shown'>): Run | undefined {
  return [run, beside, ...looks, ...thread].find(one => one !== undefined && !isFinished(one));
}
