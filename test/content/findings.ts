// What the editor would mark in chapters on disk, as lines for a terminal.
import { existsSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../src/core/chapter/chapter';
import { loadChapter } from '../../src/core/chapter/library';
import { manifestFile } from '../../src/core/chapter/manifest';
import type { FileFacts, Files } from '../../src/core/ports';
import { findingText } from '../../src/core/wording/findingText';

export interface Checked {
  /** "content/x/en/moon.md:3:1: error: … (no-text)", in the order in which they were found. */
  readonly lines: readonly string[];
  readonly errors: number;
  readonly warnings: number;
}

/** The chapter in a folder, or those directly below it; empty where there are none. */
export async function chaptersIn(folder: string): Promise<readonly string[]> {
  if (existsSync(join(folder, manifestFile))) return [folder];
  const below = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return below
    .filter(entry => entry.isDirectory() && existsSync(join(folder, entry.name, manifestFile)))
    .map(({ name }) => join(folder, name))
    .sort();
}

export async function checkChapter(folder: string, language: Language): Promise<Checked> {
  const { findings } = await loadChapter(filesIn(folder));
  const lines = findings.map(finding => {
    const { line, column } = finding.range ?? { line: 1, column: 1 };
    const where = `${join(folder, finding.file)}:${line}:${column}`;
    return `${where}: ${finding.severity}: ${findingText(finding, language)} (${finding.code})`;
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { lines, errors, warnings: findings.length - errors };
}

function filesIn(folder: string): Files {
  return {
    stat: async path => {
      const facts = await lstat(join(folder, path)).catch(noneThere);
      if (!facts) return undefined;
      const kind: FileFacts['kind'] = facts.isFile()
        ? 'file'
        : facts.isDirectory()
          ? 'folder'
          : facts.isSymbolicLink()
            ? 'link'
            : 'other';
      return { kind, bytes: facts.size };
    },
    read: path => readFile(join(folder, path)).catch(noneThere),
    list: path => readdir(join(folder, path)).catch(error => noneThere(error) ?? []),
  };
}

function noneThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
