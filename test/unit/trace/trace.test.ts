// The format by itself: what is read from a trace that is whole, cut anywhere, damaged, or written by somebody else.
import assert from 'node:assert/strict';
import type { TraceEvent } from '../../../src/core/trace/event';
import { TraceReader } from '../../../src/core/trace/reader';
import { Trace } from '../../../src/core/trace/trace';

const whole = [
  { e: 'begin', v: 1, language: 'python', runtime: '3.11.7', file: '/a.py', call: 'f(2)' },
  { e: 'file', id: 0, path: '/a.py', lines: [1, 2, 3, 4, 9], loops: [[2, 3]] },
  { e: 'call', f: 1, by: 0, file: 0, l: 1, name: 'f', set: { n: { k: 'int', s: '2' } } },
  { e: 'line', f: 1, l: 2 },
  { e: 'values', f: 1, set: { i: { k: 'int', s: '0' } } },
  { e: 'branch', f: 1, l: 2, what: 'loop', taken: true },
  { e: 'line', f: 1, l: 3 },
  { e: 'values', f: 1, set: { n: { k: 'list', s: '[1, … 9 more]', c: 1, n: 10 } }, gone: ['i'] },
  { e: 'of a later version', f: 1 },
  { e: 'line', f: 1, l: 2, more: 'unknown' },
  { e: 'branch', f: 1, l: 2, what: 'loop', taken: false },
  { e: 'line', f: 1, l: 4 },
  { e: 'print', to: 'out', text: 'é\n' },
  { e: 'return', f: 1, value: { k: 'int', s: '7' } },
  { e: 'end', reason: 'finished', value: { k: 'int', s: '7' } },
].map(event => JSON.stringify(event));

function read(pieces: readonly string[], bounds?: ConstructorParameters<typeof TraceReader>[1]) {
  const trace = new Trace();
  const events: TraceEvent[] = [];
  const kept: string[] = [];
  const reader = new TraceReader((event, line) => {
    events.push(event);
    kept.push(line);
    trace.add(event);
  }, bounds);
  for (const piece of pieces) reader.read(piece);
  return { trace, events, kept, reader };
}

const text = `${whole.join('\n')}\n`;

describe('a trace that is read', () => {
  it('is the same however it is cut', () => {
    const { events, reader } = read([text]);
    assert.equal(events.length, whole.length - 1);
    assert.equal(reader.passedOver, 1);
    for (const size of [1, 7, 100]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
        text.slice(n * size, (n + 1) * size),
      );
      assert.deepEqual(read(pieces).events, events);
    }
  });

  it('gives values, visits, rounds and what was not reached', () => {
    const { trace } = read([text]);
    const at = (step: number) =>
      trace
        .valuesAfter(step)
        .map(({ name, value, hasChanged }) => `${name}=${value.text}${hasChanged ? '!' : ''}`);
    assert.deepEqual([0, 1, 2, 3].map(at), [
      ['n=2', 'i=0!'],
      ['n=[1, … 9 more]!'],
      ['n=[1, … 9 more]'],
      ['n=[1, … 9 more]'],
    ]);
    assert.deepEqual(trace.valuesAfter(1)[0]?.value, {
      kind: 'list',
      text: '[1, … 9 more]',
      isCut: true,
      length: 10,
    });
    assert.deepEqual(trace.visits(0, 2), [0, 2]);
    assert.equal(trace.visit(0, 2, 1), 2);
    assert.equal(trace.visit(0, 2, 2), undefined);
    assert.deepEqual(trace.visitOf(2), { k: 1, of: 2 });
    assert.deepEqual(trace.loopRuns(0, 2), [{ call: 1, rounds: [{ first: 0, last: 1 }], isExhausted: true }]);
    assert.deepEqual(trace.loopsAround(0, 3), [{ first: 2, last: 3 }]);
    assert.deepEqual(trace.notReached(0), { lines: [1, 9], isWhole: true });
    assert.equal(trace.resultAt(3)?.text, '7');
    assert.deepEqual(trace.printed, [{ step: 3, to: 'out', text: 'é\n', isAside: false }]);
  });

  it('keeps what it does not know in what is kept', () => {
    assert.ok(read([text]).kept.some(line => line.includes('"more":"unknown"')));
  });

  it('ends where an end is told', () => {
    const { trace, events } = read([text, text]);
    assert.equal(events.at(-1)?.type, 'end');
    assert.equal(trace.steps, 4);
  });

  it('is not harmed by what is no trace', () => {
    const odd = [
      'no json',
      '[]',
      'null',
      '{"e":"line"}',
      '{"e":"line","f":-1,"l":2}',
      '{"e":"line","f":1e99,"l":2}',
      '{"e":"call","f":"x"}',
      '{"e":"line","f":77,"l":2}',
      '{"e":"values","f":1,"set":{"__proto__":{"k":"int","s":"1"},"constructor":7},"gone":"x"}',
      '{"e":"file","id":0,"path":"/other","lines":[9],"loops":[[1]]}',
      '{"e":"end","reason":"unheard of"}',
      `${'['.repeat(100_000)}`,
    ];
    const begun = whole.slice(0, 4);
    const { trace, reader } = read([`${[...begun, ...odd, ...whole.slice(4)].join('\n')}\n`]);
    assert.equal(trace.steps, 4);
    assert.deepEqual(
      trace.files.map(({ path }) => path),
      ['/a.py'],
    );
    assert.deepEqual(
      trace.valuesAfter(3).map(({ name }) => name),
      ['n', '__proto__'],
    );
    assert.equal(reader.passedOver, 10);
  });

  it('is bounded', () => {
    const line = '{"e":"print","to":"out","text":"xxxxxxxxxxxxxxxxxxxx"}\n';
    const many = read(Array(100).fill(line), { chars: 1_000, lineChars: 100 });
    assert.ok(many.reader.isFull && many.events.length < 30);
    const long = read([`{"e":"print","text":"${'x'.repeat(200)}`, 'y'.repeat(200), `"}\n${line}`], {
      chars: 10_000,
      lineChars: 100,
    });
    assert.deepEqual([long.events.length, long.reader.passedOver], [1, 1]);
    const big = read([
      `{"e":"print","to":"out","text":"${'x'.repeat(1_000_000)}"}\n{"e":"call","f":1,"by":0,"file":0,"l":1,"name":"f","set":{"a":{"k":"str","s":"${'y'.repeat(10_000)}"}}}\n`,
    ]);
    assert.ok((big.trace.printed[0]?.text.length ?? 0) < 200_000);
    assert.deepEqual(
      big.trace.given(1).map(({ value }) => [value.isCut, value.text.length < 5_000]),
      [[true, true]],
    );
  });

  it('tells a later value from an earlier one of the same text that was cut', () => {
    const value = (c: number) =>
      JSON.stringify({
        e: 'values',
        f: 1,
        set: { n: { k: 'str', s: 'same', ...(c ? { c: 1, n: 9 } : {}) } },
      });
    const { trace } = read([
      `${[...whole.slice(0, 4), value(0), whole[6], value(1), whole[9]].join('\n')}\n`,
    ]);
    assert.deepEqual(
      [0, 1].map(step => trace.valuesAfter(step)[0]?.value.isCut),
      [false, true],
    );
  });
});
