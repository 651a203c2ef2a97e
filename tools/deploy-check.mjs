/**
 * `npm run check:deploy`: everything in deploy/, docker-compose.yml and the workflows, by each validator that there is. Those that
 * are not installed are built with Go or installed by pip; `--offline` fetches nothing. What could not be checked is named, and
 * `--strict` counts it as a failure.
 */
import { makeSecrets } from './compose/samples.mjs';
import { checks } from './deploy/checks.mjs';
import { NotThere } from './deploy/tools.mjs';
import { readOptions } from './setup/options.mjs';

const USAGE = 'npm run check:deploy -- [--offline] [--strict]';
const { values } = readOptions(USAGE, {
  options: { offline: { type: 'boolean', default: false }, strict: { type: 'boolean', default: false } },
});

const count = { passed: 0, failed: 0, skipped: 0 };
for (const { title, make } of checks(makeSecrets())) {
  try {
    const more = await make(!values.offline);
    count.passed += 1;
    console.log(`✓ ${title}${more ? `: ${more}` : ''}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof NotThere) {
      count.skipped += 1;
      console.log(`– not checked: ${title}: ${message}`);
    } else {
      count.failed += 1;
      console.log(`✗ ${title}\n${message.replace(/^/gm, '    ')}`);
    }
  }
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} not checked`);
process.exitCode = count.failed > 0 || (values.strict && count.skipped > 0) ? 1 : 0;
