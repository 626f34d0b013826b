// The named states of the panel that the stage can show: one for each picture.

import type { Problem } from '../../src/core/base/problem';
import { advance } from '../../src/core/reasoning/advance';
import type { Run } from '../../src/core/reasoning/run';
import type { Review } from '../../src/core/review/card';
import { annotateMiss } from '../../src/core/review/miss';
import { questionsOf } from '../../src/core/trace/predict/questions';
import type { ModelScore } from '../../src/core/trace/score';
import type { RunSummary } from '../../src/core/wire/reasoning';
import type { Shown } from '../../src/panel/shown';
import { firstRun, review, runEvents, seen, snapshot, stageAt, thread } from './fixtures';

export type Scenario = keyof typeof scenarios;

export const scenarios = {
  chapter: () => snapshot,
  'many-notes': () => ({ ...snapshot, own: manyNotes(40) }),
  reasoning: () => atReasoning(runAfter(runEvents.length - 4)),
  loading: () => atReasoning(runAfter(3)),
  done: () => ({ ...atReasoning(runAfter(runEvents.length)), ...changedCode }),
  traced: () => ({ ...atReasoning(runAfter(runEvents.length)), trace: seen }),
  scored: () => ({ ...atReasoning(runAfter(runEvents.length)), trace: seen, score: scored }),
  expected: () => ({ ...atReasoning(expected()), trace: seen }),
  predict: () => ({
    ...atReasoning(runAfter(runEvents.length)),
    trace: seen,
    predicted: { predictions: { at: seen.at, isAsking: true, answers: [] }, cards: [] },
  }),
  'predict-card': () => withReview({ due: [missedCard()], dueCount: 1 }),
  thread: () => ({ ...atReasoning(runAfter(runEvents.length)), thread: [...thread] }),
  stopped: () => ({ ...atReasoning(stopped(runEvents.length - 6)), runs: [goesOn, ...snapshot.runs] }),
  marked: () => atReasoning(marked()),
  broken: () => atReasoning(failed({ code: 'cut-short' }, 30)),
  'no-endpoint': () => atReasoning(failed(nobody, 1)),
  refused: () => atReasoning(refused),
  'no-runs': () => at('reasoning'),
  earlier: () => earlier(),
  compared: () => compared(),
  review: () => at('review'),
  'no-cards': () => withReview({ total: 0, retention: { recalled: 0, rated: 0 }, canUndo: false }),
  'nothing-due': () => withReview({ nextDueAt: stageAt + 86_400_000 }),
  hostile: () => hostile(),
} satisfies Readonly<Record<string, () => Shown>>;

export const hostileText =
  '<img src=x onerror="window.broken=1"><script>window.broken=1</script> [click](javascript:window.broken=1) <b>bold</b>';

/** The first of the reader's notes, so many times over. */
function manyNotes(count: number): Shown['own'] {
  return Array.from({ length: count }, (_, n) =>
    snapshot.own.slice(0, 1).map(one => ({ ...one, id: `${one.id}-${n}` })),
  ).flat();
}

const nobody: Problem = {
  code: 'no-endpoint',
  tried: [
    { address: '127.0.0.1:11434', usually: 'Ollama', outcome: 'refused' },
    { address: '127.0.0.1:8080', usually: 'llama.cpp', outcome: 'not-a-model-server' },
    { address: '127.0.0.1:1234', usually: 'LM Studio', outcome: 'refused' },
    { address: '127.0.0.1:8000', usually: 'vLLM', outcome: 'no-answer' },
    { address: '127.0.0.1:1337', usually: 'Jan', outcome: 'refused' },
    { address: '127.0.0.1:5001', usually: 'KoboldCpp', outcome: 'refused' },
  ],
};

/** Two lines were written above it, and one in it was changed. */
const changedCode = {
  staleLines: [16],
  stands: [
    { first: 12, last: 15, at: 14 },
    { first: 17, last: 18, at: 19 },
  ],
};

const goesOn = {
  id: 'run-9',
  startedAt: stageAt + 10_000,
  name: 'wrap',
  file: 'wrappers.py',
  model: 'llama3.2:3b',
  steps: 2,
  state: 'streaming',
};

const nothingToExplain = { uri: '', name: '', languageId: '', firstLine: 1, text: '' };
const refused: Run = {
  ...firstRun,
  excerpt: nothingToExplain,
  state: 'failed',
  endedAt: stageAt,
  problem: { code: 'empty-selection' },
};

export function runAfter(count: number): Run {
  return runEvents.slice(0, count).reduce(advance, firstRun);
}

/** In mid-sentence. */
function stopped(after: number): Run {
  const run = runAfter(after);
  return advance(run, { at: run.startedAt + after * 200, event: { type: 'done', reason: 'stopped' } });
}

/** Steps that can be seen to be wrong: about other lines, and about what is not there. */
function marked(): Run {
  const run = runAfter(runEvents.length);
  const texts = [
    'Starts with `state` at 0; `rng.random()` decides about each slip.',
    'Each bit is folded in, at most 512 of them, by `foldBits()`.',
  ];
  const steps = run.steps.map((step, at) => ({ ...step, text: texts[at] ?? step.text }));
  return { ...run, steps, summary: 'Works out a parity bit by bit, and slips now and then as it goes.' };
}

function failed(problem: Problem, after: number): Run {
  const run = runAfter(after);
  return advance(run, { at: run.startedAt + after * 200, event: { type: 'failed', problem } });
}

function at(view: Shown['place']['view']): Shown {
  return { ...snapshot, place: { ...snapshot.place, view } };
}

