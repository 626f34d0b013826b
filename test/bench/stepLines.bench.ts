// Do the steps of a real model stand on the lines that they are about? By words alone, with no judge: the measure of
// core/reasoning/checks/stepMeasure.ts over functions of real libraries. The answers are kept beside the figures, to be read.
//   node out/test/bench/main.js stepLines [--take 12] [--skip 12] [--form grammar|schema|free] [--language zh-CN] [--answers DIR]
// With --more 8, eight more are asked for beside those whose answers stand in the folder already: a batch at a time.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Language } from '../../src/core/chapter/chapter';
import type { Form } from '../../src/core/endpoint/forms';
import { checkStep } from '../../src/core/reasoning/checks/checkStep';
import { type KnownCode, readCode } from '../../src/core/reasoning/checks/knownCode';
import { addMeasures, measureSteps, type StepMeasure } from '../../src/core/reasoning/checks/stepMeasure';
import { linesName } from '../../src/core/reasoning/forms/pieceHead';
import type { Run, Step } from '../../src/core/reasoning/run';
import { nodeHttp } from '../../src/node/http';
import { type Explained, explainer, formNamed } from './explaining';
import { hostScripts } from './host';
import { median } from './measure';
import { type RealCode, realCode } from './realCode';
import type { BenchOptions, Row } from './row';

/** A function takes 10 to 30 s on two cores that are free, and several times that on busy ones. */
export const limitMs = 3 * 60 * 60_000;

interface Judged extends Explained {
  readonly code: RealCode;
  readonly known: KnownCode;
  readonly measure: StepMeasure;
  readonly tokens: Tokens;
}

/** Of an answer, as the model counts them. */
interface Tokens {
  readonly all: number;
  /** Of the same words as free text: a line for each step, that begins with its lines. */
  readonly asText: number;
}

export async function bench(options: BenchOptions = {}): Promise<readonly Row[]> {
  const form = formNamed(options.form ?? 'grammar');
  const language = v.parse(Language, options.language ?? 'en');
  const folder = options.answers ?? join('out', 'stepLines');
  const { serveModel } = await hostScripts();
  const server = await serveModel('coder-1.5b');
  const http = nodeHttp();
  try {
    const { model, explain, tokensOf } = await explainer(server, http);
    await mkdir(folder, { recursive: true });
    const kept = options.more === undefined ? [] : await keptIn(join(folder, `${form}.json`));
    let left = options.more ?? Number.POSITIVE_INFINITY;
    const answers: Answer[] = [];
    const judged: Judged[] = [];
    for (const code of await realCode(options.take, options.skip)) {
      const before = kept.find(({ run }) => run.excerpt.text === code.excerpt.text);
      if (!before && left <= 0) continue;
      const explained = before ?? (await explain(code.excerpt, form, language));
      const { run } = explained;
      if (!before) left -= 1;
      const known = readCode(code.excerpt);
      const measure = measureSteps(run.steps, known);
      const tokens = before?.tokens ?? {
        all: await tokensOf(answerIn(run)),
        asText: await tokensOf(asText(run)),
      };
      judged.push({ ...explained, code, known, measure, tokens });
      answers.push({ ...explained, name: code.name, tokens });
      console.log(`  ${lineOf(judged.length, code, measure)}`);
      // After each: whoever ends a batch in its middle loses no answer.
      const text = [`# ${model}, form ${form}`, tableOf(judged), ...judged.map(answerOf)].join('\n\n');
      await writeFile(join(folder, `${form}.md`), `${text}\n`);
      await writeFile(join(folder, `${form}.json`), JSON.stringify(answers));
    }
    const all = addMeasures(judged.map(({ measure }) => measure));
    console.log(`${tableOf(judged)}\nThe answers stand in ${folder}.`);
    return rowsOf(all, judged, form, `${model}, ${form}, ${judged.length} functions`);
  } finally {
    http.dispose();
    await server.stop();
  }
}

interface Answer extends Explained {
  readonly name: string;
  readonly tokens: Tokens;
}

/** Of an earlier batch; none where there was none. */
async function keptIn(file: string): Promise<readonly Answer[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  return JSON.parse(text);
}

/** All that the model wrote: to long code it answers several times. */
function answerIn({ messages, answer = '' }: Run): string {
  const before = messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
  return [...before, answer].join('\n');
}

function asText({ summary = '', steps }: Run): string {
  return [summary, ...steps.map(({ lines, text }) => `${lines ? `${linesName(lines)}: ` : ''}${text}`)].join(
    '\n',
  );
}

/** Of the steps misplaced, in percent: the most that we allow. */
const mostMisplaced: Readonly<Record<Form, number>> = { grammar: 5, schema: 5, free: 10 };

