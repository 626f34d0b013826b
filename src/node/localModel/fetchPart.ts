// Fetches one pinned file with pip, which knows the reader's proxies, mirrors and certificates better than we could.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PinnedWheel } from './catalogue';
import { entriesOf, type Layout, partFolder } from './layout';
import { Halt, type LocalModelProblem } from './problems';
import { lastLine, runToEnd, type Spawn } from './processes';

/**
 * Fetches `wheel` into its folder below the parts, whole or not at all.
 * `onBytes` is told how many of its bytes have arrived so far, a few times a second.
 */
export async function fetchPart(
  spawn: Spawn,
  layout: Layout,
  wheel: PinnedWheel,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const target = partFolder(layout, wheel);
  const partial = `${target}.partial`;
  const temporary = join(partial, 'temporary');
  const arrived = join(partial, 'arrived');
  await Promise.all([target, partial].map(folder => rm(folder, { recursive: true, force: true })));
  await Promise.all([temporary, arrived].map(folder => mkdir(folder, { recursive: true })));
  const requirements = join(partial, 'requirements.txt');
  await writeFile(requirements, requirementOf(wheel));
  // pip tells nobody how far it is unless a terminal looks on, so we look at what it has written.
  const watch = setInterval(() => void bytesBelow(temporary).then(onBytes, () => undefined), watchMs);
  try {
    const { exitCode, stderr } = await runToEnd(
      spawn,
      layout.python,
      [...pip, 'download', ...pinnedOnly, '--no-cache-dir', '-d', arrived, '-r', requirements],
      { signal, env: { ...pipEnvironment(process.env), TMPDIR: temporary, TEMP: temporary, TMP: temporary } },
    );
    if (exitCode !== 0) throw new Halt(whyPipFailed(stderr, wheel, layout.folder));
    clearInterval(watch);
    await rename(arrived, target);
  } finally {
    clearInterval(watch);
    await rm(partial, { recursive: true, force: true });
  }
  onBytes(wheel.bytes);
}

/** The file of a part that is there and is the right one; a wrong one counts as not there. */
export async function presentPart(layout: Layout, wheel: PinnedWheel): Promise<string | undefined> {
  const file = await sizedPart(layout, wheel);
  return file !== undefined && (await sha256Of(file)) === wheel.sha256 ? file : undefined;
}

/** Like `presentPart`, but judges by size only: for a plan, which must be quick. */
export async function sizedPart(layout: Layout, wheel: PinnedWheel): Promise<string | undefined> {
  const folder = partFolder(layout, wheel);
  const [name] = await entriesOf(folder);
  if (name === undefined) return undefined;
  const file = join(folder, name);
  return (await stat(file)).size === wheel.bytes ? file : undefined;
}

/** Isolated from the reader's PYTHON* variables, not from pip's own configuration. */
export const pip = ['-I', '-m', 'pip', '--disable-pip-version-check', '--no-input'] as const;

/**
 * Of pip's own variables only those that tell how an index is reached: what comes from there is held to its hash. Others
 * would have it write elsewhere, or fetch what was not asked for.
 */
export function pipEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^PIP_/i.test(name) || waysToAnIndex.test(name)),
  );
}

const waysToAnIndex =
  /^PIP_(INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX|PROXY|CERT|CLIENT_CERT|TRUSTED_HOST|TIMEOUT|KEYRING_PROVIDER|CONFIG_FILE)$/i;

/** Nothing that is not pinned, and nothing that would have to be built. */
export const pinnedOnly = [
  '--no-deps',
  '--require-hashes',
  '--only-binary=:all:',
  '--progress-bar=off',
  // Two tell a hiccup from a network that is not there, within a second or two.
  '--retries=2',
] as const;

export function requirementOf({ package: name, version, sha256 }: PinnedWheel): string {
  return `${name}==${version} --hash=sha256:${sha256}\n`;
}

/** pip has one exit code for everything; its words (English always) tell what happened. */
export function whyPipFailed(stderr: string, wheel: PinnedWheel, folder: string): LocalModelProblem {
  const detail = lastLine(
    stderr
      .split('\n')
      .filter(line => /error/i.test(line))
      .join('\n'),
  );
  const file = `${wheel.package} ${wheel.version}`;
  if (/DO NOT MATCH THE HASHES|HashMismatch/i.test(stderr)) {
    return { code: 'bad-hash', file, expected: wheel.sha256 };
  }
  if (/No space left|Errno 28|not enough space/i.test(stderr)) {
    return { code: 'no-space', folder };
  }
  if (noNetwork.test(stderr)) {
    // pip ends with "No matching distribution found" here, too; the system's own word stands in a warning above it.
    const reason = /Errno -?\d+\] ([\w ]+)/.exec(stderr)?.[1];
    return { code: 'no-network', package: file, detail: reason ?? lastLine(stderr) };
  }
  return { code: 'fetch-failed', package: file, detail: detail || lastLine(stderr) };
}

const noNetwork =
  /Retrying \(Retry|NewConnectionError|ConnectionError|TimeoutError|Timeout\b|timed out|ProxyError|SSLError|IncompleteRead|incomplete-download|ProtocolError|Temporary failure in name/i;
const watchMs = 250;

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(entry => stat(join(entry.parentPath ?? entry.path, entry.name)).then(({ size }) => size)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
