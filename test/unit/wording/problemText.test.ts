// Every problem has its words, in both languages and in our tone.
import assert from 'node:assert/strict';
import type { Problem } from '../../../src/core/base/problem';
import { counted } from '../../../src/core/wording/counted';
import { problemText } from '../../../src/core/wording/problemText';
import { wordsIn } from '../../../src/panel/words';

const one: { readonly [Code in Problem['code']]: Extract<Problem, { code: Code }> } = {
  'no-endpoint': { code: 'no-endpoint', tried: [] },
  'no-model': { code: 'no-model', server: 'Ollama' },
  'own-model': { code: 'own-model', why: { en: 'The server ended.', 'zh-CN': '服务退出了。' } },
  'refused-host': { code: 'refused-host', host: 'example.org', scheme: 'https' },
  'refused-model': {
    code: 'refused-model',
    model: 'gpt-oss:120b-cloud',
    server: 'Ollama',
    whereabouts: 'elsewhere',
  },
  'bad-address': { code: 'bad-address', address: 'here' },
  refused: { code: 'refused', address: '127.0.0.1:1' },
  unreachable: { code: 'unreachable', address: '10.0.0.1:1', detail: '' },
  dns: { code: 'dns', host: 'nowhere' },
  tls: { code: 'tls', host: 'example.org', detail: '' },
  redirected: { code: 'redirected', from: 'a', to: 'b' },
  unauthorized: { code: 'unauthorized', server: 'vLLM' },
  'model-not-found': { code: 'model-not-found', model: 'm', server: 'Ollama' },
  'too-long': { code: 'too-long', tokens: 9396, limit: 8192 },
  busy: { code: 'busy', server: 'Jan', detail: '' },
  'still-loading': { code: 'still-loading', model: 'm', waitedMs: 61_000 },
  'not-a-model-server': { code: 'not-a-model-server', address: 'a', contentType: 'text/html' },
  'server-error': { code: 'server-error', status: 500, detail: 'out of memory.\nmore' },
  'bad-request': { code: 'bad-request', status: 400, detail: '' },
  'cut-short': { code: 'cut-short' },
  'stream-error': { code: 'stream-error', detail: 'CUDA error' },
  'only-thinking': { code: 'only-thinking' },
  'empty-answer': { code: 'empty-answer' },
  'too-much': { code: 'too-much', limitBytes: 4_000_000 },
  'no-editor': { code: 'no-editor' },
  'thoughts-go-on': { code: 'thoughts-go-on' },
  'guess-unread': { code: 'guess-unread' },
  'nothing-seen': { code: 'nothing-seen' },
  'question-gone': { code: 'question-gone' },
  'selections-far-apart': { code: 'selections-far-apart', lines: 300, limit: 240 },
  'empty-selection': { code: 'empty-selection' },
  'binary-file': { code: 'binary-file', name: 'a.png' },
  'file-too-large': { code: 'file-too-large', name: 'a.js', bytes: 9e6, limitBytes: 1e6 },
  'selection-too-large': { code: 'selection-too-large', name: 'a.js', lines: 9000, bytes: 300_000 },
  'broken-chapter': {
    code: 'broken-chapter',
    path: 'chapter.json',
    finding: { code: 'not-json', file: 'chapter.json', severity: 'error' },
  },
  'unknown-chapter': { code: 'unknown-chapter', chapter: 'workspace:tides' },
  'unknown-passage': { code: 'unknown-passage', passage: 'p' },
  'unknown-concept': { code: 'unknown-concept', concept: 'c' },
  'bad-link': { code: 'bad-link' },
  'missing-code': { code: 'missing-code', file: 'parity.py' },
  'run-gone': { code: 'run-gone' },
  damaged: { code: 'damaged', lines: 1, kept: 311, journals: [] },
  unread: { code: 'unread', journals: ['a.jsonl'], detail: 'a.jsonl: EBUSY' },
  'not-written': { code: 'not-written', detail: '' },
  'note-too-long': { code: 'note-too-long', size: 20_001, limit: 20_000, unit: 'characters' },
  'note-gone': { code: 'note-gone' },
  'file-gone': { code: 'file-gone', file: 'cart.ts' },
  'code-lost': { code: 'code-lost', file: 'cart.ts', quote: 'if (total < 0) {\n  throw new Error();\n}' },
  internal: { code: 'internal', detail: '' },
};

