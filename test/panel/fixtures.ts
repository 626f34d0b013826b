// What the stage shows: a small chapter with every kind of note, a run at every stage, cards of every kind.

import type { Annotation } from '../../src/core/annotation/annotation';
import type { Chapter, Language, Localized } from '../../src/core/chapter/chapter';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import { newRun, type Run, type TimedEvent } from '../../src/core/reasoning/run';
import type { Card, Review } from '../../src/core/review/card';
import type { TraceEvent } from '../../src/core/trace/event';
import { type SeenRun, seenRun } from '../../src/core/trace/seen';
import { Trace } from '../../src/core/trace/trace';
import type { Value } from '../../src/core/trace/value';
import type { Shown } from '../../src/panel/shown';

/** Noon of a day in 2026: nothing on the stage depends on the real clock but the running one. */
export const stageAt = Date.UTC(2026, 4, 12, 12);

const passages = [
  {
    id: 'cot-way-of-writing',
    number: '2.1',
    en: {
      title: 'A way of writing, not a part of the model',
      markdown:
        'Ask for the answer alone, and the model must find it within one pass for each token. Ask for the steps first, and every step becomes text that the next pass can read. Nothing inside has changed; the paper does the work. The story calls this the most important gain of all, and it is a large one, though not everywhere.',
    },
    zh: {
      title: '一种写法，而非一个部件',
      markdown:
        '只要答案，模型就得在每个词元的一次前向计算里把它找出来。先要步骤，每一步就成了下一次计算能读到的文字。模型内部什么也没变，起作用的是这张“草稿纸”。故事把它称为所有进步中最重要的一项。进步确实很大，但并非处处如此。',
    },
  },
  {
    id: 'cot-gpt3',
    number: '2.2',
    en: {
      title: 'What the older model could do',
      markdown:
        'One often hears that GPT-3 had practically no chain of thought. Yet the plain model, shown a handful of worked sums, climbs steeply on easy word problems. It stayed unreliable, and its smaller sizes gained next to nothing. Weak, and only at the largest size: that is the fair summary.',
    },
    zh: {
      title: '旧模型能做到什么',
      markdown:
        '常有人说，GPT-3 几乎没有思维链能力。可是，只要给原始模型看几道带步骤的例题，它在简单应用题上的得分就陡然上升。它仍不可靠，而且较小的型号几乎毫无收益。公允的说法是：能力很弱，且只在最大的型号上出现。',
    },
  },
  {
    id: 'cot-not-length',
    number: '2.3',
    code: ['scratchpad', 'lost-file'],
    en: {
      title: 'It is not the length',
      markdown:
        'If extra tokens were the secret, a row of dots would do as well. It does not, and reasons given after the answer do not help either. What counts is that the steps come first.\n\n| written | solved |\n| --- | --- |\n| steps, then answer | 14.3 |\n| answer only | 6.5 |\n| dots, then answer | 6.4 |\n\nThree points to keep:\n\n- the *order* matters,\n- `length` alone does not,\n- the gain is [largest in arithmetic](https://arxiv.org/abs/2201.11903).',
    },
    zh: {
      title: '关键不在长度',
      markdown:
        '如果诀窍在于多写几个词元，那么写一排点也该有用，可它没有用。先答后解释同样无济于事。要紧的是步骤在前。',
    },
  },
  {
    id: 'cot-origin',
    number: '2.4',
    en: {
      title: 'Where does it come from?',
      markdown:
        'In 2022 the leading suspect was training on code. The timing fitted: the models that reasoned best had also read the most programs. Scale, newer data and tuning changed in the same years, so the timing alone decides nothing.',
    },
  },
] as const;

