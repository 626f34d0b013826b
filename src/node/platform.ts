// The ports of a real machine: desktop and remote extension hosts.
import { fileURLToPath } from 'node:url';
import type { Platform } from '../core/ports';
import { nodeGrowingFiles } from './growingFiles';
import { nodeHttp } from './http';
import { nodeJournalFiles } from './journalFile';
import { nodeLocalModels } from './localModel/localModels';
import { OwnServers } from './localModel/ownServers';
import { standInsIn } from './standIns';
import { nodeTracer } from './trace/nodeTracer';

export function nodePlatform(): Platform {
  const own = new OwnServers();
  return {
    http: nodeHttp(url => own.agentFor(url)),
    standIns: standInsIn(process.env.MARGINALIA_STAND_INS),
    journalFiles: ({ uri }, writer) => nodeJournalFiles(fileURLToPath(uri), writer),
    growingFiles: ({ uri, documents }) => nodeGrowingFiles(fileURLToPath(uri), documents),
    tracer: toolsUri => nodeTracer(fileURLToPath(toolsUri)),
    localModels: (uri, log) => nodeLocalModels(fileURLToPath(uri), log, own),
  };
}
