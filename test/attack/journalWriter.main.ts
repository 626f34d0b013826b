// A window that writes notes and ratings until it is killed, and says what it was told is written: one line each.
// node journalWriter.main.js <folder> <writer>
import { AnnotationStore } from '../../src/core/annotation/journal';
import { nodeJournalFiles } from '../../src/node/journalFile';

const [folder = '', writer = ''] = process.argv.slice(2);
let count = 0;
const newId = () => `${writer}-${++count}`;
const store = await AnnotationStore.open(nodeJournalFiles(folder, writer), Date, newId);

async function written(work: Promise<unknown>, what: string): Promise<void> {
  await work;
  process.stdout.write(`${what}\n`);
}

for (;;) {
  const id = `urn:${newId()}`;
  const note = {
    id,
    type: 'Annotation' as const,
    body: [{ type: 'TextualBody' as const, value: `${id} `.repeat(1 + (count % 40)) }],
    target: [{ source: 'marginalia:/c/en/p' }],
  };
  await Promise.all([
    written(store.put(note), `put ${id}`),
    store.rate(id, 'good').then(rated => process.stdout.write(`rated ${rated.id}\n`)),
    written(store.keep(`urn:editorial:${id}`), `kept urn:editorial:${id}`),
  ]);
}
