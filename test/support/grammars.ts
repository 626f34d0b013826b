// The parser over the grammars as they are packed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files, SyntaxParser } from '../../src/core/ports';
import { treeSitter } from '../../src/syntax/treeSitter';

export const silent = { trace() {}, info() {}, warn() {}, error() {} };

export const packedFiles: Files = {
  read: path => readFile(join('dist', 'syntax', path)),
  list: async () => [],
};

/** Waits as long as it takes: what a test sees must not depend on the machine. */
export function packedGrammars(): SyntaxParser {
  return treeSitter(packedFiles, { now: () => 0, sleep: async () => undefined }, silent);
}
