// What VS Code runs in its extension host: every suite beside this file, found by pattern.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Rejects when a test fails, and when there is none. */
export async function run(): Promise<void> {
  const root = join(__dirname, '..', '..', '..');
  // Recorded answers are named from the checkout.
  process.chdir(root);
  const { default: Mocha } = await import('mocha');
  const suites = (await readdir(__dirname)).filter(name => name.endsWith('.test.cjs')).sort();
  if (suites.length === 0) throw new Error('There is no integration test to run.');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    // Required as it is, since the bundle does not know where the checkout's reporter stands.
    reporter: require(join(root, 'test', 'support', 'tally.cjs')),
  });
  for (const name of suites) mocha.addFile(join(__dirname, name));
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} integration tests failed.`);
}