export const chapter: Chapter = {
  key: 'stage',
  id: 'stage',
  title: { en: 'How ChatGPT came to be', 'zh-CN': 'ChatGPT 是怎样来的' },
  languages: ['en', 'zh-CN'],
  concepts: [
    {
      id: 'next-token',
      number: 1,
      title: { en: 'Next-token pre-training', 'zh-CN': '预测下一个词元的预训练' },
      thesis: {
        en: 'One goal, the next token, and much follows from it.',
        'zh-CN': '只有一个目标：下一个词元。',
      },
      clears: [],
      needs: [],
      leadsTo: ['chain-of-thought'],
      passages: ['next-token-goal'],
    },
    {
      id: 'chain-of-thought',
      number: 2,
      title: { en: 'Chain of thought', 'zh-CN': '思维链' },
      thesis: {
        en: 'Steps written before the answer give a network of fixed depth more room to compute. They help most with sums and symbols, and only in models that are already capable.',
        'zh-CN':
          '先写步骤、再写答案，等于给深度固定的网络留出更多演算的余地。受益最大的是算术和符号任务，而且只有本来就够强的模型才受益。',
      },
      clears: [
        { en: 'it is an organ that a model has or lacks', 'zh-CN': '它是模型有或没有的一个器官' },
        { en: 'it is how a model remembers', 'zh-CN': '模型靠它来记忆' },
      ],
      needs: ['next-token'],
      leadsTo: ['faithfulness'],
      passages: passages.map(({ id }) => id),
    },
    {
      id: 'faithfulness',
      number: 3,
      title: { en: 'Is the written reasoning the real one?', 'zh-CN': '推理过程的忠实性' },
      thesis: { en: 'Not always, and it can be measured.' },
      clears: [],
      needs: ['next-token', 'chain-of-thought'],
      leadsTo: [],
      passages: ['faithful'],
    },
  ],
  passages: [
    {
      id: 'next-token-goal',
      number: '1.1',
      concept: 'next-token',
      text: { en: { title: 'The goal', markdown: 'The next token is all that is asked.' } },
      code: [],
    },
    ...passages.map(passage => ({
      id: passage.id,
      number: passage.number,
      concept: 'chain-of-thought',
      text: { en: passage.en, ...('zh' in passage ? { 'zh-CN': passage.zh } : {}) },
      code: 'code' in passage ? passage.code : [],
    })),
    {
      id: 'faithful',
      number: '3.1',
      concept: 'faithfulness',
      text: { en: { title: 'A test', markdown: 'Change a step, and see whether the answer follows.' } },
      code: [],
    },
  ],
  regions: [
    {
      id: 'scratchpad',
      file: 'code/parity.py',
      symbol: 'scratchpad',
      about: {
        en: 'A scratchpad that slips once in a hundred steps: 8 bits come out right 91 times in 100, 64 bits 66 times.',
        'zh-CN': '每百步出错一次的草稿纸：8 位奇偶校验 100 次里对 91 次，64 位只对 66 次。',
      },
      lines: { first: 12, last: 18 },
    },
    { id: 'lost-file', file: 'code/dots.py', about: { en: 'A row of dots.', 'zh-CN': '一排点。' } },
  ],
  sources: [
    {
      id: 'sprague',
      label: 'Sprague et al. 2025',
      title: 'To CoT or not to CoT?',
      url: 'https://arxiv.org/abs/2409.12183',
    },
    {
      id: 'kojima',
      label: 'Kojima et al. 2022',
      title: 'Large Language Models are Zero-Shot Reasoners',
      url: 'https://arxiv.org/abs/2205.11916',
    },
    {
      id: 'wei',
      label: 'Wei et al. 2022',
      title: 'Chain-of-Thought Prompting',
      url: 'https://arxiv.org/abs/2201.11903',
    },
  ],
  problems: [],
};

interface NoteOf {
  readonly id: string;
  readonly passage: string;
  readonly quote: Localized;
  readonly text?: Localized;
  readonly extra?: Partial<Annotation>;
}

function annotation({ id, passage, quote, text, extra }: NoteOf): Annotation {
  const languages: readonly Language[] = quote['zh-CN'] === undefined ? ['en'] : ['en', 'zh-CN'];
  return {
    id,
    type: 'Annotation',
    motivation: text === undefined ? 'highlighting' : 'commenting',
    created: new Date(stageAt - 86_400_000).toISOString(),
    body: text === undefined ? [] : bodies(text),
    target: languages.map(language => {
      const exact = quote[language] ?? quote.en;
      const found = chapter.passages.find(entry => entry.id === passage);
      const plain = plainText(parseMarkdown(found?.text[language]?.markdown ?? ''));
      const start = plain.indexOf(exact);
      const selector = [
        {
          type: 'TextQuoteSelector' as const,
          exact,
          prefix: plain.slice(Math.max(0, start - 32), Math.max(0, start)),
          suffix: plain.slice(start + exact.length, start + exact.length + 32),
        },
        ...(start < 0 ? [] : [{ type: 'TextPositionSelector' as const, start, end: start + exact.length }]),
      ];
      return { source: `marginalia:/stage/${language}/${passage}`, selector };
    }),
    ...extra,
  };
}

