// Every regular expression in src, found by reading the sources, is asked whether some input makes it take more than time
// in proportion to its length.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenizer } from 'acorn';
import { transformSync } from 'esbuild';
import type { Diagnostics } from 'recheck';
import { isLarge, report } from './rounds';

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/**
 * What was found safe before, by this auditor under these limits: it need not be asked each time. `npm run attack` asks
 * about all of them anew, UPDATE_GOLDEN=1 writes them down.
 */
const recordFile = 'test/attack/patterns.safe.json';
const record: { readonly auditor: string; readonly safe: readonly string[] } = JSON.parse(
  readFileSync(recordFile, 'utf8'),
);

/** By steps and never by time, so that a busy machine finds the same. */
const limits = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  attackLimit: 200_000_000,
  maxIteration: 3,
  maxInitialGenerationSize: 80,
  maxGenerationSize: 40,
} as const;

describe('regular expressions', () => {
  const { patterns, made } = patternsOf('src');

  it('are written where they can be read', () => {
    // What is made while running is seen by no audit; one made of another's source was audited as that one.
    assert.deepEqual(
      made.filter(({ text }) => !/^RegExp\(\w+\.source\)/.test(text)),
      [],
    );
    assert.ok(patterns.length > 50, `only ${patterns.length} were found`);
  });

  it('take time in proportion to their input', async () => {
    process.env.RECHECK_BACKEND = 'pure';
    const { checkSync } = await import('recheck');
    const { version } = JSON.parse(readFileSync('node_modules/recheck/package.json', 'utf8'));
    const auditor = `recheck ${version}, ${JSON.stringify(limits)}`;
    const isUpdate = process.env.UPDATE_GOLDEN === '1';
    const known = new Set(isLarge || isUpdate || record.auditor !== auditor ? [] : record.safe);
    const unique = new Map(patterns.map(one => [`/${one.source}/${one.flags}`, one]));
    const safe: string[] = [];
    const flagged: string[] = [];
    const counts = { audited: unique.size, 'audited now': 0 };
    for (const [written, { source, flags, where }] of unique) {
      const found = known.has(written) ? undefined : checkSync(source, flags, limits);
      if (found) counts['audited now'] += 1;
      if (!found || found.status === 'safe') safe.push(written);
      else flagged.push(`${where}: ${written}: ${describeHarm(found)}`);
    }
    if (isUpdate) writeFileSync(recordFile, `${JSON.stringify({ auditor, safe: safe.sort() }, null, 2)}\n`);
    report('regular expressions', { ...counts, flagged: flagged.length });
    assert.deepEqual(flagged, []);
  });
});

function describeHarm(found: Diagnostics): string {
  if (found.status !== 'vulnerable') return found.status;
  return `${found.complexity.summary}, e.g. ${found.attack.pattern.slice(0, 120)}`;
}

function patternsOf(folder: string) {
  const patterns: Pattern[] = [];
  const made: { readonly where: string; readonly text: string }[] = [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !name.endsWith('.d.ts'),
  );
  for (const where of files.sort()) {
    const { code } = transformSync(readFileSync(join(folder, where), 'utf8'), {
      loader: 'ts',
      target: 'es2022',
    });
    for (const token of tokenizer(code, { ecmaVersion: 2022, sourceType: 'module' })) {
      if (token.type.label === 'regexp') {
        const { pattern, flags } = tokenValue(token) as { pattern: string; flags: string };
        patterns.push({ where, source: pattern, flags });
      } else if (token.type.label === 'name' && tokenValue(token) === 'RegExp') {
        const text = code.slice(token.start, token.start + 80).split('\n', 1)[0] ?? '';
        if (text.startsWith('RegExp(')) made.push({ where, text });
      }
    }
  }
  return { patterns, made };
}

/** The types of acorn leave it out. */
function tokenValue(token: object): unknown {
  return 'value' in token ? token.value : undefined;
}
