import assert from 'node:assert/strict';
import { Emitter, reportListenerErrors } from '../../../src/core/base/emitter';

describe('emitter', () => {
  it('tells everyone, even where one throws, and reports what was thrown', () => {
    const reported: unknown[] = [];
    reportListenerErrors(error => reported.push(error));
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const bug = new Error('a bug');
    emitter.on(() => {
      throw bug;
    });
    emitter.on(value => heard.push(value));
    emitter.fire(1);
    assert.deepEqual([heard, reported], [[1], [bug]]);
  });

  it('tells those who were there when it began', () => {
    const emitter = new Emitter<void>();
    const heard: string[] = [];
    const first = emitter.on(() => {
      heard.push('first');
      first.dispose();
      emitter.on(() => heard.push('late'));
    });
    emitter.on(() => heard.push('second'));
    emitter.fire();
    assert.deepEqual(heard, ['first', 'second']);
  });
});
