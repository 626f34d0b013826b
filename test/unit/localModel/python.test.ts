// Which Python is taken, and what is said when none will do.
import assert from 'node:assert/strict';
import { Halt } from '../../../src/node/localModel/problems';
import { findPython, judge, type PythonFacts } from '../../../src/node/localModel/python';
import { scriptedSpawn } from './scriptedSpawn';

const debian: PythonFacts = {
  version: [3, 11, 2],
  build: 'linux-x86_64',
  machine: 'x86_64',
  libc: 'glibc',
  macVersion: '',
  has64Bits: true,
  hasVenv: true,
};
const says = (facts: Partial<PythonFacts>) => ({ stdout: JSON.stringify({ ...debian, ...facts }) });
const missing = { fails: 'ENOENT' };

describe('the Python for the local model', () => {
  const cases: readonly (readonly [string, Partial<PythonFacts>, string])[] = [
    ['Linux', {}, 'linux-x64'],
    ['Linux on Arm', { build: 'linux-aarch64' }, 'linux-arm64'],
    ['a universal build on Apple silicon', mac('macosx-10.9-universal2', 'arm64', '14.5'), 'mac-arm64'],
    ['the same build under Rosetta', mac('macosx-10.9-universal2', 'x86_64', '14.5'), 'mac-x64'],
    ['Windows', { build: 'win-amd64', machine: 'AMD64', libc: '' }, 'windows-x64'],
    ['Windows on Arm', { build: 'win-arm64', libc: '' }, 'unsupported-platform'],
    ['macOS 12', mac('macosx-12.0-arm64', 'arm64', '12.7'), 'unsupported-platform'],
    ['Alpine, which has musl', { libc: '' }, 'unsupported-platform'],
    ['32 bits', { has64Bits: false }, 'unsupported-platform'],
    ['3.9', { version: [3, 9, 19] }, 'old-python'],
    ['Debian without python3-venv', { hasVenv: false }, 'no-venv'],
  ];
  for (const [name, facts, expected] of cases) {
    it(`on ${name}: ${expected}`, () => {
      const verdict = judge('python3', { ...debian, ...facts });
      assert.equal(verdict instanceof Halt ? verdict.problem.code : verdict, expected);
    });
  }

  it('is the first candidate that fits', async () => {
    const { spawn, calls } = scriptedSpawn({ python3: says({ version: [3, 9, 2] }), python: says({}) });
    assert.equal((await findPython(spawn, 'linux')).command, 'python');
    assert.deepEqual(
      calls.map(([command]) => command),
      ['python3', 'python'],
    );
  });

  it('comes from the launcher first on Windows', async () => {
    const { spawn, calls } = scriptedSpawn({ py: says({ build: 'win-amd64' }) });
    assert.deepEqual((await findPython(spawn, 'win32')).args, ['-3']);
    assert.deepEqual(calls[0]?.slice(0, 2), ['py', '-3']);
  });

  it('is missed with what was tried', async () => {
    await halts({ python3: missing, python: missing }, { code: 'no-python', tried: ['python3', 'python'] });
  });

  it('is missed with the interpreter that needs the least repair', async () => {
    await halts(
      { python3: says({ hasVenv: false }), python: says({ version: [2, 7, 18] }) },
      { code: 'no-venv', command: 'python3', version: '3.11.2' },
    );
  });

  it('does not mistake a stub that prints something else for a Python', async () => {
    const stub = { stdout: 'Python was not found; run without arguments to install' };
    await halts({ python3: stub, python: missing }, { code: 'no-python', tried: ['python3', 'python'] });
  });
});

function mac(build: string, machine: string, macVersion: string): Partial<PythonFacts> {
  return { build, machine, macVersion, libc: '' };
}

async function halts(script: Parameters<typeof scriptedSpawn>[0], problem: object): Promise<void> {
  await assert.rejects(findPython(scriptedSpawn(script).spawn, 'linux'), (error: unknown) => {
    assert.ok(error instanceof Halt);
    assert.deepEqual(error.problem, problem);
    return true;
  });
}