/** What a model stated of the call before it was shown any of it. */
function expected(): Run {
  const run = runAfter(runEvents.length);
  const parts = [
    [13, 13, '`state` = `0`'],
    [14, 15, '`bit` = `1`; `state` = `1`'],
    [16, 17, 'condition true; `state` = `0`'],
    [14, 15, '`bit` = `0`; `state` = `rng`'],
    [17, 17, '`state` = `1`'],
    [18, 18, 'prints `parity 0`; returns `0`'],
  ] as const;
  const steps = parts.map(([first, last, text], at) => ({ number: at + 1, lines: { first, last }, text }));
  const { summary: _whole, ...rest } = run;
  return { ...rest, steps, variation: { expects: { at: seen.at, call: seen.expression } } };
}

const scored: ModelScore = {
  model: 'qwen3:8b',
  runs: 4,
  right: 9,
  n: 13,
  kinds: [
    { kind: 'assignment', right: 5, n: 6 },
    { kind: 'loop', right: 1, n: 3 },
    { kind: 'call', right: 3, n: 4 },
  ],
};

/** A prediction about the run that is shown, which the run did not bear out. */
function missedCard(): Review['due'][number] {
  const run = runAfter(runEvents.length);
  const { text, firstLine } = run.excerpt;
  const question = questionsOf(seen, { text, firstLine }).find(({ kind }) => kind === 'value');
  const [card] = review.due;
  if (!question || !card) throw new Error('the stage asks of a value');
  const { at, expression: call } = seen;
  const id = 'urn:uuid:00000000-0000-4000-8000-00000000000a';
  return { ...card, id, annotation: annotateMiss({ id, now: stageAt, run, question, at, call }) };
}

/** Nothing is due. */
function withReview(change: Partial<Review>): Shown {
  return {
    ...at('review'),
    dueCount: 0,
    review: { ...review, due: [], dueCount: 0, newCount: 0, ...change },
  };
}

function atReasoning(run: Run): Shown {
  const shown = at('reasoning');
  return { ...shown, place: { ...shown.place, run: run.id }, run };
}

/** Two runs of the same code: some pieces agree, one does not, one has a step on one side alone, one bears markup. */
function compared(): Shown {
  const run = runAfter(runEvents.length);
  const shown = atReasoning(run);
  const pieces = run.steps.flatMap(({ lines }) => (lines ? { lines, quote: '' } : []));
  const words = ['`state` begins at 0.', 'Each `bit` is folded into `slip`.', hostileText];
  const beside: Run = {
    ...run,
    id: 'run-beside',
    steps: run.steps.slice(0, -1).map((step, at) => ({ ...step, text: words[at] ?? step.text })),
    ...(run.destination ? { destination: { ...run.destination, model: hostileText } } : {}),
  };
  return {
    ...shown,
    place: { ...shown.place, beside: beside.id },
    run: { ...run, pieces },
    beside: { ...beside, pieces },
  };
}

/** Runs that were named, pinned, deleted and searched, beside one that is shown. */
function earlier(): Shown {
  const shown = atReasoning(runAfter(runEvents.length));
  const [wrap] = shown.runs;
  if (!wrap) throw new Error('the stage has an earlier run');
  const run = (id: string, change: Partial<RunSummary>): RunSummary => ({
    ...wrap,
    id,
    startedAt: wrap.startedAt - Number.parseInt(id.slice(-2), 36) * 1000,
    ...change,
  });
  const pinned = run('run-pinned', {
    name: 'the parity loop',
    isNamed: true,
    isPinned: true,
    file: 'parity.py',
  });
  return {
    ...shown,
    runs: [
      { ...wrap, id: shown.place.run ?? '', startedAt: stageAt, file: 'parity.py', name: 'parity' },
      wrap,
      run('run-named', {
        name: 'under way',
        isNamed: true,
        state: 'streaming',
        startedAt: wrap.startedAt - 1,
      }),
      run('run-hostile', { name: hostileText, file: hostileText, startedAt: wrap.startedAt - 2 }),
      { ...pinned, startedAt: wrap.startedAt - 3 },
    ],
    deletedRuns: [run('run-gone', { name: 'an old one', isDeleted: true })],
    foundRuns: {
      hits: [
        {
          run: pinned,
          where: 'step',
          step: 2,
          excerpt: { before: '…with probability ', hit: 'slip', after: ' a step goes wrong.' },
        },
      ],
      searched: 5,
      total: 5,
      isOver: true,
      isCut: false,
    },
  };
}

/** Everything that comes from outside tries to be markup. */
function hostile(): Shown {
  const base = atReasoning(runAfter(runEvents.length));
  const run = base.run ?? firstRun;
  const text = { title: hostileText, markdown: hostileText };
  return {
    ...base,
    run: {
      ...run,
      thinking: hostileText,
      summary: hostileText,
      steps: run.steps.map(step => ({ ...step, text: hostileText })),
      excerpt: { ...run.excerpt, symbol: hostileText, text: hostileText },
      ...(run.destination
        ? { destination: { ...run.destination, model: hostileText, server: hostileText } }
        : {}),
    },
    chapter: {
      ...snapshot.chapter,
      passages: snapshot.chapter.passages.map(passage => ({ ...passage, text: { en: text } })),
      sources: snapshot.chapter.sources.map(source => ({
        ...source,
        label: hostileText,
        url: 'javascript:window.broken=1',
      })),
    },
    own: snapshot.own.map(note => ({
      ...note,
      body: [{ type: 'TextualBody' as const, value: hostileText, format: 'text/markdown' }],
    })),
  };
}
