/**
 * Checks docker-compose.yml without Docker: against the schema of the Compose specification, and for what a schema cannot
 * see (tools/compose/rules.mjs). A check that finds nothing in a broken file would be none: so it is tried first on broken
 * variants of the file, each of which has to be refused.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BREAKAGES } from './compose/breakages.mjs';
import { imageProblems } from './compose/image.mjs';
import { problemsOf } from './compose/rules.mjs';
import { makeSecrets } from './compose/samples.mjs';
import { ROOT } from './setup/paths.mjs';

const compose = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
const secrets = makeSecrets();

const problems = [...(await problemsOf(compose, example, secrets)), ...imageProblems()];
for (const [what, pattern, replacement, expected] of BREAKAGES) {
  const broken = compose.replace(pattern, replacement);
  if (broken === compose) {
    problems.push(`the variant "${what}" changes nothing: it no longer fits the file`);
  } else if (!(await problemsOf(broken, example, secrets)).some((problem) => problem.includes(expected))) {
    problems.push(`the variant "${what}" is not refused with "${expected}"`);
  }
}
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length === 0) {
  console.log(`docker-compose.yml is in order; ${BREAKAGES.length} broken variants of it are refused`);
}
process.exitCode = problems.length === 0 ? 0 : 1;
