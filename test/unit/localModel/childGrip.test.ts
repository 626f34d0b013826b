// The window's hold on the server that it started.
import assert from 'node:assert/strict';
import { complaint, grip } from '../../../src/node/localModel/childGrip';
import { Halt, type LocalModelProblem } from '../../../src/node/localModel/problems';
import { type Performance, scriptedSpawn } from './scriptedSpawn';

const ready = '{"state":"loading","port":0}\n{"state":"ready","url":"http://127.0.0.1:4711"}\n';

function start(performance: Performance, signal?: AbortSignal) {
  const log: string[] = [];
  const { spawn, written } = scriptedSpawn({ python: performance });
  const started = grip(spawn, 'python', ['serve.py'], {
    cwd: '.',
    firstLine: '{"port":0}',
    signal,
    log: line => log.push(line),
  });
  return { started, written, log };
}

async function problemOf(started: Promise<unknown>): Promise<LocalModelProblem> {
  const error = await started.catch((reason: unknown) => reason);
  assert.ok(error instanceof Halt);
  return error.problem;
}

describe("a window's hold on its server", () => {
  it('has the address once the model is loaded, and has told the options in one line', async () => {
    const { started, written } = start({ stdout: ready, stays: true });
    assert.equal((await started).url, 'http://127.0.0.1:4711');
    assert.equal(written.join(''), '{"port":0}\n');
  });

  it('lets go by closing stdin, and waits until the server has gone', async () => {
    const held = await start({ stdout: ready, stays: true }).started;
    let hasGone = false;
    void held.gone.then(() => {
      hasGone = true;
    });
    await held.letGo();
    assert.ok(hasGone);
  });

  it('does not wait for a server that others still hold', async () => {
    const kept = `${ready}{"released":"stdin","holders":1}\n`;
    const held = await start({ stdout: kept, stays: true }).started;
    await held.letGo();
  });

  it('says what the server complained of when it dies early', async () => {
    const stderr =
      '0.00.01 I srv: loading\n0.00.02 E gguf: bad   magic\n0.00.03 E srv: giving up\nTraceback\nRuntimeError: Failed to init\n';
    const { started, log } = start({ stderr, exitCode: 1 });
    assert.deepEqual(await problemOf(started), { code: 'server-died', detail: 'gguf: bad magic' });
    assert.equal(log.length, 5);
  });

  it('reports a cancelled start as cancelled', async () => {
    const stop = new AbortController();
    const { started } = start({ stays: true }, stop.signal);
    stop.abort();
    assert.deepEqual(await problemOf(started), { code: 'cancelled' });
  });

  it("falls back to Python's last word, and to none", () => {
    assert.equal(
      complaint(['Traceback', "ModuleNotFoundError: No module named 'x'", '']),
      "ModuleNotFoundError: No module named 'x'",
    );
    assert.equal(complaint([]), 'it said nothing');
  });
});
