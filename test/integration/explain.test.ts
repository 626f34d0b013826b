// Explain Reasoning against a scripted model server: what is sent, what becomes of the answer, what can go wrong.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Run } from '../../src/core/reasoning/run';
import { standInsIn } from '../../src/node/standIns';
import { frames, llamaServer, ollamaServer, paced, recorded } from '../support/playedServers';
import type { Script, SeenRequest } from '../support/scriptedEndpoint';
import {
  api,
  closeAll,
  document,
  editor,
  file,
  lines,
  panelTabs,
  stopped,
  storage,
  withServer,
} from './workbench';

const gcd = `function gcd(a, b) {
  while (b !== 0) {
    const t = b;
    b = a % b;
    a = t;
  }
  return a;
}
`;

const lineSpans = (run: Run) => run.steps.map(step => step.lines && [step.lines.first, step.lines.last]);

describe('Explain Reasoning', () => {
  before(api);
  afterEach(closeAll);

  describe('with a model server', () => {
    it('makes steps with lines of a recorded llama.cpp answer', async () => {
      const run = await explained(llamaServer(recorded('llama-server-chat', { cuts: 64 })));
      assert.equal(run.state, 'done', JSON.stringify(run.problem));
      // The model named line 2 and line 3: one piece holds both.
      assert.deepEqual(lineSpans(run).slice(0, 3), [
        [1, 1],
        [2, 6],
        [2, 6],
      ]);
      assert.deepEqual(
        run.steps.slice(0, 3).map(({ named }) => named),
        [undefined, { first: 2, last: 2 }, { first: 3, last: 3 }],
      );
      assert.equal(run.destination?.protocol, 'openai');
      assert.equal(run.destination.model, 'qwen2.5-coder-1.5b');
      assert.equal(run.destination.isLocal, true);
    });

    it('does the same through the protocol of Ollama', async () => {
      const run = await explained(ollamaServer(recorded('ollama-chat', { cuts: 64 })));
      assert.equal(run.state, 'done', JSON.stringify(run.problem));
      assert.deepEqual(lineSpans(run).slice(0, 2), [
        [1, 1],
        [2, 6],
      ]);
      assert.equal(run.destination?.protocol, 'ollama');
    });

    it('keeps the thinking apart from the steps', async () => {
      for (const play of [
        llamaServer(recorded('llama-server-chat-thinking', { cuts: 100 })),
        ollamaServer(recorded('ollama-chat-thinking', { cuts: 100 })),
      ]) {
        const run = await explained(play);
        assert.match(run.thinking, /^The function `gcd` calculates/);
        assert.ok(run.steps.length > 0);
        assert.doesNotMatch(run.steps.map(step => step.text).join('\n'), /calculates the greatest/);
      }
    });

    it('sends the lines with their numbers, and opens the panel', async () => {
      const seen: SeenRequest[] = [];
      await explained(
        llamaServer(request => {
          seen.push(request);
          return { body: frames(['L3-4: both.']).join('') };
        }),
        lines(3, 4),
      );
      assert.equal(seen.length, 1);
      assert.match(seen[0]?.body ?? '', /3\| +const t = b;\\n4\| +b = a % b;/);
      assert.equal(panelTabs().length, 1);
    });

    it('holds the answer to the form of steps where the server reads grammars', async () => {
      const seen: SeenRequest[] = [];
      const run = await explained(
        llamaServer(request => {
          seen.push(request);
          return answer;
        }),
        lines(3, 4),
      );
      const { grammar } = JSON.parse(seen[0]?.body ?? '{}');
      assert.match(grammar, /^root ::= summary "\\n" "L3-4: `/m);
      assert.equal(run.grammar, grammar);
    });

    it('leaves out a line of which the selection has no character', async () => {
      const run = await explained(llamaServer(answer), new vscode.Range(1, 0, 3, 0));
      assert.equal(run.excerpt.firstLine, 2);
      assert.equal(run.excerpt.text, '  while (b !== 0) {\n    const t = b;');
    });

    it('takes the enclosing function when nothing is selected', async () => {
      const code = `import math\n\n\ndef area(r):\n    square = r * r\n    return math.pi * square\n\n\nprint(area(2))\n`;
      const document_ = await document('area.py', code);
      const run = await withServer(llamaServer(answer), async () =>
        (await api()).explain(document_, new vscode.Range(4, 4, 4, 4)),
      );
      assert.equal(run.excerpt.symbol, 'area');
      assert.equal(run.excerpt.firstLine, 4);
      assert.match(run.excerpt.text, /^def area[\s\S]*square$/);
    });

    it('has on disk what came so far, when that is asked for', async () => {
      await withServer(llamaServer({ body: firstSteps, ends: 'hang' }), async server => {
        const running = (await api()).explain(await document('gcd.txt', gcd), lines(1, 8));
        await chatRequest(server.requests);
        await pause(200);
        // It is kept once a second; whoever asks need not wait for that.
        await (await api()).settled();
        const names = (await readdir(storage('runs'))).filter(name => name.endsWith('.run.jsonl'));
        const log = await readFile(join(storage('runs'), names.sort().at(-1) ?? ''), 'utf8');
        assert.match(log, /"type":"step".*the loop/s);
        assert.equal((await stopped(running)).state, 'stopped');
      });
    });

    it('stops at once, closes the socket and keeps what came', async () => {
      await withServer(llamaServer({ body: firstSteps, ends: 'hang' }), async server => {
        const running = (await api()).explain(await document('gcd.txt', gcd), lines(1, 8));
        const chat = await chatRequest(server.requests);
        await pause(200);
        const stoppedAt = Date.now();
        await vscode.commands.executeCommand('marginalia.stopReasoning');
        const run = await running;
        const closedMs = (await chat.closed) - stoppedAt;
        assert.equal(run.state, 'stopped');
        assert.deepEqual(
          run.steps.map(step => step.text.trim()),
          ['the head.', 'the loop'],
        );
        assert.ok(closedMs < 1000, `the socket closed after ${closedMs} ms`);
      });
    });

    it('keeps the steps of a stream that was cut', async () => {
      const begun = frames(['L1: the head.\n', 'L2: the loop.\n']).slice(0, 2).join('');
      const run = await explained(llamaServer({ body: begun, ends: 'cut' }));
      assert.equal(run.state, 'failed');
      assert.equal(run.problem?.code, 'cut-short');
      assert.deepEqual(lineSpans(run), [
        [1, 1],
        [2, 6],
      ]);
    });

    it('keeps the run, its events and their times on disk', async () => {
      const run = await explained(llamaServer(paced(['L1: a.\n', 'L2: b.\n'], 5)));
      const { history } = await api();
      assert.equal((await history.list())[0]?.id, run.id);
      const path = join(storage('runs'), `${run.id}.run.jsonl`);
      assert.ok(existsSync(path), path);
      const kept = readFileSync(path, 'utf8').trim().split('\n').slice(1);
      assert.ok(kept.length >= 4 && kept.every(line => JSON.parse(line).at >= run.startedAt));
      assert.deepEqual((await history.get(run.id))?.steps, run.steps);
      assert.equal(await history.document(run.id), readFileSync(path, 'utf8'));
    });
  });

  describe('without one', () => {
    it('says what refused the connection', async () => {
      const run = await withServer(
        () => undefined,
        async server => {
          await server.close();
          return (await api()).explain(await document('gcd.txt', gcd), lines(1, 8));
        },
      );
      assert.equal(run.state, 'failed');
      assert.equal(run.problem?.code, 'refused');
    });

    it('names every address at which it looked', async () => {
      const { problem } = await (await api()).explain(await document('gcd.txt', gcd), lines(1, 8));
      assert.ok(problem?.code === 'no-endpoint', JSON.stringify(problem));
      const addresses = problem.tried.map(({ address }) => address);
      // The runner gives ports of our own for the usual ones, which a developer of model servers has in use.
      const standIns = standInsIn(process.env.MARGINALIA_STAND_INS) ?? {};
      for (const port of [11434, 8080, 1234].map(usual => standIns[usual]))
        for (const place of [`127.0.0.1:${port}`, `[::1]:${port}`])
          assert.ok(addresses.includes(place), `${place} is not among ${addresses.join(', ')}`);
    });
  });

  describe('on what cannot be explained', () => {
    it('says that an empty file holds nothing to explain', async () => {
      await editor('empty.py', '');
      assert.equal((await explainHere()).problem?.code, 'empty-selection');
    });

    it('says that a binary file is no text', async () => {
      const bytes = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 0, 0xff, 0xfe, 0]);
      await vscode.commands.executeCommand('vscode.open', await file('program.bin', bytes));
      const { problem } = await explainHere();
      assert.deepEqual(problem, { code: 'binary-file', name: 'program.bin' });
    });

    it('says so of bytes that the editor shows as text', async () => {
      const noise = Buffer.from(Array.from({ length: 3000 }, (_, index) => 0x80 + (index % 0x40)));
      const shown = await document('noise.txt', noise);
      const { problem } = await (await api()).explain(shown, new vscode.Range(0, 0, 0, 3000));
      assert.equal(problem?.code, 'binary-file');
    });

    it('says that 5 MB are too many', async () => {
      const big = 'value = value + 1\n'.repeat(300_000);
      const shown = await document('big.py', big);
      const { problem } = await (await api()).explain(shown, lines(1, shown.lineCount));
      assert.equal(problem?.code, 'selection-too-large');
      const nothing = await (await api()).explain(shown, new vscode.Range(100_000, 0, 100_000, 0));
      assert.equal(nothing.problem?.code, 'empty-selection');
    });

    it('says that there is no editor', async () => {
      await closeAll();
      assert.equal((await explainHere()).problem?.code, 'no-editor');
    });
  });
});

const firstSteps = frames(['L1: the head.\n', 'L2: the loop']).slice(0, 2).join('');
const answer: Script = { body: frames(['L2: one step.\n']).join('') };

/** A run on the first seven lines, or on `range`, with this server. */
async function explained(
  play: Parameters<typeof withServer>[0],
  range: vscode.Range = lines(1, 8),
): Promise<Run> {
  return withServer(play, async () => (await api()).explain(await document('gcd.txt', gcd), range));
}

/** As the command does it, which hands on what became of it. */
async function explainHere(): Promise<Run> {
  return vscode.commands.executeCommand('marginalia.explainReasoning');
}

async function chatRequest(requests: readonly SeenRequest[]): Promise<SeenRequest> {
  for (;;) {
    const chat = requests.find(({ body }) => body.includes('"stream":true'));
    if (chat) return chat;
    await pause(5);
  }
}
