// Long code beside short code: does each part of it get its step, and how long does the reader wait for the first one?
//   node out/test/bench/main.js longCode [--form grammar|schema|free] [--answers DIR]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatLines } from '../../src/core/base/lines';
import { unexplained } from '../../src/core/reasoning/unexplained';
import { nodeHttp } from '../../src/node/http';
import { explainer, formNamed } from './explaining';
import { hostScripts } from './host';
import { linesOfFile } from './realCode';
import type { BenchOptions, Row } from './row';

/** Some minutes on two cores that are free. */
export const limitMs = 60 * 60_000;

const file = 'shlex.py';
/** They share no beginning, so that the server has read neither for the other. */
const long = { first: 1, last: 299 };
const short = { first: 300, last: 329 };

export async function bench(options: BenchOptions = {}): Promise<readonly Row[]> {
  const form = formNamed(options.form ?? 'grammar');
  const folder = options.answers ?? join('out', 'longCode');
  const { serveModel } = await hostScripts();
  const server = await serveModel('coder-1.5b');
  const http = nodeHttp();
  try {
    const { model, explain } = await explainer(server, http);
    const ofShort = await explain(await linesOfFile(file, short), form);
    const ofLong = await explain(await linesOfFile(file, long), form);
    const { pieces = [], steps, summary = '' } = ofLong.run;
    const told = pieces.filter(({ lines }) =>
      steps.some(
        step => step.lines?.first === lines.first && step.lines.last === lines.last && step.text !== '',
      ),
    );
    const { lines: untold } = unexplained(ofLong.run);
    await mkdir(folder, { recursive: true });
    const said = steps.map(
      ({ lines, text }) => `- ${lines ? `L${formatLines(lines)}` : 'no lines'}: ${text}`,
    );
    await writeFile(join(folder, `${form}.md`), [`# ${file}, ${form}`, summary, ...said, ''].join('\n'));
    const what = `${model}, ${form}, ${file}`;
    return [
      {
        name: `299 lines: parts that have their step (${what})`,
        ours: told.length,
        peer: pieces.length,
        unit: 'steps',
        peerName: `all of them; lines without a step: ${untold.map(formatLines).join(', ') || 'none'}`,
        target: { atLeast: 1 },
      },
      {
        name: `299 lines: first words of the first step (${what})`,
        ours: ofLong.firstStepMs ?? Number.NaN,
        peer: ofShort.firstStepMs ?? Number.NaN,
        unit: 'ms',
        peerName: '30 lines',
        target: { atMost: 2 },
      },
      {
        name: `299 lines: to the end (${what})`,
        ours: ofLong.tookMs,
        peer: ofShort.tookMs,
        unit: 'ms',
        peerName: '30 lines',
      },
    ];
  } finally {
    http.dispose();
    await server.stop();
  }
}
