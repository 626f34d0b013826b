// The lines that we say were reached are those that Python's own `trace` counts, and those that V8 itself has covered: on small
// programs of loops, recursion, generators, async, classes, comprehensions, exceptions, closures, several files.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnyNode, parse } from 'acorn';
import { python, type Traced, tracedIn } from '../../support/traced';

const folder = resolve('test/unit/trace/fixtures');
const helpers = ['countLines.py', 'helper_a.py', 'helper_b.py', 'scale.mjs', 'shift.cjs', 'later.mjs'];
const programs = (ending: RegExp) =>
  readdirSync(folder).filter(name => ending.test(name) && !helpers.includes(name));

type Lines = Readonly<Record<string, readonly number[]>>;

/** By file: the lines that were reached. */
function reached({ trace }: Traced): Lines {
  return Object.fromEntries(
    trace.files.map(({ id, path }) => {
      const steps = Array.from({ length: trace.steps }, (_, step) => trace.step(step));
      const lines = new Set(steps.flatMap(step => (step?.file === id ? [step.line] : [])));
      return [basename(path), [...lines].sort((a, b) => a - b)];
    }),
  );
}

describe('the lines that were reached', () => {
  const pythons = programs(/\.py$/);
  const scripts = programs(/\.[mc]js$/);
  let counted: Readonly<Record<string, Lines>> = {};

  before(() => {
    assert.ok(pythons.length + scripts.length >= 50);
    const args = [join(folder, 'countLines.py'), folder, ...pythons];
    counted = JSON.parse(execFileSync(python, args, { encoding: 'utf8' }));
  });

  for (const name of pythons) {
    it(`are those of Python's own trace: ${name}`, async () => {
      const lines = reached(await tracedIn(folder, name));
      assert.ok((lines[name]?.length ?? 0) > 2);
      assert.deepEqual(lines, counted[name]);
    });
  }

  for (const name of scripts) {
    it(`are those of V8's coverage: ${name}`, async () => {
      const lines = reached(await tracedIn(folder, name));
      assert.ok((lines[name]?.length ?? 0) > 2);
      const all = covered(name);
      const known = (all[name] ?? []).filter(line => !behindThrows[name]?.includes(line));
      assert.deepEqual(lines, { ...all, [name]: known });
      assert.equal((all[name]?.length ?? 0) - known.length, behindThrows[name]?.length ?? 0);
    });
  }
}).timeout(60_000);

/** V8 counts blocks: what stands in one behind a call that threw counts as run. Each prints that it never is. */
const behindThrows: Lines = { 'exceptions.mjs': [17], 'raises.mjs': [6, 9] };

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly {
        readonly startOffset: number;
        readonly endOffset: number;
        readonly count: number;
      }[];
    }[];
  }[];
}

/** By V8: in each file the lines on which a statement begins that was run. */
function covered(name: string): Lines {
  const out = mkdtempSync(join(tmpdir(), 'marginalia-coverage-'));
  try {
    spawnSync(process.execPath, [join(folder, name)], { env: { ...process.env, NODE_V8_COVERAGE: out } });
    const coverage: Coverage = JSON.parse(readFileSync(join(out, readdirSync(out)[0] ?? ''), 'utf8'));
    const ours = coverage.result.filter(
      ({ url }) => url.startsWith('file:') && fileURLToPath(url).startsWith(folder),
    );
    return Object.fromEntries(
      ours.map(({ url, functions }) => {
        const text = readFileSync(fileURLToPath(url), 'utf8');
        const ranges = functions.flatMap(each => each.ranges);
        // The innermost one tells.
        const countAt = (at: number) =>
          ranges
            .filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset)
            .sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))[0]?.count ?? 0;
        const lines = beginnings(text).flatMap(at =>
          countAt(at) > 0 ? [text.slice(0, at).split('\n').length] : [],
        );
        return [basename(fileURLToPath(url)), [...new Set(lines)].sort((a, b) => a - b)];
      }),
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const wrappers =
  /^(?:FunctionDeclaration|BlockStatement|EmptyStatement|ImportDeclaration|TryStatement|LabeledStatement)$/;

/** Where something begins that a debugger would stop at: a statement, an arrow's value, the test of a `do`. */
function beginnings(text: string): readonly number[] {
  const parsed = parse(text, {
    ecmaVersion: 'latest',
    sourceType:
      text.includes('require') || text.includes('module.exports') || !/\b(?:import|export|await)\b/.test(text)
        ? 'script'
        : 'module',
    allowReturnOutsideFunction: true,
  });
  const found: number[] = [];
  const look = (node: AnyNode, isStatement: boolean): void => {
    if (isStatement && !wrappers.test(node.type) && !runsNothing(node)) found.push(node.start);
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement')
      found.push(node.body.start);
    if (node.type === 'DoWhileStatement') found.push(node.test.start);
    for (const [key, value] of Object.entries(node)) {
      const isList =
        key === 'body' ||
        key === 'consequent' ||
        key === 'alternate' ||
        key === 'block' ||
        key === 'finalizer';
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child !== 'object' || child === null || !('type' in child)) continue;
        look(child, isList && /Statement$|Declaration$/.test(child.type));
      }
    }
  };
  look(parsed as AnyNode, false);
  return found;
}

/** Directives and exports that run nothing. */
function runsNothing(node: AnyNode): boolean {
  if (node.type === 'ExpressionStatement') return node.directive !== undefined;
  if (node.type === 'ExportDefaultDeclaration') return node.declaration.type === 'FunctionDeclaration';
  return (
    node.type === 'ExportNamedDeclaration' &&
    (node.declaration?.type ?? 'FunctionDeclaration') === 'FunctionDeclaration'
  );
}
