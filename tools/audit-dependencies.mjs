/**
 * `npm run audit:dependencies`: known vulnerabilities of the packages in the lock file, as the registry tells them. Fails from
 * `moderate` on in what the image of the services holds, from `high` on in what builds and tests. A registry that does not tell is
 * no good news: that ends with 2.
 */
import { packagesOfImage } from './image-packages.mjs';
import { npm } from './npm.mjs';

/** @typedef {{ name: string, severity: string, range: string, fixAvailable: unknown }} Finding */

const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'];

const { output } = await npm(['audit', '--json']);
const findings = parse(output);
if (findings === undefined) {
  console.error(`not checked: the registry tells no vulnerabilities\n${output.slice(0, 300)}`);
  process.exitCode = 2;
} else {
  const inImage = new Set([...packagesOfImage()].map((each) => each.replace(/@[^@]+$/, '')));
  const grave = findings.filter(({ name, severity }) => {
    return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(inImage.has(name) ? 'moderate' : 'high');
  });
  for (const { name, severity, range, fixAvailable } of grave) {
    const where = inImage.has(name) ? 'in the image' : 'for development';
    console.log(`✗ ${name} ${range}: ${severity}, ${where}${fixAvailable ? '; a fix is there' : ''}`);
  }
  console.log(`${findings.length} packages with known vulnerabilities, ${grave.length} of them too grave`);
  if (grave.length > 0) process.exitCode = 1;
}

/** @param {string} text @returns {Finding[] | undefined} undefined when it is no answer */
function parse(text) {
  try {
    const { vulnerabilities } = JSON.parse(text);
    return vulnerabilities === undefined ? undefined : Object.values(vulnerabilities);
  } catch {
    return undefined;
  }
}
