import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ROOT } from '../setup/paths.mjs';
import { accessPage } from './access-page.mjs';
import { asyncApiDocument } from './asyncapi.mjs';
import { commentsOf, readImage } from './comments.mjs';
import { eventsPage } from './events-page.mjs';
import { readHandlers, readOutward } from './readers.mjs';

/** @typedef {import('./asyncapi.mjs').Knowledge} Knowledge */

/** What the repository says of its messages. @returns {Promise<Knowledge>} */
export async function readKnowledge() {
  return { comments: commentsOf(readImage()), handlers: readHandlers(), outward: await readOutward() };
}

/** Version of the release. */
export function readVersion() {
  const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8');
  return /** @type {{ version: string }} */ (JSON.parse(manifest)).version;
}

/** The documents of all messages, by their path in the repository. @param {Knowledge} knowledge */
export function eventDocuments(knowledge) {
  const document = asyncApiDocument(knowledge, readVersion());
  return {
    'docs/asyncapi.yaml': stringify(document, { aliasDuplicateObjects: false, lineWidth: 140 }),
    'docs/events.md': eventsPage(knowledge),
    'docs/kafka-access.md': accessPage(),
  };
}
