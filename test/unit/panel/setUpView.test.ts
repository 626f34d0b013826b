// What is said while a small model is being set up: our words, and megabytes only where there are some.
import assert from 'node:assert/strict';
import { progressOf } from '../../../src/panel/views/reasoning/setUpView';

const steps = ['python', 'fetch', 'server', 'join'];
const begun = (what: string) => ({ state: 'running', what, doneBytes: 0, totalBytes: 1 }) as const;

describe('a set-up under way', () => {
  it('names each step in the language of the page, without a measure where there is none', () => {
    assert.deepEqual(
      steps.map(what => progressOf(begun(what), 'en')),
      ['Preparing Python', 'Downloading', 'Installing the server', 'Checking and joining'].map(step => ({
        step,
      })),
    );
    assert.deepEqual(
      steps.map(what => progressOf(begun(what), 'zh-CN')),
      ['正在准备 Python', '正在下载', '正在安装服务', '正在校验并拼接'].map(step => ({ step })),
    );
  });

  it('says how much of how much has arrived', () => {
    const setUp = { state: 'running', what: 'fetch', doneBytes: 3e8, totalBytes: 1.2e9 } as const;
    assert.deepEqual(progressOf(setUp, 'en'), {
      step: 'Downloading',
      fetched: '300 of 1,200 MB',
      share: 0.25,
    });
  });

  it('says that it goes on before the first step is named', () => {
    assert.deepEqual(progressOf({ state: 'running' }, 'en'), { step: 'Setting up a small model' });
  });
});
