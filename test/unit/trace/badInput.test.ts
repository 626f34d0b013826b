// What a program may do to whoever runs it: it is ended, said in one word, and nothing of it is left running.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { processTable } from '../../../src/node/trace/processTable';
import { inFolder, linesOf, type TracedOptions, traced, tracedIn } from '../../support/traced';

/** Processes whose command or environment speaks of this word. */
function living(word: string): readonly string[] {
  const of = (pid: number, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'latin1');
    } catch {
      return '';
    }
  };
  return processTable()
    .filter(({ pid }) => pid !== process.pid && of(pid, 'cmdline').includes(word))
    .map(({ pid }) => of(pid, 'cmdline').replaceAll('\0', ' '));
}

/** Traces a call, and sees that nothing that bears the sample's own word is left. */
async function ended(ending: string, text: string, call: string, options: TracedOptions = {}) {
  const word = `word-${randomUUID()}`;
  const result = await traced(ending, text.replaceAll('WORD', word), { call, ...options });
  assert.deepEqual(living(word), []);
  return result;
}

const quick = { limits: { timeMs: 1_500 } };

describe('a traced program', () => {
  it('that never ends is cut, and shown up to there', async () => {
    const py = await ended('py', 'def f():\n  n = 0\n  while True:\n    n += 1\n', 'f()', {
      limits: { steps: 1000 },
    });
    assert.deepEqual(py.end, { reason: 'steps' });
    assert.equal(py.trace.steps, 1000);
    const js = await ended('mjs', 'export function f() {\n  for (;;);\n}\n', 'f()', {
      limits: { steps: 1000 },
    });
    assert.deepEqual(js.end, { reason: 'steps' });
    assert.equal(js.trace.steps, 1000);
  });

  it('that waits for ever is ended in time, and its last line is known', async () => {
    const py = await ended('py', 'import time\ndef f():\n  a = 1\n  time.sleep(60)\n', 'f()', quick);
    assert.deepEqual(py.end, { reason: 'time', afterMs: 1_500 });
    assert.equal(linesOf(py).at(-1), 4);
    const hang = 'import re\ndef f():\n  s = "a" * 60\n  re.match("(a*)*b", s)\n';
    const stuck = await ended('py', hang, 'f()', quick);
    assert.equal(stuck.end.reason, 'time');
    assert.equal(linesOf(stuck).at(-1), 4);
    const js = await ended(
      'mjs',
      'export async function f() {\n  await new Promise(() => setInterval(() => {}, 9));\n}\n',
      'f()',
      quick,
    );
    assert.deepEqual(js.end, { reason: 'time', afterMs: 1_500 });
  });

  it('that raises tells what, and where', async () => {
    const py = await ended('py', 'def f(x):\n  return 1 / x\n', 'f(0)');
    assert.deepEqual(py.end, { reason: 'raised', kind: 'ZeroDivisionError', text: 'division by zero' });
    assert.deepEqual(
      py.trace.raised.map(({ line, kind }) => [line, kind]),
      [[2, 'ZeroDivisionError']],
    );
    const js = await ended('cjs', 'function f(x) {\n  return x.y;\n}\n', 'f(null)');
    assert.equal(js.end.reason === 'raised' && js.end.kind, 'TypeError');
    assert.deepEqual(
      js.trace.raised.map(({ line, kind }) => [line, kind]),
      [[2, 'TypeError']],
    );
  });

  it('that reads standard input finds it at its end', async () => {
    const py = await ended('py', 'def f():\n  return input()\n', 'f()', quick);
    assert.equal(py.end.reason === 'raised' && py.end.kind, 'EOFError');
    const js = await ended(
      'cjs',
      'const fs = require("fs");\nfunction f() {\n  return fs.readFileSync(0, "utf8");\n}\n',
      'f()',
      quick,
    );
    assert.deepEqual(js.end, { reason: 'finished', value: { kind: 'str', text: '""', isCut: false } });
  });

  it('that prints 100 MB is ended, however it prints', async () => {
    const limits = { limits: { printedChars: 10_000 } };
    const py = await ended(
      'py',
      'def f():\n  for i in range(100):\n    print("x" * 1000000)\n',
      'f()',
      limits,
    );
    assert.deepEqual(py.end, { reason: 'output' });
    assert.equal(
      py.trace.printed.reduce((sum, { text }) => sum + text.length, 0),
      10_000,
    );
    const raw = 'import os\ndef f():\n  for i in range(100):\n    os.write(1, b"x" * 1000000)\n';
    assert.deepEqual((await ended('py', raw, 'f()', limits)).end, { reason: 'output' });
    const js =
      'export function f() {\n  for (let i = 0; i < 100; i++) console.log("x".repeat(1000000));\n}\n';
    assert.deepEqual((await ended('mjs', js, 'f()', limits)).end, { reason: 'output' });
  });

  it('that takes memory without end is ended', async () => {
    const limits = { limits: { memoryBytes: 300 << 20 } };
    const py = await ended(
      'py',
      'def f():\n  a = []\n  while True:\n    a.append(b"x" * 10000000)\n',
      'f()',
      limits,
    );
    assert.deepEqual(py.end, { reason: 'memory', bytes: 300 << 20 });
    const js = 'export function f() {\n  const a = [];\n  for (;;) a.push(Buffer.alloc(10000000, 1));\n}\n';
    assert.deepEqual((await ended('mjs', js, 'f()', limits)).end, { reason: 'memory', bytes: 300 << 20 });
  });

  it('that forks without end is ended, with all of them', async () => {
    const bomb = 'import os\ndef f():\n  while True:\n    os.fork()\n';
    const { end } = await ended('py', bomb, 'f()', quick);
    assert.ok(end.reason === 'processes' || end.reason === 'time', end.reason);
  });

  it('takes with it what it has started, also what went out of its group', async () => {
    const text = [
      'import subprocess, sys, time',
      'def f():',
      '  subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "WORD"], start_new_session=True)',
      '  subprocess.Popen([sys.executable, "-c", "import os, time; os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0); time.sleep(60)", "WORD"])',
      '  time.sleep(0.3)',
      '  return 1',
    ].join('\n');
    assert.equal((await ended('py', text, 'f()')).end.reason, 'finished');
    const js =
      'import { spawn } from "node:child_process";\nexport function f() {\n  spawn("sleep", ["60", "WORD"], { detached: true, stdio: "ignore" }).unref();\n  spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)", "WORD"], { detached: true });\n}\n';
    assert.equal((await ended('mjs', js, 'f()')).end.reason, 'finished');
  });

  it('that ends its parent ends nobody else, and itself', async () => {
    const text =
      'import os, signal, time\ndef f():\n  os.kill(os.getppid(), signal.SIGKILL)\n  time.sleep(60)\n';
    const lost = await ended('py', text, 'f()', quick);
    assert.deepEqual(lost.end, { reason: 'lost', detail: 'its keeper was ended' });
    // All up to the line that did it. Whether it comes to the next one is up to who is faster.
    assert.deepEqual(linesOf(lost).slice(0, 3), [1, 2, 3]);
    const stop = text.replace('SIGKILL', 'SIGSTOP');
    assert.equal((await ended('py', stop, 'f()', { limits: { timeMs: 200 } })).end.reason, 'time');
  });

  it('that ends itself without a word is said to have done so', async () => {
    const py = await ended('py', 'import os\ndef f():\n  os._exit(3)\n', 'f()');
    assert.deepEqual(py.end, { reason: 'exited', status: 3 });
    const killed = await ended(
      'py',
      'import os, signal\ndef f():\n  os.kill(os.getpid(), signal.SIGSEGV)\n',
      'f()',
    );
    assert.deepEqual(killed.end, { reason: 'lost', detail: 'SIGSEGV' });
    const js = await ended('mjs', 'export function f() {\n  process.exit(4);\n}\n', 'f()');
    assert.deepEqual(js.end, { reason: 'exited', status: 4 });
    const polite = await ended('py', 'import sys\ndef f():\n  sys.exit(5)\n', 'f()');
    assert.deepEqual(polite.end, { reason: 'exited', status: 5 });
  });

  it('that deletes its own file, or goes to another folder, is traced to its end', async () => {
    const text = 'import os\nos.remove(__file__)\nos.chdir("/")\ndef f(x):\n  return x + 1\n';
    const { end, trace } = await ended('py', text, 'f(1)');
    assert.deepEqual(end, { reason: 'finished', value: { kind: 'int', text: '2', isCut: false } });
    assert.equal(trace.visits(0, 5).length, 1);
    const js =
      'import fs from "node:fs";\nfs.rmSync(new URL(import.meta.url));\nprocess.chdir("/");\nexport const f = x => x + 1;\n';
    assert.equal((await ended('mjs', js, 'f(1)')).end.reason, 'finished');
  });

  it('that opens a socket or a window leaves neither', async () => {
    const socket =
      'import socket, threading\ndef f():\n  s = socket.create_server(("127.0.0.1", 0))\n  threading.Thread(target=s.accept).start()\n  return s.getsockname()[1] > 0\n';
    assert.equal((await ended('py', socket, 'f()')).end.reason, 'finished');
    const js =
      'import net from "node:net";\nexport function f() {\n  net.createServer().listen(0, "127.0.0.1");\n}\n';
    assert.equal((await ended('mjs', js, 'f()')).end.reason, 'finished');
    const display =
      'import os\ndef f():\n  return [os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_AUTH_SOCK")]\n';
    const { end } = await ended('py', display, 'f()');
    assert.equal(end.reason === 'finished' && end.value?.text, '[None, None, None]');
  });

  it('is ended when the reader says so', async () => {
    const controller = new AbortController();
    const onEvents = () => controller.abort();
    const { end, trace } = await ended('py', 'import time\ndef f():\n  time.sleep(60)\n', 'f()', {
      signal: controller.signal,
      onEvents,
    });
    assert.deepEqual(end, { reason: 'cancelled' });
    assert.deepEqual(trace.end, end);
  });

  it('leaves nothing in the folder', async () => {
    await inFolder({ 'a.py': 'import b\ndef f():\n  return b.x\n', 'b.py': 'x = 1\n' }, async folder => {
      assert.equal((await tracedIn(folder, 'a.py', { call: 'f()' })).end.reason, 'finished');
      assert.deepEqual(readdirSync(folder).sort(), ['a.py', 'b.py']);
    });
  });
}).timeout(60_000);