function bodies(text: Localized): Annotation['body'] {
  return Object.entries(text).map(([language, value]) => ({
    type: 'TextualBody' as const,
    value,
    format: 'text/markdown',
    language,
    purpose: 'commenting',
  }));
}

export const editorial: readonly Annotation[] = [
  annotation({
    id: 'urn:marginalia:stage:gain',
    passage: 'cot-way-of-writing',
    quote: { en: 'the most important gain of all', 'zh-CN': '所有进步中最重要的一项' },
    text: {
      en: 'Large gains in mathematics and symbols, small ones elsewhere: a review of over 100 papers, and 20 data sets run on 14 models.',
      'zh-CN': '数学与符号任务收益大，其他任务收益小：综述一百多篇论文，并在 14 个模型上跑了 20 个数据集。',
    },
    extra: {
      'marginalia:verdict': 'partly',
      'marginalia:sources': ['sprague'],
      'marginalia:evidence': 'abstract',
    },
  }),
  annotation({
    id: 'urn:marginalia:stage:gpt3',
    passage: 'cot-gpt3',
    quote: { en: 'GPT-3 had practically no chain of thought', 'zh-CN': 'GPT-3 几乎没有思维链能力' },
    text: {
      en: 'davinci (175B) on MultiArith, few-shot, without and with steps.',
      'zh-CN': 'davinci（175B）在 MultiArith 上的少样本得分：无步骤与有步骤。',
    },
    extra: {
      'marginalia:verdict': 'wrong',
      'marginalia:figure': { from: 8.1, to: 44.3, unit: '%' },
      'marginalia:sources': ['kojima'],
      'marginalia:evidence': 'tables',
      'marginalia:question': [
        {
          type: 'TextualBody',
          language: 'en',
          value: 'Shown worked steps in its examples, how far did plain davinci (175B) rise on MultiArith?',
        },
        {
          type: 'TextualBody',
          language: 'zh-CN',
          value: '例题带上步骤之后，原始 davinci（175B）在 MultiArith 上的得分升了多少？',
        },
      ],
    },
  }),
  annotation({
    id: 'urn:marginalia:stage:smaller',
    passage: 'cot-gpt3',
    quote: { en: 'its smaller sizes gained next to nothing', 'zh-CN': '较小的型号几乎毫无收益' },
    text: {
      en: 'Up to 6.7B, scores with steps stay at 2 to 6\u00a0%.',
      'zh-CN': '6.7B 及以下，有步骤的得分停在 2%～6%。',
    },
    extra: {
      'marginalia:verdict': 'right',
      'marginalia:sources': ['kojima'],
      'marginalia:evidence': 'tables',
    },
  }),
  annotation({
    id: 'urn:marginalia:stage:code',
    passage: 'cot-origin',
    quote: { en: 'training on code' },
    text: {
      en: 'LaMDA 137B had no GitHub corpus, only code-related web pages, and gains on MultiArith all the same.',
    },
    extra: {
      'marginalia:verdict': 'unproven',
      'marginalia:figure': { from: 7.6, to: 44.9, unit: '%' },
      'marginalia:sources': ['wei', 'kojima'],
      'marginalia:evidence': 'tables',
    },
  }),
];

export const own: readonly Annotation[] = [
  annotation({
    id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    passage: 'cot-not-length',
    quote: { en: 'reasons given after the answer', 'zh-CN': '先答后解释' },
    text: {
      en: 'So an explanation that follows the answer may explain nothing.',
      'zh-CN': '所以跟在答案后面的解释，可能什么也没解释。',
    },
  }),
  annotation({
    id: 'urn:uuid:00000000-0000-4000-8000-000000000002',
    passage: 'cot-way-of-writing',
    quote: { en: 'Nothing inside has changed' },
  }),
  annotation({
    id: 'urn:uuid:00000000-0000-4000-8000-000000000003',
    passage: 'cot-way-of-writing',
    quote: { en: 'A sentence that was taken out when this passage was revised last spring' },
    text: { en: 'Was this ever measured?' },
  }),
];

const excerptText = [
  'def scratchpad(bits, slip, rng):',
  '    state = 0',
  '    for bit in bits:',
  '        state ^= bit',
  '        if rng.random() < slip:',
  '            state ^= 1',
  '    return state',
].join('\n');

export const firstRun: Run = newRun('run-1', stageAt, {
  uri: 'file:///chapter/code/parity.py',
  name: 'parity.py',
  languageId: 'python',
  symbol: 'scratchpad',
  firstLine: 12,
  text: excerptText,
});

