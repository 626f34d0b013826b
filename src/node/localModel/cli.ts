// The same set-up from a terminal: plan, install, serve, remove. For our own scripts and for trying things out.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isModelId, models } from './catalogue';
import { install, planInstall, remove } from './install';
import { cacheFolder } from './layout';
import type { Outcome } from './problems';
import { explain } from './sentences';
import { startLocalServer } from './server';
import { thinkingTemplate } from './thinkingTemplate';

const usage = `localModel (plan | install | serve) MODEL | remove   [--folder DIR] [--port N] [--context N] [--thinking]
MODEL: ${Object.keys(models).join(', ')}\n`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: cacheFolder() },
    port: { type: 'string', default: '0' },
    context: { type: 'string', default: '8192' },
    thinking: { type: 'boolean', default: false },
  },
});
const [command, model = ''] = positionals;
const folder = resolve(values.folder);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());

if (command === 'remove') unwrap(await remove(folder));
else if (!isModelId(model)) fail(usage);
else if (command === 'plan') print(unwrap(await planInstall({ folder, model })));
else if (command === 'install') {
  const plan = unwrap(await planInstall({ folder, model, signal: stop.signal }));
  const onProgress = (progress: object) => process.stderr.write(`${JSON.stringify(progress)}\n`);
  unwrap(await install(plan, { signal: stop.signal, onProgress }));
} else if (command === 'serve') {
  const server = unwrap(
    await startLocalServer({
      folder,
      model,
      contextTokens: Number(values.context),
      port: Number(values.port),
      ...(values.thinking ? { chatTemplate: thinkingTemplate } : {}),
      signal: stop.signal,
      log: line => process.stderr.write(`${line}\n`),
    }),
  );
  print({ url: server.url, key: server.key, model: server.model, pid: server.pid });
  stop.signal.addEventListener('abort', () => void server.stop());
  process.exitCode = (await server.ended) === 'stopped' ? 0 : 1;
} else fail(usage);

function unwrap<T>(outcome: Outcome<T>): T {
  return outcome.ok ? outcome.value : fail(`${explain(outcome.problem).en}\n`);
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function fail(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}
