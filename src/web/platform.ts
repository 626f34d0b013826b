// The ports of a browser: no sockets but fetch, no file system but the editor's.
import type { Platform } from '../core/ports';
import { webGrowingFiles } from './growingFiles';
import { webHttp } from './http';
import { webJournalFiles } from './journalFile';

export function webPlatform(): Platform {
  return {
    http: webHttp(),
    growingFiles: ({ documents }) => webGrowingFiles(documents),
    journalFiles: ({ documents }, writer) => webJournalFiles(documents, writer),
  };
}