const texts: readonly { readonly lines?: { first: number; last: number }; readonly text: string }[] = [
  {
    lines: { first: 12, last: 13 },
    text: 'The scratchpad starts empty: `state` is 0, the parity of no bits at all.',
  },
  {
    lines: { first: 14, last: 15 },
    text: 'Each bit is folded in by exclusive or, so after *k* bits `state` holds the parity of those *k*.',
  },
  {
    lines: { first: 16, last: 17 },
    text: 'Here the slip comes in. With probability `slip` the running answer is flipped, and nothing later notices.',
  },
  { text: 'Transformers are known to find parity hard.' },
  {
    lines: { first: 18, last: 18 },
    text: 'So the last line returns a parity that is right whenever the number of slips is even.',
  },
];

/** The events of the run, a fifth of a second apart from the first word on. */
export const runEvents: readonly TimedEvent[] = timed([
  { type: 'connecting', address: '127.0.0.1:11434' },
  {
    type: 'prepared',
    destination: {
      url: 'http://127.0.0.1:11434',
      protocol: 'ollama',
      server: 'Ollama 0.12.3',
      model: 'qwen3:8b',
      isLocal: true,
      contextTokens: 8192,
    },
    budget: {
      instructions: 214,
      code: 312,
      surroundings: 180,
      question: 41,
      answer: 2048,
      window: 8192,
      isEstimate: false,
      leftOut: [],
    },
    messages: [
      { role: 'system', content: 'You explain code to a learner, step by step.' },
      {
        role: 'user',
        content: `12| ${excerptText.split('\n').join('\n| ')}\n\nExplain scratchpad step by step.`,
      },
    ],
  },
  { type: 'loading', model: 'qwen3:8b', share: 0.63, sizeBytes: 4_900_000_000 },
  { type: 'reading', processed: 400, total: 747, cached: 0 },
  { type: 'thinking', text: 'The function folds the bits. ' },
  { type: 'thinking', text: 'Then there is a slip.' },
  ...texts.flatMap(({ text, lines }, index) => {
    const words = text.split(/(?<= )/);
    const [first = '', ...rest] = words;
    return [
      { type: 'step' as const, step: { number: index + 1, text: first, ...(lines ? { lines } : {}) } },
      ...rest.map(word => ({ type: 'stepText' as const, text: word })),
    ];
  }),
  { type: 'done', reason: 'stop' },
]);

/** What its code did with `scratchpad([1, 0], 0.0, rng)`: two rounds, and no slip. */
export const seen: SeenRun = seenRun({
  at: stageAt + 30_000,
  isUnchanged: true,
  trace: tracedScratchpad(),
  lineOf: line => line,
});

function tracedScratchpad(): Trace {
  const int = (number: number): Value => ({ kind: 'int', text: String(number), isCut: false });
  const set = (values: Readonly<Record<string, Value>>) => new Map(Object.entries(values));
  const line = (number: number): TraceEvent => ({ type: 'line', call: 1, line: number });
  const sets = (values: Readonly<Record<string, Value>>): TraceEvent => ({
    type: 'values',
    call: 1,
    set: set(values),
    gone: [],
  });
  const branch = (at: number, what: 'if' | 'loop', taken: boolean): TraceEvent => ({
    type: 'branch',
    call: 1,
    line: at,
    what,
    taken,
  });
  const file = '/chapter/code/parity.py';
  const bits: Value = { kind: 'list', text: '[1, 0]', isCut: false };
  const round = (bit: number, state: number): readonly TraceEvent[] => [
    line(14),
    sets({ bit: int(bit) }),
    branch(14, 'loop', true),
    line(15),
    ...(bit === 0 ? [] : [sets({ state: int(state) })]),
    line(16),
    branch(16, 'if', false),
  ];
  const events: readonly TraceEvent[] = [
    {
      type: 'begin',
      version: 1,
      language: 'python',
      runtime: '3.12.4',
      file,
      expression: 'scratchpad([1, 0], 0.0, rng)',
    },
    { type: 'file', id: 0, path: file, lines: [12, 13, 14, 15, 16, 17, 18], loops: [[14, 17]] },
    {
      type: 'call',
      call: 1,
      by: 0,
      file: 0,
      line: 12,
      name: 'scratchpad',
      set: set({ bits, rng: { kind: 'object', text: '<Random>', isCut: false } }),
    },
    line(13),
    sets({ state: int(0) }),
    ...round(1, 1),
    ...round(0, 1),
    line(14),
    branch(14, 'loop', false),
    line(18),
    { type: 'print', to: 'out', text: 'parity 1\n', isAside: false },
    { type: 'return', call: 1, value: int(1) },
    { type: 'end', end: { reason: 'finished', value: int(1) } },
  ];
  const trace = new Trace();
  for (const event of events) trace.add(event);
  return trace;
}

