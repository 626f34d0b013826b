// What a trace tells beside lines and values, and what stands in the way of one: each a word that can be shown.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { usualLimits } from '../../../src/core/trace/limits';
import { traceCommand } from '../../../src/node/trace/command';
import { inFolder, linesOf, machine, python, type Traced, traced, tracedIn } from '../../support/traced';

const isBelow312 = execFileSync(python, ['-c', 'import sys; print(sys.version_info < (3, 12))'], {
  encoding: 'utf8',
}).startsWith('True');

const faultOf = ({ end }: Traced) => (end.reason === 'refused' ? end.fault : end);

describe('a trace', () => {
  it('tells the rounds of a loop, and how it ended', async () => {
    const text =
      'def f():\n  for i in range(3):\n    for j in range(2):\n      if i == 1:\n        break\n  return i\n';
    const { trace } = await traced('py', text, { call: 'f()' });
    assert.deepEqual(
      trace.loopRuns(0, 2).map(run => [run.rounds.length, run.isExhausted]),
      [[3, true]],
    );
    assert.deepEqual(
      trace.loopRuns(0, 3).map(run => [run.rounds.length, run.isExhausted]),
      [
        [2, true],
        [1, false],
        [2, true],
      ],
    );
    const js =
      'export function f() {\n  for (let i = 0; i < 3; i++) {\n    for (const j of [1, 2]) {\n      if (i === 1) break;\n    }\n  }\n  for (const n of []) n();\n  do {\n    var once = 1;\n  } while (!once);\n}\n';
    const other = (await traced('mjs', js, { call: 'f()' })).trace;
    assert.deepEqual(
      [2, 3, 7, 8].map(line => other.loopRuns(0, line).map(run => [run.rounds.length, run.isExhausted])),
      [
        [[3, true]],
        [
          [2, true],
          [1, false],
          [2, true],
        ],
        [[0, true]],
        [[1, true]],
      ],
    );
  });

  it('tells branches, calls, results, what was printed and where', async () => {
    const text =
      'def g(n):\n  if n > 1:\n    return n\n  print("small")\n\ndef f():\n  a = g(1)\n  return g(2)\n';
    const { trace } = await traced('py', text, { call: 'f()' });
    assert.deepEqual(
      trace.visits(0, 2).map(step => trace.branchAt(step)?.taken),
      [false, true],
    );
    assert.deepEqual(
      trace.calls.map(({ name, by, result }) => [name, by, result?.text]),
      [
        ['<module>', 0, 'None'],
        ['f', 0, '2'],
        ['g', 2, 'None'],
        ['g', 2, '2'],
      ],
    );
    assert.deepEqual(
      trace.printed.map(({ step, text: said }) => [trace.step(step)?.line, said]),
      [[4, 'small\n']],
    );
    assert.deepEqual(
      trace.given(3).map(({ name, value }) => `${name}=${value.text}`),
      ['n=1'],
    );
  });

  it('says never of a line only where it has seen the whole run', async () => {
    const text = 'def f(n):\n  if n:\n    return 1\n  while True:\n    n += 1\n';
    const whole = (await traced('py', text, { call: 'f(1)' })).trace.notReached(0);
    assert.deepEqual(whole, { lines: [4, 5], isWhole: true });
    const cut = (await traced('py', text, { call: 'f(0)', limits: { steps: 50 } })).trace.notReached(0);
    assert.deepEqual(cut, { lines: [3], isWhole: false });
    const blind = 'import sys\ndef f(n):\n  sys.settrace(None)\n  n = 2\n  return n\n';
    const { end } = await traced('py', blind, { call: 'f(0)' });
    assert.equal(end.isBlind ?? false, isBelow312);
  });

  it('goes through threads, deep recursion and its end', async () => {
    const deep = 'def f(n):\n  return f(n + 1)\n';
    const { end, trace } = await traced('py', deep, { call: 'f(0)' });
    assert.equal(end.reason === 'raised' && end.kind, 'RecursionError');
    assert.ok(trace.steps > 800);
    // Before 3.12 the interpreter takes the tracer away together with the last room on the stack.
    assert.equal(end.isBlind ?? false, isBelow312);
    const thread =
      'import threading\ndef work():\n  a = 1\ndef f():\n  t = threading.Thread(target=work)\n  t.start()\n  t.join()\n';
    assert.equal((await traced('py', thread, { call: 'f()' })).trace.visits(0, 3).length, 1);
    const js = 'export function f(n) {\n  return f(n + 1);\n}\n';
    const over = await traced('mjs', js, { call: 'f(0)' });
    assert.equal(over.end.reason === 'raised' && over.end.kind, 'RangeError');
  });

  it('is of the text that is given, not of the file', async () => {
    const py = await traced('py', 'def f():\n  return 1\n', {
      call: 'f()',
      text: '\ndef f():\n  return 2\n',
    });
    assert.equal(py.end.reason === 'finished' && py.end.value?.text, '2');
    assert.deepEqual(linesOf(py), [2, 3]);
    const js = await traced('cjs', 'exports.f = () => 1;', {
      call: 'f()',
      text: '\nfunction f() {\n  return 2;\n}\n',
    });
    assert.equal(js.end.reason === 'finished' && js.end.value?.text, '2');
  });

  it('reads a BOM, other line ends, another encoding', async () => {
    const encoded = Buffer.from('# -*- coding: latin-1 -*-\r\ndef f():\r\n  return "\xe9"\r\n', 'latin1');
    await inFolder(
      {
        'a.py': encoded,
        'b.py': '\ufeffdef f():\r\n  x = 1\r\n  return x\r\n',
        'c.mjs': '\ufeffexport function f() {\r\n  const x = 1;\r\n  return x;\r\n}\r\n',
      },
      async folder => {
        const a = await tracedIn(folder, 'a.py', { call: 'f()' });
        assert.equal(a.end.reason === 'finished' && a.end.value?.text, "'é'");
        const b = await tracedIn(folder, 'b.py', { call: 'f()' });
        assert.deepEqual(linesOf(b), [1, 2, 3]);
        const c = await tracedIn(folder, 'c.mjs', { call: 'f()' });
        assert.deepEqual(linesOf(c), [2, 3]);
      },
    );
  });

  it("finds what stands in the file's folder, and names what is missing", async () => {
    const py = await traced('py', 'import no_such_package.part\ndef f(): pass\n', { call: 'f()' });
    assert.deepEqual(py.end, {
      reason: 'raised',
      kind: 'ModuleNotFoundError',
      text: "No module named 'no_such_package'",
      missing: 'no_such_package',
    });
    const js = await traced('mjs', 'import "no-such-package";\n', { call: 'f()' });
    assert.equal(js.end.reason === 'raised' && js.end.missing, 'no-such-package');
    const cjs = await traced('cjs', 'require("no-such-package");\n', { call: 'f()' });
    assert.equal(cjs.end.reason === 'raised' && cjs.end.missing, 'no-such-package');
  });

  it("runs a package's module, relative imports and all, and a name that others bear", async () => {
    await inFolder(
      {
        '__init__.py': '',
        'json.py': 'from .other import n\ndef f():\n  import json\n  return [n, hasattr(json, "dumps")]\n',
        'other.py': 'n = 5\n',
      },
      async folder => {
        const { end } = await tracedIn(folder, 'json.py', { call: 'f()' });
        assert.equal(end.reason === 'finished' && end.value?.text, '[5, True]');
      },
    );
  });

  it('waits for what is to come', async () => {
    const py = await traced('py', 'import asyncio\nasync def f():\n  await asyncio.sleep(0)\n  return 7\n', {
      call: 'f()',
    });
    assert.equal(py.end.reason === 'finished' && py.end.value?.text, '7');
    const js = await traced('mjs', 'export const f = async () => {\n  await null;\n  return 7;\n};\n', {
      call: 'f()',
    });
    assert.equal(js.end.reason === 'finished' && js.end.value?.text, '7');
  });
}).timeout(60_000);

