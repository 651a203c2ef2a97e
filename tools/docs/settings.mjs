/**
 * `npm run docs:settings`: writes docs/settings.md from the schemas of all programs, which are built first. Unit tests fail
 * while the file says anything else.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../setup/install.mjs';
import { ROOT } from '../setup/paths.mjs';

const HEAD = `# Settings · 配置项

Every setting of every program, from the schemas that they are read by. Written by \`npm run docs:settings\`; not by hand.

A program reads its environment once, when it starts, and does not start while anything in it is wrong; it names all of it at once and
shows no value. An empty variable counts as not set. What is **secret** may stand in a file instead, which \`<NAME>_FILE\` names: the end
of its line is taken off, and both at once are refused. A variable that is meant for the program and unknown to it stops the start, and the
nearest name is told ([decision 6](decisions/0006-an-unknown-setting-stops-the-start.md)). [Running it](running-it.md) says how keys are made.
`;

const NODE = `## Every program: Node.js itself

| setting | is | must be | default | example |
| --- | --- | --- | --- | --- |
| \`NODE_EXTRA_CA_CERTS\` | File of authorities (PEM) whose certificates are believed beside those of the public ones: of the issuer, of agencies, of receivers of webhooks, of PostgreSQL, of the collector of traces. | a text | none | \`/run/secrets/trusted-authorities\` |
| \`NODE_OPTIONS\` | Options of Node.js, such as the size of the heap ([how big](sizing.md#memory)). | options | none | \`--max-old-space-size=512\` |
`;

await ensureBuilt();
const { PLATFORM_SETTINGS_SECTION } = await import('@minzheng/platform/config');
const { PROVISION_SETTINGS_SECTION } = await import('../provision-settings.mjs');
const { ISSUER_SETTINGS_SECTION } = await import('../stack/issuer-settings.mjs');
const files = globSync('services/*/dist/settings.js', { cwd: ROOT }).sort();
/** @type {{ SETTINGS_SECTION: string }[]} */
const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(ROOT, file)).href)));
const sections = [
  PLATFORM_SETTINGS_SECTION,
  ...modules.map(({ SETTINGS_SECTION }) => SETTINGS_SECTION),
  PROVISION_SETTINGS_SECTION,
  ISSUER_SETTINGS_SECTION,
  NODE,
];
writeFileSync(join(ROOT, 'docs/settings.md'), [HEAD, ...sections].join('\n'));
console.log(
  `docs/settings.md: the platform, ${files.length} services with settings of their own, the jobs, the issuer`,
);
