/**
 * `npm run docs:lifecycles`: draws docs/lifecycles.md from the lifecycles of the services, which are built first. Their
 * unit tests fail while the file says anything else.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../setup/install.mjs';
import { ROOT } from '../setup/paths.mjs';

const HEAD = `# Lifecycles · 状态与流转

Who moves what from where to where, under which guard, with what effect, and by when. Drawn from the tables
\`services/*/src/**/*.lifecycle.ts\` by \`npm run docs:lifecycles\`; not written by hand.

Beside what a row names, every command may be refused with \`unauthenticated\`, \`scope-missing\`, \`out-of-region\`,
\`not-found\`, \`validation\`, \`version-conflict\` and, where the state has no arrow for it, \`illegal-transition\`.
Each move is a row of \`lifecycle_log\`: who, when, which command, from, to. \`GET /v1/cases/{id}/log\` and
\`GET /v1/clues/{id}/log\` show it.
`;

await ensureBuilt();
const files = globSync('services/*/dist/lifecycles.js', { cwd: ROOT }).sort();
/** @type {{ LIFECYCLES_SECTION: string }[]} */
const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(ROOT, file)).href)));
const sections = modules.map(({ LIFECYCLES_SECTION }) => LIFECYCLES_SECTION);
writeFileSync(join(ROOT, 'docs/lifecycles.md'), `${[HEAD, ...sections].join('\n')}\n`);
console.log(`docs/lifecycles.md: ${files.length} services`);
