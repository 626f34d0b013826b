// What an import of "./some.worker.ts?text" means: that file, bundled for a worker of its own, as text. The panel starts it
// from there, since its page may load no script but its own. "companion:name.js" is a file of the built-in chapter's code.
import { join } from 'node:path';
import { build } from 'esbuild';

const companionFolder = 'content/how-chatgpt-came-to-be/code';

const companionCode = {
  name: 'companion-code',
  setup(builder) {
    builder.onResolve({ filter: /^companion:/ }, ({ path }) => ({
      path: join(process.cwd(), companionFolder, path.slice('companion:'.length)),
    }));
  },
};

export const bundledWorkers = {
  name: 'bundled-workers',
  setup(builder) {
    builder.onResolve({ filter: /\.worker\.ts\?text$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -'?text'.length)),
      namespace: 'worker-text',
    }));
    builder.onLoad({ filter: /./, namespace: 'worker-text' }, async ({ path }) => {
      const { outputFiles, metafile } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        minify: true,
        metafile: true,
        format: 'iife',
        platform: 'browser',
        target: 'es2022',
        plugins: [companionCode],
      });
      return {
        contents: outputFiles[0].text,
        loader: 'text',
        watchFiles: Object.keys(metafile.inputs).map(file => join(process.cwd(), file)),
      };
    });
  },
};