function rowsOf(all: StepMeasure, judged: readonly Judged[], form: Form, what: string): readonly Row[] {
  const { all: tokens, asText } = tokensIn(judged);
  const places = judged.flatMap(({ run, known }) =>
    run.steps.map(step => ({
      isMisplaced: measureSteps([step], known).misplaced > 0,
      isMarked: checkStep(step, known).some(({ kind }) => kind === 'elsewhere'),
    })),
  );
  const found = places.filter(({ isMarked, isMisplaced }) => isMarked && isMisplaced).length;
  const marked = places.filter(({ isMarked }) => isMarked).length;
  const firstMs = judged.flatMap(({ firstStepMs = [] }) => firstStepMs);
  const share = (part: number, whole: number) => (whole === 0 ? 0 : (100 * part) / whole);
  const most = (name: string, ours: number, limit: number, of: string): Row => ({
    name: `steps, ${name} (${what})`,
    ours,
    peer: limit,
    unit: '%',
    peerName: `the most that we allow; of ${of}`,
    target: { atMost: 1 },
  });
  const least = (name: string, ours: number, limit: number, of: string): Row => ({
    ...most(name, ours, limit, of),
    peerName: `the least that we allow; of ${of}`,
    target: { atLeast: 1 },
  });
  const shown = (name: string, ours: number, peer: number, unit: Row['unit'], peerName: string): Row => ({
    name: `steps, ${name} (${what})`,
    ours,
    peer,
    unit,
    peerName,
  });
  return [
    most(
      'misplaced',
      share(all.misplaced, all.judged),
      mostMisplaced[form],
      `${all.judged} that can be judged`,
    ),
    shown(
      'misplaced, the lines of each taken together',
      share(all.misplacedAsWhole, all.judged),
      mostMisplaced[form],
      '%',
      `the same limit; of ${all.judged}`,
    ),
    least('wear lines', share(all.placed, all.steps), 100, `${all.steps} steps`),
    least('names on their own lines', share(all.namesAtHome, all.names), 90, `${all.names} names`),
    least('lines covered', share(all.covered, all.lines), 98, `${all.lines} lines`),
    shown('not in the code, a hundred steps', share(all.notSent, all.steps), 0, '%', 'none'),
    shown(
      'misplaced and marked "speaks of line …"',
      found,
      all.misplaced,
      'steps',
      'those that are misplaced',
    ),
    shown('marked so, and not misplaced', marked - found, marked, 'steps', 'those that are marked'),
    most(
      'tokens of the form',
      share(tokens - asText, asText),
      15,
      `${asText} of the same words as free text`,
    ),
    shown('first words of the first step', median(firstMs), 0, 'ms', 'none'),
  ];
}

const heads =
  'functions | language | steps | wear lines | misplaced | names at home | not in the code | lines covered | tokens | as free text';

/** A row for each language, and one for all. */
function tableOf(judged: readonly Judged[]): string {
  const languages = [...new Set(judged.map(({ code }) => code.excerpt.languageId))].sort();
  const groups: readonly (readonly [string, readonly Judged[]])[] = [
    ...languages.map(
      language => [language, judged.filter(({ code }) => code.excerpt.languageId === language)] as const,
    ),
    ['all', judged],
  ];
  const rows = groups.map(([language, some]) => {
    const one = addMeasures(some.map(({ measure }) => measure));
    const { all, asText } = tokensIn(some);
    return [
      some.length,
      language,
      one.steps,
      one.placed,
      `${one.misplaced} of ${one.judged}`,
      `${one.namesAtHome} of ${one.names}`,
      one.notSent,
      `${one.covered} of ${one.lines}`,
      all,
      asText,
    ].join(' | ');
  });
  const line = heads
    .split(' | ')
    .map(() => '---')
    .join(' | ');
  return [heads, line, ...rows].map(row => `| ${row} |`).join('\n');
}

function tokensIn(judged: readonly Judged[]): Tokens {
  return judged.reduce(
    (sum, { tokens }) => ({ all: sum.all + tokens.all, asText: sum.asText + tokens.asText }),
    { all: 0, asText: 0 },
  );
}

function lineOf(
  number: number,
  { name, hasChanged }: RealCode,
  { steps, misplaced, judged }: StepMeasure,
): string {
  const changed = hasChanged ? ', not the text that was chosen' : '';
  return `${number}. ${name}${changed}: ${steps} steps, ${misplaced} of ${judged} misplaced`;
}

function answerOf({ code, run, known, measure, tookMs }: Judged, index: number): string {
  const { languageId, firstLine, text } = code.excerpt;
  const lines = text.split('\n').map((line, at) => `${firstLine + at}| ${line}`);
  const ended = `${run.state}${run.reason === undefined ? '' : `, ${run.reason}`}, ${Math.round(tookMs / 1000)} s`;
  return [
    `## ${lineOf(index + 1, code, measure)}`,
    `${languageId}; ${ended}`,
    ['~~~~', ...lines, '~~~~'].join('\n'),
    [`- all: ${run.summary ?? ''}`, ...run.steps.map(step => stepOf(step, known))].join('\n'),
  ].join('\n\n');
}

function stepOf(step: Step, known: KnownCode): string {
  const lines = step.lines ? `L${step.lines.first}-${step.lines.last}` : 'no lines';
  const isMisplaced = measureSteps([step], known).misplaced > 0;
  const marks = checkStep(step, known).map(mark =>
    mark.kind === 'elsewhere'
      ? `speaks of line ${mark.lines.first}: ${mark.names.join(', ')}`
      : `not in the code: ${mark.words.map(({ text }) => text).join(', ')}`,
  );
  const said = [...(isMisplaced ? ['misplaced'] : []), ...marks];
  return `- ${lines}: ${step.text}${said.length > 0 ? ` **[${said.join('; ')}]**` : ''}`;
}
