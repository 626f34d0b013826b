// Does a step follow its code? One operator or constant is changed: the step on it should say something else, and the
// others what they said.
//   node out/test/bench/main.js stepChanges [--take 3] [--skip 3] [--form grammar|schema|free] [--answers DIR]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run, Step } from '../../src/core/reasoning/run';
import { nodeHttp } from '../../src/node/http';
import { explainer, formNamed } from './explaining';
import { hostScripts } from './host';
import { type Mutant, mutantsOf } from './mutants';
import { realCode } from './realCode';
import type { BenchOptions, Row } from './row';

/** Ten seconds each on two cores that are free, and several times that on busy ones. */
export const limitMs = 3 * 60 * 60_000;

const mutantsEach = 5;
/** Longer code takes longer and shows no more. */
const mostLines = 40;

interface Judged {
  readonly name: string;
  readonly mutant: Mutant;
  readonly before: Run;
  readonly after: Run;
}

export async function bench(options: BenchOptions = {}): Promise<readonly Row[]> {
  const form = formNamed(options.form ?? 'grammar');
  const folder = options.answers ?? join('out', 'stepChanges');
  const { serveModel } = await hostScripts();
  const server = await serveModel('coder-1.5b');
  const http = nodeHttp();
  try {
    const { model, explain } = await explainer(server, http);
    const short = (await realCode()).filter(({ excerpt }) => excerpt.text.split('\n').length <= mostLines);
    const { skip = 0, take = short.length } = options;
    const judged: Judged[] = [];
    for (const { excerpt, name } of short.slice(skip, skip + take)) {
      const mutants = mutantsOf(excerpt, mutantsEach);
      if (mutants.length === 0) continue;
      const { run: before } = await explain(excerpt, form);
      for (const mutant of mutants) {
        const { run: after } = await explain(mutant.excerpt, form);
        judged.push({ name, mutant, before, after });
      }
      console.log(`  ${name}: ${mutants.length} mutants`);
    }
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${form}-${skip}.md`), `${judged.map(answerOf).join('\n\n')}\n`);
    return rowsOf(judged, `${model}, ${form}`);
  } finally {
    http.dispose();
    await server.stop();
  }
}

function rowsOf(judged: readonly Judged[], what: string): readonly Row[] {
  const own = judged.flatMap(one => pairsOf(one).filter(({ isOn }) => isOn));
  const others = judged.flatMap(one => pairsOf(one).filter(({ isOn }) => !isOn));
  const share = (pairs: readonly Pair[]) => (100 * pairs.filter(isChanged).length) / pairs.length;
  return [
    {
      name: `steps, on a changed operator or constant: changed (${what})`,
      ours: share(own),
      peer: 80,
      unit: '%',
      peerName: `the least that we allow; of ${judged.length} mutants, ${own.length} steps`,
      target: { atLeast: 1 },
    },
    {
      name: `steps, elsewhere: changed (${what})`,
      ours: share(others),
      peer: 10,
      unit: '%',
      peerName: `the most that we allow; of ${others.length} steps`,
      target: { atMost: 1 },
    },
  ];
}

interface Pair {
  readonly before: Step;
  readonly after: Step | undefined;
  readonly isOn: boolean;
}

/** The steps of both runs, by the lines that they wear. */
function pairsOf({ mutant, before, after }: Judged): readonly Pair[] {
  return before.steps.map(step => ({
    before: step,
    after: after.steps.find(
      ({ lines }) => lines?.first === step.lines?.first && lines?.last === step.lines?.last,
    ),
    isOn: step.lines !== undefined && step.lines.first <= mutant.line && mutant.line <= step.lines.last,
  }));
}

function isChanged({ before, after }: Pair): boolean {
  return before.text.trim() !== after?.text.trim();
}

function answerOf(one: Judged): string {
  const { name, mutant } = one;
  const said = pairsOf(one).flatMap(pair => {
    if (!pair.isOn && !isChanged(pair)) return [];
    const { before, after, isOn } = pair;
    return `- ${isOn ? 'on it' : 'elsewhere'}, L${before.lines?.first}\n  - before: ${before.text}\n  - after: ${after?.text}`;
  });
  return [`## ${name}, line ${mutant.line}: ${mutant.name}`, ...said].join('\n');
}
