// Finds a Python that can make a virtual environment, and tells which of the server's builds fits it.
import type { ServerPlatform } from './catalogue';
import { Halt } from './problems';
import { runToEnd, type Spawn } from './processes';

export interface Python {
  readonly command: string;
  /** What comes before all other arguments, e.g. `-3` for Windows' launcher. */
  readonly args: readonly string[];
  readonly version: string;
  readonly platform: ServerPlatform;
}

/** What `probe` prints: the facts of one interpreter. */
export interface PythonFacts {
  readonly version: readonly [major: number, minor: number, patch: number];
  /** As Python's sysconfig spells it: `linux-x86_64`, `macosx-13.0-arm64`, `win-amd64`. */
  readonly build: string;
  readonly machine: string;
  readonly libc: string;
  /** Empty but on macOS. */
  readonly macVersion: string;
  readonly has64Bits: boolean;
  readonly hasVenv: boolean;
}

/** The first that fits, asked in the order in which people usually have them. Halts with the nearest miss. */
export async function findPython(spawn: Spawn, os = process.platform, signal?: AbortSignal): Promise<Python> {
  const candidates = os === 'win32' ? ['py -3', 'python', 'python3'] : ['python3', 'python'];
  let nearest = new Halt({ code: 'no-python', tried: candidates });
  for (const candidate of candidates) {
    const [command = candidate, ...args] = candidate.split(' ');
    const facts = await factsOf(spawn, command, args, signal);
    if (facts === undefined) continue;
    const verdict = judge(candidate, facts);
    if (typeof verdict === 'string') {
      return { command, args, version: facts.version.join('.'), platform: verdict };
    }
    // Of several misses the last check that was reached is the nearest: it needs the least to be repaired.
    if (rank(verdict) > rank(nearest)) nearest = verdict;
  }
  throw nearest;
}

/** The build of the server for this interpreter, or why there is none. */
export function judge(command: string, facts: PythonFacts): ServerPlatform | Halt {
  const [major, minor] = facts.version;
  const version = facts.version.join('.');
  if (major !== 3 || minor < 10) return new Halt({ code: 'old-python', command, version });
  const platform = platformOf(facts);
  if (platform === undefined) {
    const libc = facts.libc === '' ? '' : `, ${facts.libc}`;
    return new Halt({
      code: 'unsupported-platform',
      platform: `${facts.build}${libc}${facts.has64Bits ? '' : ', 32 bits'}`,
    });
  }
  return facts.hasVenv ? platform : new Halt({ code: 'no-venv', command, version });
}

function platformOf({
  build,
  machine,
  libc,
  macVersion,
  has64Bits,
}: PythonFacts): ServerPlatform | undefined {
  if (!has64Bits) return undefined;
  if (build === 'win-amd64') return 'windows-x64';
  // The wheels are built against glibc 2.17; there are none for musl.
  if (build === 'linux-x86_64') return libc === 'glibc' ? 'linux-x64' : undefined;
  if (build === 'linux-aarch64') return libc === 'glibc' ? 'linux-arm64' : undefined;
  if (build.startsWith('macosx-') && Number.parseInt(macVersion, 10) >= 13) {
    // A universal2 build runs as either; what counts is what this process runs as.
    return machine === 'arm64' ? 'mac-arm64' : 'mac-x64';
  }
  return undefined;
}

const rank = ({ problem }: Halt) =>
  ['no-python', 'old-python', 'unsupported-platform', 'no-venv'].indexOf(problem.code);

// find_spec does not import: Debian without python3-venv has venv, but not the ensurepip that it needs.
const probe = `
import json, platform, sys, sysconfig
from importlib.util import find_spec
print(json.dumps({
    "version": sys.version_info[:3], "build": sysconfig.get_platform(), "machine": platform.machine(),
    "libc": platform.libc_ver()[0], "macVersion": platform.mac_ver()[0], "has64Bits": sys.maxsize > 2**32,
    "hasVenv": find_spec("venv") is not None and find_spec("ensurepip") is not None,
}))`;

async function factsOf(
  spawn: Spawn,
  command: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<PythonFacts | undefined> {
  try {
    const { exitCode, stdout } = await runToEnd(spawn, command, [...args, '-I', '-c', probe], { signal });
    // The probe's own print; Windows' shop stub for a Python that is not there says something else, or nothing.
    return exitCode === 0 ? (JSON.parse(stdout) as PythonFacts) : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return undefined;
    throw error;
  }
}
