import assert from 'node:assert/strict';
import type { TraceEnd, TraceFault } from '../../../src/core/trace/event';
import type { CallFault } from '../../../src/core/trace/input/call';
import { callFaultText, traceEndText, traceFaultText } from '../../../src/core/wording/traceText';

const faults: readonly TraceFault[] = [
  { code: 'no-interpreter', language: 'python', tried: ['python3', 'python'] },
  { code: 'too-old', version: '3.6' },
  { code: 'no-types', version: 'v20' },
  { code: 'not-strippable', file: '/a', line: 3, detail: 'an enum' },
  { code: 'language', name: 'Go' },
  { code: 'syntax', file: '/a', line: 3, detail: 'odd' },
  { code: 'call', detail: 'odd' },
  { code: 'unreadable', file: '/a', detail: 'odd' },
  { code: 'cannot-start', detail: 'odd' },
];
const ends: readonly TraceEnd[] = [
  { reason: 'finished' },
  { reason: 'raised', kind: 'KeyError', text: '' },
  { reason: 'raised', kind: 'E', text: '', missing: 'numpy' },
  { reason: 'exited', status: 3 },
  { reason: 'steps' },
  { reason: 'output' },
  { reason: 'time', afterMs: 10_000 },
  { reason: 'memory', bytes: 1 },
  { reason: 'processes', count: 16 },
  { reason: 'cancelled' },
  { reason: 'lost', detail: 'SIGSEGV' },
];
const calls: readonly CallFault[] = [
  { code: 'empty' },
  { code: 'too-long', limit: 10 },
  { code: 'open-bracket', bracket: '(' },
  { code: 'stray-bracket', bracket: ')' },
  { code: 'open-quote', quote: '"' },
  { code: 'more', rest: 'g()' },
  { code: 'assignment' },
  { code: 'no-call', text: '1' },
];

describe('the sentences of a trace', () => {
  it('are one each, in both languages, and no two alike', () => {
    const said = [...faults.map(traceFaultText), ...ends.map(traceEndText), ...calls.map(callFaultText)];
    for (const { en, 'zh-CN': zh } of said) {
      assert.match(en, /^[^\n]+\.$/);
      assert.match(zh, /^[^\n]*[\u4e00-\u9fff][^\n]*。$/);
    }
    assert.equal(new Set(said.map(({ en }) => en)).size, said.length);
    assert.equal(new Set(said.map(each => each['zh-CN'])).size, said.length);
  });

  it('name line, package and what the program said', () => {
    assert.equal(traceFaultText(faults[5]!).en, 'The file has a syntax error on line 3: odd.');
    assert.equal(traceEndText(ends[2]!).en, 'It needs numpy, which is not installed.');
    assert.equal(
      traceEndText({ reason: 'lost', detail: 'a\u202eb' }).en,
      'It broke off: \u2068a[U+202E]b\u2069.',
    );
  });
});
