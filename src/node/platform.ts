// The ports of a real machine: desktop and remote extension hosts.
import { fileURLToPath } from 'node:url';
import type { Platform } from '../core/ports';
import { nodeHttp } from './http';
import { nodeJournalFiles } from './journalFile';

export function nodePlatform(): Platform {
  return {
    http: nodeHttp(),
    journalFiles: ({ uri }, writer) => nodeJournalFiles(fileURLToPath(uri), writer),
  };
}
