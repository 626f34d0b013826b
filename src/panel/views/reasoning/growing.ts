// What grows now on the page of a run: the run, or the last question about it.
import { isFinished, type Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';

export function growingOf({ shown: { run, thread } }: Pick<Scene, 'shown'>): Run | undefined {
  return [run, ...thread].find(one => one !== undefined && !isFinished(one));
}
