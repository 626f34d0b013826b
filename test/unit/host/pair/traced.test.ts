// Running code with the reader's input: what is asked before, what is run, and what is kept and shown of it.
import assert from 'node:assert/strict';
import { URI } from 'vscode-uri';
import type { PlannedTrace, Tracer, TraceTask } from '../../../../src/core/ports';
import { isFinished } from '../../../../src/core/reasoning/run';
import { keptDeletedMs } from '../../../../src/host/reasoning/runList';
import { code, Pair, runs } from '../../../support/pair';

/** Plans what it is asked, and tells the run of `total`. */
class PlayedTracer implements Tracer {
  readonly tasks: TraceTask[] = [];
  readonly runs: AbortSignal[] = [];
  refusal: string | undefined;
  end = '{"e":"end","reason":"finished","value":{"k":"int","s":"6"}}';
  /** Resolves when its program has ended. */
  over: (signal: AbortSignal) => Promise<void> = async () => undefined;

  plan(task: TraceTask): ReturnType<Tracer['plan']> {
    this.tasks.push(task);
    if (this.refusal !== undefined) return { ok: false, why: { en: this.refusal, 'zh-CN': this.refusal } };
    const run: PlannedTrace['run'] = async (onTold, signal) => {
      this.runs.push(signal);
      onTold(`${begun(task.path, task.call)}\n`);
      await this.over(signal);
      onTold(`${signal.aborted ? '{"e":"end","reason":"cancelled"}' : this.end}\n`);
    };
    const command = ['/usr/bin/python3', '-B', '/some where/tracer.py'];
    return { ok: true, value: { command, folder: '/folder', timeMs: 10_000, memoryBytes: 1 << 30, run } };
  }
}

const begun = (file: string, call: string) =>
  [
    { e: 'begin', v: 1, language: 'python', runtime: '3.12.4', file, call },
    { e: 'file', id: 0, path: file, lines: [1, 2, 5, 6], loops: [] },
    { e: 'call', f: 1, by: 0, file: 0, l: 1, name: 'total', set: { a: { k: 'list', s: '[1, 2, 3]' } } },
    { e: 'line', f: 1, l: 2 },
    { e: 'return', f: 1, value: { k: 'int', s: '6' } },
  ]
    .map(event => JSON.stringify(event))
    .join('\n');

