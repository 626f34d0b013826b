import assert from 'node:assert/strict';
import type { Problem, Tried } from '../../../src/core/base/problem';
import { bothLoopbacks, noEndpoint } from '../../../src/panel/views/reasoning/noEndpoint';
import { firstRun } from '../../panel/fixtures';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const at = (address: string, outcome: Tried['outcome'] = 'refused'): Tried => ({
  address,
  usually: 'Ollama',
  outcome,
});

describe('what was tried', () => {
  it('takes both loopback addresses of a port as one row', () => {
    const rows = bothLoopbacks([
      at('127.0.0.1:11434'),
      at('[::1]:11434'),
      at('127.0.0.1:8080'),
      at('[::1]:8080'),
    ]);
    assert.deepEqual(
      rows.map(({ address }) => address),
      ['localhost:11434', 'localhost:8080'],
    );
  });

  it('keeps them apart where they answered differently', () => {
    assert.equal(bothLoopbacks([at('127.0.0.1:8080', 'no-model'), at('[::1]:8080')]).length, 2);
  });
});

describe('the page without a model', () => {
  const draw = (problem: Problem, language: 'en' | 'zh-CN' = 'en') =>
    textOf(noEndpoint(sceneOf({}, language), { ...firstRun, state: 'failed', problem }));

  it('says on which machine it looked', () => {
    const tried = [at('127.0.0.1:11434')];
    const here = draw({ code: 'no-endpoint', tried });
    assert.match(here, /1 usual address on this machine was tried/);
    const there: Problem = { code: 'no-endpoint', tried, remoteName: 'ssh-remote' };
    assert.match(draw(there), /No model answered on the SSH host, where this window runs<\/span>/);
    assert.match(draw(there), /1 usual address there was tried/);
    assert.match(draw(there), /<code>ssh -R 11434:127\.0\.0\.1:11434 HOST<\/code>/);
    assert.doesNotMatch(draw(there), /this machine/);
    assert.match(draw(there, 'zh-CN'), /已尝试那里的 1 个常用地址。/);
  });

  it('asks for a key where a server wants one', () => {
    const asks = (outcome: Tried['outcome']) =>
      draw({ code: 'no-endpoint', tried: [at('127.0.0.1:8000', outcome)] }).includes('Enter a key…');
    assert.equal(asks('unauthorized'), true);
    assert.equal(asks('refused'), false);
  });

  it('keeps a version number in the headline whole', () => {
    const page = draw({ code: 'no-model', server: 'Ollama 0.12.3' });
    assert.match(page, /<span>Ollama 0\.12\.3 answers but has no model<\/span>/);
  });
});
