/**
 * `npm run docs:reports`: writes docs/reports.md from the reports that the services define, which are built first. Their unit
 * tests fail while the file says anything else.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../setup/install.mjs';
import { ROOT } from '../setup/paths.mjs';

const HEAD = `# Reports · 统计报表

What each service counts. Written by \`npm run docs:reports\` from the reports that \`services/*/src\` define; not by hand.

\`GET /v1/reports/{code}?region=&from=&to=\` tells a report of a region and of what is directly below it, by urban and rural
households (\`hukouType\`) and by month; \`Accept: text/csv\` gives it as CSV, one line a cell. Each cell has its numerator, where
it divides its denominator, and what they come to. Figures are those of the last morning at 05:00; \`asOf\` asks for those of
another day. A month that was frozen (\`POST /v1/reports/{code}/freeze\`) keeps its figures; a correction is the next \`version\`.
What tells of fewer persons than \`<service>.reports.suppressUnder\` (of verification \`verification.access.suppressCellUnder\`) is
hidden, with as much as it takes that nobody can compute it; where nothing else is left, the answer is 422 \`cell-suppressed\`.
What an office above the townships keeps for itself is a row whose code ends in noughts: \`510802000\`.
`;

await ensureBuilt();
const files = globSync('services/*/dist/{reports,statistics}/reports.js', { cwd: ROOT }).sort();
/** @type {{ REPORTS_SECTION: string }[]} */
const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(ROOT, file)).href)));
const sections = modules.map(({ REPORTS_SECTION }) => REPORTS_SECTION);
writeFileSync(join(ROOT, 'docs/reports.md'), `${[HEAD, ...sections].join('\n').trimEnd()}\n`);
console.log(`docs/reports.md: ${files.length} services`);