describe('problemText', () => {
  for (const problem of Object.values(one)) {
    it(`has plain sentences for ${problem.code}`, () => {
      for (const language of ['en', 'zh-CN'] as const) {
        const { sentence, next } = problemText(problem, language);
        assert.match(sentence, language === 'en' ? /^[^!]+\.$/ : /^[^！!]+。$/u);
        if (next !== '') assert.match(next, language === 'en' ? /^[^!]+\.$/ : /^[^！!]+。$/u);
        assert.doesNotMatch(sentence + next, /undefined|NaN|oops|please|抱歉|请您/i);
        assert.doesNotMatch(sentence, /\.\.|。。/);
      }
    });
  }

  it('says by how much the code is too long', () => {
    assert.match(problemText(one['too-long'], 'en').sentence, /by 1,204 tokens/);
  });

  it('counts one thing as one', () => {
    const said = (problem: Problem) => problemText(problem, 'en').sentence;
    assert.match(said({ code: 'too-long', tokens: 9, limit: 8 }), /by 1 token\./);
    assert.match(said({ code: 'only-thinking', limit: 1 }), /of 1 token on/);
    assert.match(
      said({ code: 'selection-too-large', name: 'a', lines: 1, bytes: 9 }),
      /The 1 line selected in a is/,
    );
    assert.match(
      said({ code: 'damaged', lines: 1, kept: 1, journals: [] }),
      /1 line of .* The other 1 is here/,
    );
    const words = wordsIn('en');
    assert.equal(words.triedCount(1, false), '1 usual address on this machine was tried.');
    assert.equal(words.stepsAnnounced(1, 1, 0), '1 step; 1 unanchored.');
    assert.equal(words.stepsAnnounced(6, 0, 2), '6 steps; 2 marked.');
    assert.deepEqual([words.hits(1), words.hits(2), words.steps(1)], ['1 place', '2 places', '1 step']);
    assert.deepEqual([counted(1, 'model'), counted(0, 'model')], ['1 model', '0 models']);
  });

  it('names the server that answers where the one that was asked for is dead', () => {
    const instead = { server: 'Ollama 0.12.3', address: '127.0.0.1:11434' };
    for (const problem of [one.refused, one.unreachable, one.dns]) {
      for (const language of ['en', 'zh-CN'] as const) {
        assert.doesNotMatch(problemText(problem, language).next, /11434/);
        const { next } = problemText({ ...problem, instead }, language);
        assert.match(next, /Ollama 0\.12\.3.*127\.0\.0\.1:11434/);
        assert.match(next, /[.。]$/);
      }
    }
  });

  it('tells a model that runs elsewhere from one of which nobody has said', () => {
    const problem = one['refused-model'];
    assert.match(problemText(problem, 'en').sentence, /another machine\. Your code was not sent\./);
    const unknown = problemText({ ...problem, whereabouts: 'unknown' }, 'en');
    assert.match(unknown.sentence, /does not say where .* runs\. Your code was not sent\./);
  });

  it('quotes the first line of what a server said, ended once', () => {
    assert.match(problemText(one['server-error'], 'en').sentence, /status 500: out of memory\.$/);
  });

  it('names the machine that a window runs on, in words', () => {
    const remotes = [
      ['wsl', / WSL, /, / WSL /],
      ['ssh-remote', /the SSH host/, /SSH 主机/],
      ['dev-container', /the container/, /容器/],
      ['attached-container', /the container/, /容器/],
      ['codespaces', /the codespace/, /代码空间/],
      ['tunnel', /the tunnel’s machine/, /隧道另一端的机器/],
    ] as const;
    for (const [remoteName, en, zh] of remotes) {
      const problem: Problem = { code: 'no-endpoint', tried: [], remoteName };
      assert.match(problemText(problem, 'en').sentence, en);
      assert.match(problemText(problem, 'zh-CN').sentence, zh);
      for (const language of ['en', 'zh-CN'] as const) {
        const { sentence, next } = problemText(problem, language);
        assert.doesNotMatch(sentence + next, /undefined|ssh-remote|dev-container|codespaces/);
      }
    }
  });

  it('gives a way from a remote machine to the model of another', () => {
    const nextOf = (remoteName: string) =>
      problemText({ code: 'no-endpoint', tried: [], remoteName }, 'en').next;
    assert.match(nextOf('wsl'), /address of the Windows host/);
    assert.match(nextOf('tunnel'), /ssh -R 11434:127\.0\.0\.1:11434 HOST/);
    assert.match(nextOf('attached-container'), /host\.docker\.internal/);
  });

  it('says that a server is loading where its model is not known', () => {
    const problem: Problem = { code: 'still-loading', model: '', waitedMs: 61_000 };
    assert.equal(problemText(problem, 'en').sentence, 'The server is still loading after 61 s.');
  });
});