describe('code that is run with an input', () => {
  let pair: Pair;
  let tracer: PlayedTracer;
  beforeEach(async () => {
    tracer = new PlayedTracer();
    pair = new Pair({ tracer });
    await pair.show();
    await pair.openCode();
    saysYes();
  });
  afterEach(() => pair.dispose());

  const saysYes = () => {
    pair.editor.reader.pick = rows => rows[0];
    pair.editor.reader.type = () => 'total([1, 2, 3])';
    pair.editor.reader.press = (_message, [yes]) => yes;
  };
  const traces = () => pair.disk.paths(runs).filter(path => path.endsWith('.trace.jsonl'));
  const shown = () => pair.page.shown?.trace;
  async function trace(): Promise<void> {
    const asked = pair.editor.run('marginalia.traceReasoning');
    let isOver = false;
    void asked.finally(() => {
      isOver = true;
    });
    await pair.until(() => isOver, 'the command is over');
    await pair.pass(500);
  }
  async function explained(): Promise<string> {
    await pair.wish({ type: 'explainHere' });
    await pair.until(() => isFinished(pair.page.shown?.run ?? assert.fail('no run')), 'the run is over');
    return pair.page.shown?.run?.id ?? '';
  }

  it('shows the exact command, that it has the own rights of the reader, and then what was seen', async () => {
    await trace();
    assert.deepEqual(tracer.tasks, [
      {
        language: 'python',
        path: code.fsPath,
        text: pair.disk.text(code.path),
        call: 'total([1, 2, 3])',
      },
    ]);
    assert.deepEqual(pair.editor.said.slice(-1), ['Run total([1, 2, 3])?']);
    const detail = pair.editor.details.at(-1) ?? '';
    assert.match(detail, /Command: \/usr\/bin\/python3 -B "\/some where\/tracer\.py"/);
    assert.match(detail, /First all of \/folder\/sums\.py is run/);
    assert.match(detail, /your own rights: .* ended after 10 s, or when it takes more than 1024 MB/);
    assert.equal(tracer.runs.length, 1);
    assert.deepEqual([shown()?.expression, shown()?.moments.length], ['total([1, 2, 3])', 1]);
    assert.equal(shown()?.lines.find(({ line }) => line === 2)?.result, '6');
    // No model was asked for it.
    assert.deepEqual([pair.page.shown?.run?.reason, pair.model.questions.length], ['not-asked', 0]);
    assert.equal(traces().length, 1);
  });

  it('stands beside the explanation of that code, where there is one', async () => {
    const id = await explained();
    await trace();
    assert.equal(pair.page.shown?.run?.id, id);
    assert.deepEqual(traces(), [`${runs}/${id}.trace.jsonl`]);
    assert.deepEqual([shown()?.expression, shown()?.isUnchanged], ['total([1, 2, 3])', true]);
  });

  it('is proposed a call from where the file calls the function', async () => {
    pair.editor.edit(code, 'def total(a):\n    return sum(a)\n\n\nprint(total([4]))\n');
    const seen: string[] = [];
    pair.editor.reader.pick = rows => {
      seen.push(...rows.map(({ label, description }) => `${label}|${description}`));
      return rows[0];
    };
    pair.editor.reader.type = (_title, value) => {
      seen.push(value);
      return undefined;
    };
    await trace();
    assert.deepEqual(seen, ['total([4])|line 5', 'Write a call…|undefined', 'total([4])']);
    assert.deepEqual([tracer.tasks, tracer.runs], [[], []]);
  });

  it('runs nothing after a no, at any question, and keeps nothing', async () => {
    pair.editor.reader.press = message => (message.startsWith('Run ') ? undefined : 'Save and Go On');
    await trace();
    pair.editor.reader.type = () => undefined;
    await trace();
    assert.equal(tracer.tasks.length, 1);
    assert.deepEqual([tracer.runs, traces(), pair.page.shown?.run], [[], [], undefined]);
  });

  it('says in one sentence why nothing can be run, and runs nothing', async () => {
    const said = async () => {
      await trace();
      return pair.editor.said.at(-1);
    };
    pair.editor.isTrusted = false;
    assert.match((await said()) ?? '', /in a trusted workspace only/);
    pair.editor.isTrusted = true;
    pair.editor.reader.type = () => 'total([1';
    tracer.refusal = 'No Python was found (tried: python3).';
    await trace();
    assert.equal(tracer.tasks.length, 0);
    saysYes();
    assert.equal(await said(), 'No Python was found (tried: python3).');
    tracer.refusal = undefined;
    pair.editor.edit(code, '\n\n\nx = 1\n');
    assert.equal(await said(), 'The caret stands in no function that could be called.');
    pair.disk.set('/folder/words.txt', 'def total(a):\n    return 1\n');
    pair.editor.show(await pair.editor.open(URI.file('/folder/words.txt')));
    assert.match((await said()) ?? '', /plaintext cannot be traced here|stands in no function/);
    assert.deepEqual([tracer.runs, traces()], [[], []]);
  });

  it('says so where no code can be run at all', async () => {
    pair.dispose();
    pair = new Pair();
    await pair.show();
    await pair.openCode();
    await trace();
    assert.match(pair.editor.said.at(-1) ?? '', /A browser cannot run code/);
  });

  it('offers to save what is not saved, and runs nothing where it is not', async () => {
    pair.editor.edit(code, 'def total(a):\n    return sum(a) + 0\n');
    pair.editor.reader.press = () => undefined;
    await trace();
    assert.match(pair.editor.said.at(-1) ?? '', /changes that are not saved/);
    assert.equal(tracer.tasks.length, 0);
    saysYes();
    await trace();
    assert.equal(pair.editor.documents.get(code.toString())?.isDirty, false);
    assert.match(tracer.tasks[0]?.text ?? '', /sum\(a\) \+ 0/);
  });

  it('says what the interpreter refused, and keeps nothing of it', async () => {
    tracer.end =
      '{"e":"end","reason":"refused","fault":{"code":"syntax","file":"x","line":3,"detail":"bad"}}';
    await trace();
    assert.equal(pair.editor.said.at(-1), 'The file has a syntax error on line 3: bad.');
    assert.deepEqual(traces(), []);
  });

  it('is ended when the reader cancels, and when the window closes', async () => {
    tracer.over = signal => new Promise(resolve => signal.addEventListener('abort', () => resolve()));
    const asked = pair.editor.run('marginalia.traceReasoning');
    await pair.until(() => tracer.runs.length === 1, 'it runs');
    pair.editor.cancelled.fire();
    await pair.until(() => tracer.runs[0]?.aborted === true, 'it is cancelled');
    await asked;
    await pair.pass(500);
    assert.equal(shown()?.end.reason, 'cancelled');
    void pair.editor.run('marginalia.traceReasoning');
    await pair.until(() => tracer.runs.length === 2, 'it runs again');
    pair.dispose();
    assert.equal(tracer.runs[1]?.aborted, true);
    pair = new Pair();
  });

  it('is shown again in the next window, and goes with its run', async () => {
    const id = await explained();
    await trace();
    await pair.kill();
    await pair.restore();
    await pair.until(() => shown() !== undefined, 'what was seen is shown again');
    assert.equal(shown()?.lines.find(({ line }) => line === 2)?.result, '6');
    await pair.wish({ type: 'deleteRun', run: id });
    await pair.pass(keptDeletedMs + 60_000);
    pair.close();
    await pair.show();
    await pair.editor.run('marginalia.explainReasoning');
    await pair.until(() => traces().length === 0, 'it is gone');
  });

  it('goes along when the code is explained after it was run', async () => {
    await trace();
    const before = pair.page.shown?.run?.id ?? '';
    await pair.wish({ type: 'explainAgain', run: before });
    await pair.until(
      () => (pair.page.shown?.run?.steps.length ?? 0) > 0 && shown() !== undefined,
      'steps beside it',
    );
    assert.notEqual(pair.page.shown?.run?.id, before);
    assert.equal(traces().length, 2);
  });

  it('is run from a run, too; of lines that have changed nothing is said', async () => {
    const id = await explained();
    pair.editor.edit(code, 'x = 0\ndef total(a):\n    return sum(list(a))\n');
    await pair.wish({ type: 'traceRun', run: id });
    await pair.until(() => shown() !== undefined, 'what was seen is shown');
    // The tracer tells line 2, which is the head now, and was line 1 when it was explained.
    assert.deepEqual(
      shown()?.lines.map(({ line }) => line),
      [1],
    );
    assert.equal(shown()?.isUnchanged, false);
    assert.deepEqual(await pair.wish({ type: 'traceRun', run: 'nowhere' }), { code: 'run-gone' });
  });
});
