// What the page of a run says when there was no run, or none to its end.
import assert from 'node:assert/strict';
import { advance, type Run } from '../../../src/core/reasoning/run';
import { reasoningView } from '../../../src/panel/views/reasoning/reasoningView';
import { isUnanchored } from '../../../src/panel/views/reasoning/runState';
import { firstRun, runEvents, stageAt } from '../../panel/fixtures';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const draw = (run: Run, language: 'en' | 'zh-CN' = 'en') => textOf(reasoningView(sceneOf({ run }, language)));

describe('the page of a run', () => {
  it('shows a refusal as its sentence alone', () => {
    const excerpt = { uri: '', name: '', languageId: '', firstLine: 1, text: '' };
    const refused: Run = {
      ...firstRun,
      excerpt,
      state: 'failed',
      problem: { code: 'binary-file', name: 'a.png' },
    };
    const page = draw(refused);
    assert.match(page, /role="alert" data-error=binary-file/);
    assert.match(page, /<span>a\.png is not text, so it cannot be explained<\/span>/);
    assert.match(page, /<p>Open a source file\.<\/p>/);
    assert.match(page, /<ol data-run=run-1 data-state=failed><\/ol>/);
    assert.doesNotMatch(page, /Looking for a model|Line 1 of|step by step/);
  });

  it('tells a stop of the reader from the end of a window', () => {
    const begun = runEvents.slice(0, 30).reduce(advance, firstRun);
    const steps = begun.steps.slice(0, 2);
    const closed: Run = { ...begun, steps, isWriting: false, state: 'stopped', endedAt: stageAt };
    assert.match(draw(closed), /Ended with its window after step 2\./);
    assert.match(draw(closed, 'zh-CN'), /窗口关闭时停在第 2 步。/);
    assert.match(draw({ ...closed, reason: 'stopped' }), /Stopped by you after step 2\./);
  });

  it('counts the prompt once: as planned, then as the server counted it', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.match(draw(done), /747 tokens/);
    assert.match(draw(done), /747 of 8,192 tokens/);
    const counted = draw({ ...done, usage: { promptTokens: 801 } });
    assert.match(counted, /801 tokens/);
    assert.match(counted, /801 of 8,192 tokens/);
    assert.doesNotMatch(counted, /747/);
  });

  it('has the lock for this machine only, and says where else the code went', () => {
    const done = runEvents.reduce(advance, firstRun);
    const { destination } = done;
    assert.ok(destination);
    const at = (change: Partial<typeof destination>, warnings: Run['warnings'] = []) =>
      draw({ ...done, warnings, destination: { ...destination, ...change } });
    const lock = /data-whereabouts="here" data-local/;
    assert.match(at({}), lock);
    assert.match(at({ whereabouts: 'here' }), lock);
    const others = [
      [
        at({ isLocal: false, whereabouts: 'unknown' }),
        /data-whereabouts="unknown".*not known where it runs/s,
      ],
      [at({ model: 'gpt-oss:120b-cloud' }), /data-whereabouts="elsewhere".*another machine/s],
      [at({}, [{ kind: 'not-local', host: 'ollama.com' }]), /data-whereabouts="elsewhere"/],
      [
        at({ isLocal: false, whereabouts: 'elsewhere', remoteHost: 'https://ollama.com' }),
        /data-whereabouts="elsewhere".*ollama\.com/s,
      ],
      [
        at({ isLocal: false, url: 'http://192.168.1.5:8080' }),
        /data-whereabouts="elsewhere".*192\.168\.1\.5:8080/s,
      ],
    ] as const;
    for (const [page, said] of others) {
      assert.match(page, said);
      assert.doesNotMatch(page, /data-local|this machine,/);
    }
  });

  it('shows a set-up that was begun elsewhere, once', () => {
    const done = runEvents.reduce(advance, firstRun);
    const nobody: Run = { ...done, state: 'failed', problem: { code: 'no-endpoint', tried: [] } };
    const setUp = { state: 'failed', problem: 'No room.' } as const;
    for (const run of [done, nobody]) {
      const page = textOf(reasoningView(sceneOf({ run, setUp })));
      assert.equal(page.match(/No room\./g)?.length, 1, run.state);
    }
    assert.doesNotMatch(draw(done), /data-action=setUpModel/);
  });

  it('shows the grammar that the answer was held to, beside the exact prompt', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.match(draw({ ...done, grammar: 'root ::= "L1"' }), /Form of the answer[\s\S]*root ::= "L1"/);
    assert.doesNotMatch(draw(done), /Form of the answer/);
  });

  it('asks for lines in an explanation, and not in the answer to a question', () => {
    const done = runEvents.reduce(advance, firstRun);
    const loose = { number: 1, text: 'Because.' };
    assert.equal(isUnanchored(done, loose), true);
    assert.equal(isUnanchored(done, { ...loose, lines: { first: 1, last: 1 } }), false);
    assert.equal(isUnanchored({ ...done, question: 'Why?', follows: 'run-0' }, loose), false);
  });

  it('says that code which was sent again may be old', () => {
    const done = runEvents.reduce(advance, firstRun);
    const old: Run = { ...done, excerpt: { ...done.excerpt, isOld: true } };
    assert.match(draw(old), /data-notice="old-code"[\s\S]*The file could not be read\./);
    assert.match(draw(old, 'zh-CN'), /文件无法读取。/);
    assert.doesNotMatch(draw(done), /old-code/);
  });

  it('lists what ran before where nothing runs', () => {
    const nobody: Run = { ...firstRun, state: 'failed', problem: { code: 'no-endpoint', tried: [] } };
    assert.match(draw(nobody), /data-show-run=run-0/);
    assert.doesNotMatch(textOf(reasoningView(sceneOf({ run: nobody, runs: [] }))), /data-earlier/);
  });
});
