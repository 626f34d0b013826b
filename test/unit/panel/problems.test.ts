// Many problems at once: few are shown, one is read out.
import assert from 'node:assert/strict';
import type { Problem } from '../../../src/core/base/problem';
import { problemAlert, problemNotices } from '../../../src/panel/ui/problems';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const draw = (count: number) => {
  const problems = Array.from({ length: count }, (_, index): Problem => {
    const path = `passages/${index}.md`;
    return { code: 'broken-chapter', path, finding: { code: 'not-utf8', file: path, severity: 'warning' } };
  });
  return textOf(problemNotices(sceneOf({ problems })));
};
const times = (text: string, part: string) => text.split(part).length - 1;

describe('the notices of problems', () => {
  it('are three at most, then how many more there are', () => {
    const page = draw(100);
    assert.equal(times(page, 'data-error=broken-chapter'), 3);
    assert.match(page, /and 97 more; the log has them all/);
    assert.equal(times(draw(3), 'data-error=broken-chapter'), 3);
    assert.doesNotMatch(draw(3), /more; the log/);
  });

  it('alert once', () => {
    assert.equal(times(draw(100), 'role=alert'), 1);
  });
});

describe('what ended a run', () => {
  const buttons = (problem: Problem) =>
    [...textOf(problemAlert(sceneOf({}), problem, 'r')).matchAll(/data-action=(\w+)/g)].map(
      ([, name]) => name,
    );

  it('that was not allowed has a button to the setting, where the setting decides', () => {
    const refused = { code: 'refused-model', model: 'm', server: 's' } as const;
    assert.equal(buttons({ code: 'refused-host', host: 'x', scheme: 'https' })[0], 'openSetting');
    assert.equal(buttons({ ...refused, whereabouts: 'elsewhere' })[0], 'openSetting');
    assert.deepEqual(buttons({ ...refused, whereabouts: 'unknown' }), ['tryAgain', 'selectModel']);
  });

  it('at a dead address offers the models that answer elsewhere on this machine', () => {
    const instead = { server: 's', address: 'a' };
    assert.deepEqual(buttons({ code: 'refused', address: 'x' }), ['tryAgain', 'enterAddress']);
    assert.equal(buttons({ code: 'refused', address: 'x', instead })[0], 'selectModel');
  });
});
