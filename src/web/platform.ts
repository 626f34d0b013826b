// The ports of a browser: no sockets but fetch, no file system but the editor's.
import type { Platform } from '../core/ports';
import { webHttp } from './http';
import { webJournalFiles } from './journalFile';

export function webPlatform(): Platform {
  return {
    http: webHttp(),
    journalFiles: ({ documents }, writer) => webJournalFiles(documents, writer),
  };
}