const asked = newRun('run-2', stageAt + 60_000, firstRun.excerpt, {
  before: firstRun,
  question: 'Why is one slip enough to spoil the answer?',
  lines: { first: 16, last: 17 },
  step: 3,
});
const askedNext = newRun('run-3', stageAt + 90_000, firstRun.excerpt, {
  before: asked,
  question: 'And two slips?',
});
const answerOf = (run: Run, text: string): Run => ({
  ...run,
  state: 'done',
  endedAt: run.startedAt + 4_000,
  reason: 'stop',
  destination: {
    url: 'http://127.0.0.1:11434',
    protocol: 'ollama',
    server: 'Ollama 0.12.3',
    model: 'qwen3:8b',
    isLocal: true,
  },
  steps: [{ number: 1, text }],
});

/** Two questions about the run. */
export const thread: readonly Run[] = [
  answerOf(
    asked,
    'Because parity has *no memory of how it got there*: line 17 turns `state` over, and from then on lines 14–15 go on from the wrong value.\n\n- an odd number of slips ends **wrong**,\n- an even number ends right, see L18.',
  ),
  answerOf(askedNext, 'The second turns it back: `state ^= 1` on line 17 undoes itself.'),
];

function timed(events: readonly TimedEvent['event'][]): readonly TimedEvent[] {
  return events.map((event, index) => ({ at: stageAt + index * 200, event }));
}

function card(annotationOf: Annotation, isNew = false): Card {
  return {
    id: annotationOf.id,
    annotation: annotationOf,
    isNew,
    dueAt: stageAt,
    intervalsMs: { again: 600_000, hard: 3 * 86_400_000, good: 8 * 86_400_000, easy: 19 * 86_400_000 },
  };
}

export const savedStep: Annotation = {
  id: 'urn:uuid:00000000-0000-4000-8000-000000000009',
  type: 'Annotation',
  motivation: 'describing',
  body: [
    {
      type: 'TextualBody',
      value: 'The running answer is flipped with probability `slip`.',
      purpose: 'describing',
      format: 'text/markdown',
    },
  ],
  target: [
    {
      source: 'file:///chapter/code/parity.py',
      selector: [
        { type: 'TextQuoteSelector', exact: '        if rng.random() < slip:\n            state ^= 1' },
      ],
      'marginalia:symbol': 'scratchpad',
    },
  ],
  'marginalia:step': { run: 'run-0', number: 3, model: 'qwen3:8b', code: excerptText },
};

export const cards: readonly Card[] = [
  card(editorial[1]!),
  card(own[0]!),
  card(own[1]!, true),
  card(savedStep),
  card(editorial[0]!, true),
];

export const review: Review = {
  due: [...cards],
  dueCount: cards.length,
  total: 40,
  newCount: 2,
  forecast: [12, 5, 7, 3, 9, 2, 4, 6, 1, 3, 0, 5, 2, 4],
  retention: { recalled: 195, rated: 214 },
  canUndo: true,
};

export const snapshot: Shown = {
  place: { view: 'chapter', language: 'en', chapter: 'stage', concept: 'chain-of-thought' },
  read: ['next-token-goal', 'cot-way-of-writing', 'cot-gpt3'],
  chapter,
  otherChapters: [],
  editorial: [...editorial],
  own: [...own],
  kept: ['urn:marginalia:stage:gpt3'],
  due: [],
  dueCount: cards.length,
  review,
  isRunGone: false,
  looks: [],
  savedSteps: [],
  deletedRuns: [],
  thread: [],
  hasMoreRuns: false,
  runs: [
    {
      id: 'run-0',
      startedAt: stageAt - 3_600_000,
      name: 'wrap',
      file: 'wrappers.py',
      model: 'llama3.2:3b',
      steps: 4,
      state: 'done',
    },
  ],
  problems: [],
  setUp: { state: 'idle' },
  singleKeys: true,
  depth: 'steps',
};
