/**
 * `npm run docs:events`: writes docs/asyncapi.yaml, docs/events.md and docs/kafka-access.md from proto/ and from the handlers of
 * the services. A unit test fails while the files say anything else.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../setup/install.mjs';
import { ROOT } from '../setup/paths.mjs';

await ensureBuilt();
const { eventDocuments, readKnowledge } = await import('../integration/knowledge.mjs');
for (const [file, text] of Object.entries(eventDocuments(await readKnowledge()))) {
  writeFileSync(join(ROOT, file), text);
  console.log(`${file}: ${text.split('\n').length} lines`);
}
