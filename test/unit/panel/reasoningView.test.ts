// What the page of a run says when there was no run, or none to its end.
import assert from 'node:assert/strict';
import { advance } from '../../../src/core/reasoning/advance';
import type { Run } from '../../../src/core/reasoning/run';
import { firstUi, type Scene } from '../../../src/panel/scene';
import { reasoningView } from '../../../src/panel/views/reasoning/reasoningView';
import { isUnanchored } from '../../../src/panel/views/reasoning/runState';
import { checksOf, doubtNotes, doubtsOf, inventedIn } from '../../../src/panel/views/reasoning/stepMarks';
import { saveStep } from '../../../src/panel/views/reasoning/transport';
import { wordsIn } from '../../../src/panel/words';
import { firstRun, runEvents, stageAt } from '../../panel/fixtures';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const draw = (run: Run, language: 'en' | 'zh-CN' = 'en') => textOf(reasoningView(sceneOf({ run }, language)));

describe('the page of a run', () => {
  it('shows a refusal as its sentence alone', () => {
    const excerpt = { uri: '', name: '', languageId: '', firstLine: 1, text: '' };
    const refused: Run = {
      ...firstRun,
      excerpt,
      state: 'failed',
      problem: { code: 'binary-file', name: 'a.png' },
    };
    const page = draw(refused);
    assert.match(page, /role="alert" data-error=binary-file/);
    assert.match(page, /<span>a\.png is not text, so it cannot be explained<\/span>/);
    assert.match(page, /<p>Open a source file\.<\/p>/);
    assert.match(page, /<ol data-run=run-1 data-state=failed><\/ol>/);
    assert.doesNotMatch(page, /Looking for a model|Line 1 of|step by step/);
  });

  it('says what was meant: a method, a statement, a whole file, several selections, a cell', () => {
    const done = runEvents.reduce(advance, firstRun);
    const { symbol: _named, ...plain } = done.excerpt;
    const title = (change: Partial<Run['excerpt']>, language: 'en' | 'zh-CN' = 'en') => {
      const excerpt = { ...plain, name: 'a.py', firstLine: 3, text: 'x\ny', ...change };
      const page = draw({ ...done, excerpt }, language);
      return /<h1[^>]*>(.*?)<\/h1>/s.exec(page)?.[1]?.replace(/<[^>]*>/g, '');
    };
    assert.equal(title({ kind: 'method', symbol: 'f' }), 'The method f, step by step');
    assert.equal(title({ kind: 'statement' }), 'This statement: lines 3–4 of a.py, step by step');
    assert.equal(title({ kind: 'file' }), 'All of a.py, step by step');
    assert.equal(title({ kind: 'cell', cell: 2 }), 'All of cell 2 of a.py, step by step');
    assert.equal(title({}), 'Lines 3–4 of a.py, step by step');
    const meant = [
      { first: 3, last: 4 },
      { first: 9, last: 9 },
    ];
    assert.equal(title({ meant }), 'Lines 3–4, 9 of a.py, step by step');
    assert.equal(title({ kind: 'method', symbol: 'f' }, 'zh-CN'), '方法 f 逐步讲解');
    assert.equal(title({ kind: 'block' }, 'zh-CN'), '这个代码块：a.py 第 3–4 行 逐步讲解');
    assert.equal(title({ meant }, 'zh-CN'), 'a.py 第 3–4，9 行 逐步讲解');
  });

  it('tells a stop of the reader from the end of a window', () => {
    const begun = runEvents.slice(0, 30).reduce(advance, firstRun);
    const steps = begun.steps.slice(0, 2).with(-1, { number: 2, text: 'Each bit is folded in.' });
    const closed: Run = { ...begun, steps, isWriting: false, state: 'stopped', endedAt: stageAt };
    assert.match(draw(closed), /its window closed after step 2, or goes on with it\./);
    assert.match(draw(closed, 'zh-CN'), /它的窗口在第 2 步之后关闭，或者还在继续。/);
    assert.match(draw({ ...closed, reason: 'stopped' }), /Stopped by you after step 2\./);
  });

  it('says that it was ended in mid-sentence, and by whom', () => {
    const begun = runEvents.slice(0, 30).reduce(advance, firstRun);
    const cut = begun.steps.with(-1, { number: 2, text: 'Each bit is' });
    const stopped: Run = { ...begun, steps: cut, isWriting: false, state: 'stopped', reason: 'stopped' };
    assert.match(draw(stopped), /Stopped by you in the middle of step 2\./);
    assert.match(draw(stopped, 'zh-CN'), /在第 2 步中间由你停止。/);
    const { reason: _none, ...closed } = stopped;
    assert.match(draw(closed), /its window closed in the middle of step 2, or goes on with it\./);
    assert.match(draw({ ...closed, state: 'failed' }), /Ended in the middle of step 2; the steps so far/);
    const atLimit: Run = { ...closed, state: 'done', reason: 'length' };
    assert.match(draw(atLimit), /reached its limit in mid-sentence\./);
    const whole = cut.with(-1, { number: 2, text: 'Each bit is folded in.' });
    assert.match(draw({ ...atLimit, steps: whole }), /reached its limit\./);
    assert.match(draw({ ...stopped, steps: whole }), /Stopped by you after step 2\./);
  });

  it('counts the prompt once: as planned, then as the server counted it', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.match(draw(done), /747 tokens/);
    assert.match(draw(done), /747 of 8,192 tokens/);
    const counted = draw({ ...done, usage: { promptTokens: 801 } });
    assert.match(counted, /801 tokens/);
    assert.match(counted, /801 of 8,192 tokens/);
    assert.doesNotMatch(counted, /747/);
  });

  it('has the lock for this machine only, and says where else the code went', () => {
    const done = runEvents.reduce(advance, firstRun);
    const { destination } = done;
    assert.ok(destination);
    const at = (change: Partial<typeof destination>, warnings: Run['warnings'] = []) =>
      draw({ ...done, warnings, destination: { ...destination, ...change } });
    const lock = /data-whereabouts="here" data-local/;
    assert.match(at({}), lock);
    assert.match(at({ whereabouts: 'here' }), lock);
    const others = [
      [
        at({ isLocal: false, whereabouts: 'unknown' }),
        /data-whereabouts="unknown".*not known where it runs/s,
      ],
      [at({ model: 'gpt-oss:120b-cloud' }), /data-whereabouts="elsewhere".*another machine/s],
      [at({}, [{ kind: 'not-local', host: 'ollama.com' }]), /data-whereabouts="elsewhere"/],
      [
        at({ isLocal: false, whereabouts: 'elsewhere', remoteHost: 'https://ollama.com' }),
        /data-whereabouts="elsewhere".*ollama\.com/s,
      ],
      [
        at({ isLocal: false, url: 'http://192.168.1.5:8080' }),
        /data-whereabouts="elsewhere".*192\.168\.1\.5:8080/s,
      ],
    ] as const;
    for (const [page, said] of others) {
      assert.match(page, said);
      assert.doesNotMatch(page, /data-local|this machine,/);
    }
  });

  it('shows a set-up that was begun elsewhere, once', () => {
    const done = runEvents.reduce(advance, firstRun);
    const nobody: Run = { ...done, state: 'failed', problem: { code: 'no-endpoint', tried: [] } };
    const setUp = { state: 'failed', problem: 'No room.' } as const;
    for (const run of [done, nobody]) {
      const page = textOf(reasoningView(sceneOf({ run, setUp })));
      assert.equal(page.match(/No room\./g)?.length, 1, run.state);
    }
    assert.doesNotMatch(draw(done), /data-action=setUpModel/);
  });

  it('shows the grammar that the answer was held to, beside the exact prompt', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.match(draw({ ...done, grammar: 'root ::= "L1"' }), /Form of the answer[\s\S]*root ::= "L1"/);
    assert.doesNotMatch(draw(done), /Form of the answer/);
  });

  it('shows which definitions were sent, and says which were not and why', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.ok(done.budget);
    assert.doesNotMatch(draw(done), /Definitions from elsewhere/);
    const definitions = {
      sent: [{ name: 'help', file: 'src/help.ts', firstLine: 3, lastLine: 5, text: 'a\nb\nc' }],
      noRoom: ['big'],
      outside: ['map\u202e', 'of'],
      isLate: true,
    };
    const run: Run = { ...done, budget: { ...done.budget, definitions: 53 }, definitions };
    const page = draw(run);
    assert.match(page, /Definitions from elsewhere[\s\S]*53[\s\S]*help<\/code> src\/help\.ts, lines 3–5/);
    assert.match(page, /No room was left for the definitions of big\./);
    assert.match(page, /not sent: \u2068map\[U\+202E\]\u2069, of\./);
    assert.match(page, /did not tell all definitions in time/);
    assert.match(page, /800 of 8,192 tokens/);
    assert.match(draw(run, 'zh-CN'), /src\/help\.ts 第 3–5 行[\s\S]*没有发送/);
  });

  it('offers to skip to the answer while the model thinks and where its server can, and says that it was done', () => {
    const thinks: Run = { ...firstRun, state: 'thinking', thinking: 'Hm.' };
    assert.doesNotMatch(draw(thinks), /skip-thoughts/);
    const can = advance(thinks, { at: stageAt, event: { type: 'skippable' } });
    assert.match(draw(can), /data-action=skip-thoughts[\s\S]*Skip to the answer/);
    assert.match(draw(can, 'zh-CN'), /直接作答/);
    const skipped = advance(can, { at: stageAt, event: { type: 'skipped' } });
    assert.doesNotMatch(draw(skipped), /skip-thoughts/);
    assert.match(draw(skipped), /Thinking, ended by you/);
    assert.doesNotMatch(draw({ ...can, state: 'streaming' }), /skip-thoughts/);
  });

  it('shows the prompt token by token where the server told, and whole where it did not', () => {
    const done = runEvents.reduce(advance, firstRun);
    const messages: Run['messages'] = [{ role: 'user', content: 'a = 10' }];
    assert.doesNotMatch(draw({ ...done, messages }), /data-token/);
    const page = draw({ ...done, messages, tokens: [[1, 2, 0, 3]] });
    assert.deepEqual(
      [...page.matchAll(/<span data-token>(.*?)<\/span>/g)].map(([, text]) => text),
      ['a', ' =', ' 10'],
    );
    assert.match(page, /4 tokens/);
    const wrong = draw({ ...done, messages, tokens: [[1, ...Array(100_000).fill(0), 99]] });
    assert.match(wrong, /<span data-token>a<\/span>\s* = 10/);
    const over = draw({ ...done, messages, tokens: [Array(100_000).fill(5)] });
    assert.equal(over.match(/data-token/g)?.length, 2);
  });

  it('shows the schema that the answer was held to', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.match(
      draw({ ...done, form: 'schema', schema: '{"type": "object"}' }),
      /JSON Schema[\s\S]*"object"/,
    );
  });

  it('says what the whole does, above the steps', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.match(draw({ ...done, summary: 'Adds two.' }), /data-summary[\s\S]*<ol/);
    assert.doesNotMatch(draw(done), /data-summary/);
  });

  it('names the lines that no step is about, and those that the model never got', () => {
    const ended = runEvents.reduce(advance, firstRun);
    const lines = { first: 900, last: 901 };
    const run: Run = { ...ended, pieces: [{ lines, quote: 'x' }] };
    const { firstLine } = run.excerpt;
    const text = 'x\n'.repeat(901 - firstLine) + 'x';
    const long: Run = { ...run, excerpt: { ...run.excerpt, text } };
    assert.match(draw(long), /data-unexplained="?900-901[\s\S]*No step is about lines 900–901\./);
    assert.match(draw(long, 'zh-CN'), /没有步骤讲到第 900–901 行。/);
    assert.doesNotMatch(draw(ended), /data-unexplained/);
    const budget = ended.budget ?? {
      instructions: 1,
      code: 1,
      surroundings: 0,
      question: 1,
      answer: 1,
      window: 9,
      isEstimate: true,
      leftOut: [],
    };
    const cut: Run = { ...long, budget: { ...budget, leftOut: [lines] } };
    assert.match(draw(cut), /The model never got lines 900–901\./);
  });

  it('asks for lines in an explanation, and not in the answer to a question', () => {
    const done = runEvents.reduce(advance, firstRun);
    const loose = { number: 1, text: 'Because.' };
    assert.equal(isUnanchored(done, loose), true);
    assert.equal(isUnanchored(done, { ...loose, lines: { first: 1, last: 1 } }), false);
    assert.equal(isUnanchored({ ...done, question: 'Why?', follows: 'run-0' }, loose), false);
  });

  describe('of steps that can be seen to be wrong', () => {
    const done = runEvents.reduce(advance, firstRun);
    const withTexts = (...texts: readonly string[]): Run => ({
      ...done,
      steps: done.steps.map((step, at) => ({ ...step, text: texts[at] ?? step.text })),
    });
    const marked = withTexts(
      'Starts with `state`; `rng.random()` decides about each slip.',
      'Each bit is folded in, at most 512 of them, by `foldBits()`.',
    );

    const checks = (run: Run) => run.steps.map(step => checksOf(doubtsOf(run, step)));
    const notes = (run: Run, language: 'en' | 'zh-CN' = 'en') =>
      run.steps.map(step =>
        textOf(doubtNotes(sceneOf({ run }, language), doubtsOf(run, step), () => undefined, 0)),
      );

    it('says of which line a step speaks, and what is not in the code', () => {
      assert.deepEqual(checks(marked), ['elsewhere', 'invented', '', 'unanchored', '']);
      const [first = '', second = ''] = notes(marked);
      assert.match(first, /data-action="look-elsewhere"[\s\S]*>speaks of line 16</);
      assert.match(first, /Speaks of line 16, where random stands; show it in the editor/);
      assert.match(second, /not in this code: <code>512, foldBits<\/code>/);
      const [inChinese = '', alsoInChinese = ''] = notes(marked, 'zh-CN');
      assert.match(inChinese, /说的是第 16 行/);
      assert.match(alsoInChinese, /代码中没有：<code>512, foldBits<\/code>/);
    });

    it('says nothing of steps that are about their lines', () => {
      assert.deepEqual(checks(done), ['', '', '', 'unanchored', '']);
    });

    it('says nothing of a step that is still being written, nor of an answer to a question', () => {
      const growing: Run = {
        ...marked,
        steps: marked.steps.slice(0, 2),
        state: 'streaming',
        isWriting: true,
      };
      assert.deepEqual(checks(growing), ['elsewhere', '']);
      assert.deepEqual(checks({ ...growing, isWriting: false }), ['elsewhere', 'invented']);
      assert.deepEqual(checks({ ...marked, question: 'Why?', follows: 'run-0' }), ['', '', '', '', '']);
    });

    it('marks an invented name where it stands', () => {
      const step = marked.steps[1];
      assert.ok(step);
      const marks = inventedIn(doubtsOf(marked, step), wordsIn('en'));
      const plain = 'Each bit is folded in, at most 512 of them, by foldBits().';
      assert.deepEqual(
        marks.map(({ start, end, says }) => [plain.slice(start, end), says]),
        [
          ['512', 'not in the code that was sent'],
          ['foldBits', 'not in the code that was sent'],
        ],
      );
    });

    it('saves one that bears a mark at the second press only, and says why', () => {
      const wished: unknown[] = [];
      const said: string[] = [];
      let ui = firstUi;
      const scene = (): Scene => ({
        ...sceneOf({ run: marked }),
        ui,
        wish: wish => wished.push(wish),
        change: change => {
          ui = { ...ui, ...change } as typeof ui;
        },
        say: sentence => said.push(sentence),
      });
      saveStep(scene(), marked, 3);
      assert.deepEqual(wished, [{ type: 'saveStep', run: 'run-1', step: 3 }]);
      for (const step of [1, 2, 4]) {
        wished.length = 0;
        saveStep(scene(), marked, step);
        assert.deepEqual(wished, [], `step ${step}`);
        assert.match(said.at(-1) ?? '', /bears a mark, so it is not saved yet/);
        ui = { ...ui, step };
        assert.match(textOf(reasoningView(scene())), /data-refused="save-step">Step \d bears a mark/);
        saveStep(scene(), marked, step);
        assert.deepEqual(wished, [{ type: 'saveStep', run: 'run-1', step }]);
      }
    });
  });

  it('says once who wrote it, and that nobody checked it', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.equal(draw(done).match(/Written by qwen3:8b · not checked/g)?.length, 1);
    assert.match(draw(done, 'zh-CN'), /由 qwen3:8b 撰写 · 未经核对/);
    assert.doesNotMatch(draw(firstRun), /data-unchecked/);
  });

  it('says that code which was sent again may be old', () => {
    const done = runEvents.reduce(advance, firstRun);
    const old: Run = { ...done, excerpt: { ...done.excerpt, isOld: true } };
    assert.match(
      draw(old),
      /data-notice="old-code"[\s\S]*The code is not in its file any more, or the file could not be read\./,
    );
    assert.match(draw(old, 'zh-CN'), /代码已不在文件中，或文件无法读取。/);
    assert.doesNotMatch(draw(done), /old-code/);
  });

  it('lists what ran before where nothing runs', () => {
    const nobody: Run = { ...firstRun, state: 'failed', problem: { code: 'no-endpoint', tried: [] } };
    assert.match(draw(nobody), /data-show-run=run-0/);
    assert.doesNotMatch(textOf(reasoningView(sceneOf({ run: nobody, runs: [] }))), /data-earlier/);
  });
});
