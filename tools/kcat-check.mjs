/**
 * `npm run check:kcat`: starts social assistance, reads with kcat what it has told everybody, and holds each record against the
 * catalogue: its headers, its key, its content. Needs kcat (Debian has it).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoKcat, readContents, readTopic, requireKcat, writeSettings } from './integration/kcat.mjs';
import { recordProblems } from './integration/record-problems.mjs';
import { readOptions } from './setup/options.mjs';
import { startStack } from './stack/stack.mjs';

readOptions('npm run check:kcat', { options: {} });
const TOPIC = 'minzheng.assistance.all.v1';
const folder = mkdtempSync(join(tmpdir(), 'kcat-'));
/** @type {import('./stack/stack.mjs').Stack | undefined} */
let stack;
try {
  await requireKcat();
  stack = await startStack({ dataDir: folder, services: ['social-assistance'], fsync: false });
  const settings = join(folder, 'kcat.conf');
  writeSettings(settings, stack.kafkaAccess);
  // the rows of its policies that others read are told at the start
  const records = await readTopic(settings, stack.topicPrefix + TOPIC);
  const contents = await readContents(settings, stack.topicPrefix + TOPIC);
  const problems = records.flatMap((record) => {
    const place = `${record.partition}/${record.offset}`;
    const content = contents.get(place);
    if (content === undefined) return [`${place}: no content`];
    const found = recordProblems({ ...record, topic: TOPIC }, content, 'assistance');
    return found.map((problem) => `${place}: ${problem}`);
  });
  if (records.length === 0) problems.push(`nothing is in ${TOPIC}`);
  for (const problem of problems) console.error(`✗ ${problem}`);
  const [first] = records;
  console.log(
    `kcat reads ${records.length} records of ${TOPIC}, the first: key ${first?.key}, ${JSON.stringify(first?.headers)}`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof NoKcat)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
}
