// Builds every bundle: desktop host, web host, panel, and the tests.
// node esbuild.js [all | extension | tests] [--watch] [--minify]
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { bundledWorkers } from './bundledWorkers.js';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');
const what = process.argv.slice(2).find(word => !word.startsWith('--')) ?? 'all';

const common = {
  bundle: true,
  sourcemap: true,
  target: 'es2022',
  logLevel: 'warning',
  legalComments: 'linked',
  loader: { '.py': 'text' },
  plugins: [bundledWorkers],
  // Its CommonJS form asks for its own files in a way that cannot be bundled.
  alias: { 'jsonc-parser': './node_modules/jsonc-parser/lib/esm/main.js' },
};

/** The parser asks whether Node is there before it reads what only Node has; a browser never comes to that. */
const withoutNode = {
  name: 'without-node',
  setup(build) {
    build.onResolve({ filter: /^(?:fs|fs\/promises|path|url|module)$/ }, ({ path, importer }) =>
      importer.includes('web-tree-sitter') ? { path, namespace: 'without-node' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'without-node' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Beside the bundles, and read from there when they are first needed. */
const grammars = 'bash c-sharp cpp css go ini java javascript php python ruby rust tsx typescript'.split(' ');

function copySyntax() {
  mkdirSync('dist/syntax', { recursive: true });
  const copy = (from, name) => copyFileSync(join('node_modules', from, name), join('dist/syntax', name));
  copy('web-tree-sitter', 'web-tree-sitter.wasm');
  for (const grammar of grammars) copy('@vscode/tree-sitter-wasm/wasm', `tree-sitter-${grammar}.wasm`);
}

/** Its other form asks for its own address, which a bundle has none of. */
const parser = { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' };

const extension = [
  {
    entryPoints: { extension: 'src/extension.ts' },
    outExtension: { '.js': '.cjs' },
    outdir: 'dist',
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    alias: { ...common.alias, ...parser },
    minify,
  },
  {
    entryPoints: { 'extension.web': 'src/extension.web.ts' },
    outExtension: { '.js': '.cjs' },
    outdir: 'dist',
    plugins: [withoutNode],
    // The browser platform refuses node: modules, so nothing of a real machine slips into this door.
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    alias: { ...common.alias, ...parser },
    minify,
  },
  {
    entryPoints: { panel: 'src/panel/main.ts' },
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    minify,
  },
];

/** What runs in child processes of its own, beside the bundles that start it. */
const traced = outdir => [
  {
    entryPoints: { tracer: 'src/node/trace/tracer/main.ts', keeper: 'src/node/trace/keeper.ts' },
    outExtension: { '.js': '.cjs' },
    outdir,
    platform: 'node',
    format: 'cjs',
    minify,
  },
  { entryPoints: { tracer: 'src/node/trace/tracer.py' }, outdir, loader: { '.py': 'copy' } },
];

/** Test files by pattern, never by list: a new file runs without being named anywhere. */
const filesBelow = (folder, pattern) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && pattern.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name));

const tests = () => [
  {
    entryPoints: filesBelow('test', /(^|\.)(test|attack|live|e2e|bench|main)\.ts$/).filter(
      file => !file.includes('integration'),
    ),
    outbase: 'test',
    outdir: 'out/test',
    platform: 'node',
    format: 'esm',
    packages: 'external',
    splitting: true,
    // The host without an editor; the suites in the real one load the real module.
    alias: { ...common.alias, vscode: './test/support/editor/vscode.ts' },
  },
  {
    // One file per suite for the extension host, which loads CommonJS.
    entryPoints: filesBelow('test/integration', /\.(test|main)\.ts$/),
    outbase: 'test',
    outdir: 'out/test',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    external: ['vscode'],
  },
];

const extensionAndChildren = [...extension, ...traced('dist/trace')];
const builds = {
  extension: () => extensionAndChildren,
  tests: () => [...tests(), ...traced('out/test/trace')],
  all: () => [...extensionAndChildren, ...tests(), ...traced('out/test/trace')],
}[what];
if (!builds) {
  console.error(`esbuild.js: no build named "${what}"`);
  process.exit(2);
}

/** Lets the editor's watch task know when the first build begins and the last one ends (.vscode/tasks.json). */
let underWay = 0;
const announce = {
  name: 'announce',
  setup(build) {
    build.onStart(() => {
      if (underWay === 0) console.log('[watch] build started');
      underWay += 1;
    });
    build.onEnd(result => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
      }
      underWay -= 1;
      if (underWay === 0) console.log('[watch] build finished');
    });
  },
};

copySyntax();
if (what !== 'extension') rmSync('out/test', { recursive: true, force: true });
const options = builds()
  .filter(build => Object.keys(build.entryPoints).length > 0)
  .map(build => ({
    ...common,
    ...build,
    plugins: [...common.plugins, ...(build.plugins ?? []), ...(watch ? [announce] : [])],
  }));
if (watch) await Promise.all(options.map(async build => (await esbuild.context(build)).watch()));
else await Promise.all(options.map(build => esbuild.build(build)));
