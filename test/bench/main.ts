// `npm run bench`: finds every `*.bench.js` beside itself, runs one after the other, and prints one table. Nothing
// here passes or fails by time: a target that is missed is said, and is no error. Which ones: node main.js search …
// Some take options, which they name themselves.
import { readdir } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Bench, type BenchOptions, isMet, type Row, ratioOf } from './row';

interface Failure {
  readonly name: string;
  readonly why: string;
}

/** Several times what most take on a busy machine: only a bench that hangs comes here. Slower ones export their own. */
const limitMs = 240_000;

const heads = ['name', 'ours', 'peer', 'ours ÷ peer', 'target', 'met', 'the peer'];
/** Names and words stand left, figures right. */
const leftColumns = [0, 5, 6];

// What a bench that hangs has started would keep us; it ends with us.
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const { wanted, options } = commandOf(args);
  const here = new URL('.', import.meta.url);
  const files = (await readdir(here)).filter(
    file => file.endsWith('.bench.js') && (wanted.length === 0 || wanted.some(name => file.includes(name))),
  );
  const rows: Row[] = [];
  const failures: Failure[] = [];
  const loadBefore = loadavg()[0] ?? 0;
  for (const file of files.sort()) {
    const name = file.replace('.bench.js', '');
    const startedAt = Date.now();
    try {
      rows.push(...(await rowsOf(new URL(file, here), options)));
    } catch (error) {
      failures.push({ name, why: error instanceof Error ? error.message : String(error) });
    }
    console.log(`· ${name} took ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }
  const loads = [loadBefore, loadavg()[0] ?? 0].map(load => load.toFixed(1)).join(' to ');
  console.log(`\n${tableOf(rows)}\n`);
  console.log(
    `Medians, on ${availableParallelism()} cores with a load of ${loads}, Node ${process.version}.`,
  );
  const targets = rows.map(isMet).filter(met => met !== undefined);
  console.log(`${targets.filter(met => met).length} of ${targets.length} targets met.`);
  for (const { name, why } of failures) console.log(`${name} could not run: ${why}`);
  return failures.length > 0 || files.length === 0 ? 1 : 0;
}

function commandOf(args: readonly string[]) {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      take: { type: 'string' },
      skip: { type: 'string' },
      more: { type: 'string' },
      form: { type: 'string' },
      language: { type: 'string' },
      answers: { type: 'string' },
      oracle: { type: 'string' },
    },
  });
  const { take, skip, more, ...rest } = values;
  const options: BenchOptions = {
    ...rest,
    ...(take === undefined ? {} : { take: Number(take) }),
    ...(skip === undefined ? {} : { skip: Number(skip) }),
    ...(more === undefined ? {} : { more: Number(more) }),
  };
  return { wanted: positionals, options };
}

function inTime<T>(work: Promise<T>, withinMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const hung = () => reject(new Error(`it had not ended after ${withinMs / 1000} s`));
    const timer = setTimeout(hung, withinMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function rowsOf(file: URL, options: BenchOptions): Promise<readonly Row[]> {
  const module: { readonly bench: Bench; readonly limitMs?: number } = await import(file.href);
  return inTime(module.bench(options), module.limitMs ?? limitMs);
}

function tableOf(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map(line => (line[column] ?? '').length)));
  const drawn = lines.map(line =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return leftColumns.includes(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = drawn;
  return [head, widths.map(width => '─'.repeat(width)).join('  '), ...body].join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const { name, ours, peer, unit, peerName, target } = row;
  const goal = !target ? '' : 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
  const met = isMet(row);
  const ratio = figure(ratioOf(row));
  return [
    name,
    `${figure(ours)} ${unit}`,
    `${figure(peer)} ${unit}`,
    ratio,
    goal,
    met === undefined ? '' : met ? 'yes' : 'NO',
    peerName,
  ];
}

/** Three digits that count. */
function figure(number: number): string {
  if (!Number.isFinite(number)) return '–';
  if (Math.abs(number) >= 100) return Math.round(number).toLocaleString('en');
  return number.toPrecision(3);
}
