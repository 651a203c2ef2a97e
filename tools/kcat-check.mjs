/**
 * `npm run check:kcat`: starts social assistance, reads with kcat what it has told everybody, and holds each record against the
 * catalogue: its headers, its key, its content. Needs kcat (Debian has it).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allMessages } from '@minzheng/contracts/catalogue';
import { NoKcat, readTopic, requireKcat, writeSettings } from './integration/kcat.mjs';
import { startStack } from './stack/stack.mjs';

const TOPIC = 'minzheng.assistance.all.v1';
/** What the headers of a record look like. @type {Readonly<Record<string, RegExp>>} */
const HEADERS = {
  ce_specversion: /^1\.0$/,
  ce_id: /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/,
  ce_type: /^minzheng\./,
  ce_source: /^\/service\/assistance$/,
  ce_subject: /^[\w-]+\/./,
  ce_time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  ce_sequence: /^\d+$/,
  'content-type': /^application\/protobuf$/,
};
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
  const types = new Set(allMessages().map(({ typeName }) => typeName));
  const problems = records.flatMap(({ partition, offset, key, headers }) => [
    ...Object.entries(HEADERS)
      .filter(([name, form]) => !form.test(headers[name] ?? ''))
      .map(([name]) => `${partition}/${offset}: ${name} is ${headers[name] ?? 'missing'}`),
    ...(types.has(headers.ce_type ?? '') ? [] : [`${partition}/${offset}: no message ${headers.ce_type}`]),
    ...(key ? [] : [`${partition}/${offset}: no key`]),
  ]);
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
