/**
 * `npm run demo`: one household's question, asked and answered, from the application to the first clue, over real Kafka
 * and PostgreSQL. Everything that comes out is held against what was expected; any difference is told, and the exit code
 * is not 0.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readOptions } from '../setup/options.mjs';
import { DATA_DIR, ROOT } from '../setup/paths.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { startStack } from '../stack/stack.mjs';
import { EventListener } from './events.mjs';
import { Narrator } from './narrator.mjs';
import { SECRETS } from './people.mjs';
import { searchEverywhere } from './privacy.mjs';
import { RecordingProxy } from './recording-proxy.mjs';
import { tellStory } from './story.mjs';
import { transcriptOf } from './transcript.mjs';

readOptions('npm run demo', { options: {} });
const dataDir = join(DATA_DIR, 'demo');
removePostgresData(dataDir);
rmSync(dataDir, { recursive: true, force: true });

const narrator = new Narrator();
console.log('Starting PostgreSQL, Kafka, social assistance, verification and the gateway …');
const stack = await startStack({
  dataDir,
  clock: '2025-05-12T01:00:00Z',
  log: (line) => console.log(`  ${line}`),
});
const events = new EventListener(stack);
const proxy = await RecordingProxy.before(stack.urls);
/** By token. @type {Map<string, string>} */
const roles = new Map();
/** @type {typeof stack.roleToken} */
const roleToken = async (role, ...claims) => {
  const token = await stack.roleToken(role, ...claims);
  roles.set(token, role);
  return token;
};
const transcript = join(dataDir, 'calls.md');
try {
  await events.start();
  // everybody in it calls through the proxy, whose record the audit is held against
  await tellStory({
    stack: { ...stack, urls: proxy.urls, roleToken },
    record: { direct: stack, calls: proxy.calls },
    events,
    narrator,
  });
  narrator.chapter('Nobody’s number, name, address or account stands anywhere in the clear');
  const { searched, found } = await searchEverywhere(stack, SECRETS);
  narrator.tell(
    'auditor',
    `searches ${searched.records} events, ${searched.rows} rows and ${searched.logLines} log lines: ` +
      (found.length === 0 ? 'finds nothing' : `finds ${found.join(', ')}`),
  );
  narrator.expect('places with personal data in the clear', found, []);
} catch (error) {
  narrator.expect(
    'the story goes through',
    error instanceof Error ? error.message : String(error),
    'no error',
  );
} finally {
  await events.stop();
  await proxy.stop();
  await stack.stop();
}
writeFileSync(transcript, transcriptOf(proxy.calls, narrator.headings, roles), { mode: 0o600 });
const isAsExpected = narrator.end();
console.log('\nWhat to look at next:');
for (const [where, what] of [
  [relative(ROOT, transcript), 'this story call by call, as curl, with each answer'],
  ['npm start', 'keeps the system up: routes, ready-made tokens, topics'],
  ['services/social-assistance/src/applications/', 'the use cases of this story, top to bottom'],
  ['docs/how-an-event-travels.md', 'what carried its events'],
  [`${relative(ROOT, join(dataDir, 'logs'))}/`, 'what the services logged meanwhile'],
])
  console.log(`  ${where?.padEnd(46)}${what}`);
process.exitCode = isAsExpected ? 0 : 1;