describe('a trace that cannot be', () => {
  it('is refused for a syntax error, with its line', async () => {
    const py = faultOf(await traced('py', 'x = 1\ndef f(:\n', { call: 'f()' }));
    assert.equal('code' in py && py.code === 'syntax' && py.line, 2);
    const js = faultOf(await traced('mjs', 'const x = 1;\nconst = 2;\n', { call: 'f()' }));
    assert.equal('code' in js && js.code === 'syntax' && js.line, 2);
  });

  it('is refused for a call that is none', async () => {
    for (const ending of ['py', 'mjs']) {
      const fault = faultOf(await traced(ending, '', { call: 'f(1' }));
      assert.equal('code' in fault && fault.code, 'call', ending);
    }
    const more = faultOf(await traced('cjs', '', { call: '1); process.exit(9); (2' }));
    assert.equal('code' in more && more.code, 'call');
  });

  it('is refused for types that this Node cannot strip, and strips them otherwise', async () => {
    const result = await traced('ts', 'export function f(n: number): number {\n  return n + 1;\n}\n', {
      call: 'f(1)',
    });
    if ('stripTypeScriptTypes' in (await import('node:module'))) {
      assert.equal(result.end.reason === 'finished' && result.end.value?.text, '2');
      assert.deepEqual(linesOf(result), [2]);
    } else assert.deepEqual(faultOf(result), { code: 'no-types', version: process.version });
  });

  it('is refused by a Python that is too old, in its own words', async () => {
    // Any interpreter will do that says so: the tracer's own first lines are asked.
    const old =
      '#!/bin/sh\nexec 0<&-\nprintf \'{"e":"end","reason":"refused","fault":{"code":"too-old","version":"3.6.1"}}\\n\' >&3\n';
    await inFolder({ 'a.py': '', python: old }, async folder => {
      chmodSync(join(folder, 'python'), 0o755);
      const result = await tracedIn(folder, 'a.py', { interpreter: join(folder, 'python') });
      assert.deepEqual(faultOf(result), { code: 'too-old', version: '3.6.1' });
    });
  });

  it('says that there is no interpreter, or that it cannot be started', async () => {
    const request = { language: 'python', file: '/a/b.py', roots: [], limits: usualLimits } as const;
    assert.deepEqual(traceCommand(request, { ...machine, env: { PATH: '/nowhere:.' } }), {
      ok: false,
      fault: { code: 'no-interpreter', language: 'python', tried: ['python3', 'python'] },
    });
    const result = await traced('py', '', { interpreter: '/no/such/python' });
    assert.equal(faultOf(result) && 'code' in faultOf(result) && result.end.reason, 'refused');
  });

  it('is shown before it is run: command, folder, environment', () => {
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: '/home/r',
      AWS_SECRET_ACCESS_KEY: 'x',
      DISPLAY: ':0',
      LC_ALL: 'C',
    };
    const request = {
      language: 'javascript',
      file: '/a/b.mjs',
      call: 'f()',
      roots: ['/a'],
      limits: usualLimits,
    } as const;
    const made = traceCommand(request, { ...machine, env, node: '/usr/bin/node', tools: '/tools' });
    assert.ok(made.ok);
    const { input, ...command } = made.command;
    assert.deepEqual(command, {
      command: '/usr/bin/node',
      args: ['/tools/tracer.cjs'],
      cwd: '/a',
      env: { PATH: '/usr/bin:/bin', HOME: '/home/r', LC_ALL: 'C', ELECTRON_RUN_AS_NODE: '1' },
    });
    assert.equal(JSON.parse(input).call, 'f()');
  });
}).timeout(60_000);
