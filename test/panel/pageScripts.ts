// Scripts for a page of a plain browser, made when a test or a bench needs them.
import { build } from 'esbuild';
import { bundledWorkers } from '../../bundledWorkers.js';

export interface PageScript {
  /** "/panel.js" for the entry "panel". */
  readonly path: string;
  readonly text: string;
}

/** One for each entry, in order. `entries`: files by the name of the script. */
export async function pageScripts(entries: Readonly<Record<string, string>>): Promise<readonly PageScript[]> {
  const { outputFiles } = await build({
    entryPoints: entries,
    bundle: true,
    write: false,
    outdir: '/',
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    plugins: [bundledWorkers],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles.map(({ path, text }) => ({ path, text }));
}

/** The text of a single one. */
export async function pageScript(file: string): Promise<string> {
  const [script] = await pageScripts({ page: file });
  if (!script) throw new Error(`${file} makes no script`);
  return script.text;
}
