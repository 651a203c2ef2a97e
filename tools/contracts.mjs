/**
 * The generated contracts: node tools/contracts.mjs generate | check | image
 *
 * generate  writes libs/contracts/src/generated from proto/.
 * check     lints proto/, compares it with the committed image for breaking changes, and compares the committed
 *           generated files with what proto/ gives; exits 1 on any difference.
 * image     writes proto/image.binpb, the state that later changes must not break.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const GENERATED = join('libs', 'contracts', 'src', 'generated');
const IMAGE = join('proto', 'image.binpb');

/**
 * Runs buf in the root of the repository and says whether it succeeded; what it finds goes to the terminal.
 * @param {...string} parameters
 */
function buf(...parameters) {
  const path = [BIN, dirname(process.execPath), process.env.PATH].join(delimiter);
  const { error, status } = spawnSync(join(BIN, 'buf'), parameters, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (error) throw error;
  return status === 0;
}

/** @param {string} folder */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Names of the generated files that are missing, left over, or other than proto/ gives. */
function outdatedFiles() {
  const fresh = mkdtempSync(join(tmpdir(), 'contracts-'));
  try {
    if (!buf('generate', '--output', fresh)) return ['(nothing was generated)'];
    const expected = join(fresh, GENERATED);
    const committed = join(ROOT, GENERATED);
    const wanted = new Set(filesUnder(expected));
    const present = new Set(filesUnder(committed));
    const differs = (/** @type {string} */ file) =>
      !readFileSync(join(expected, file)).equals(readFileSync(join(committed, file)));
    return [...new Set([...wanted, ...present])].filter(
      (file) => !wanted.has(file) || !present.has(file) || differs(file),
    );
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function check() {
  const linted = buf('lint');
  const unbroken = buf('breaking', '--against', IMAGE);
  const outdated = outdatedFiles();
  for (const file of outdated) console.error(`not as proto/ gives it: ${join(GENERATED, file)}`);
  const good = linted && unbroken && outdated.length === 0;
  console.log(good ? 'contracts: linted, unbroken, current' : 'contracts: see above');
  return good;
}

/** @type {Record<string, () => boolean>} */
const COMMANDS = {
  generate: () => buf('generate'),
  check,
  image: () => buf('build', '--exclude-source-info', '--output', IMAGE),
};

const command = COMMANDS[process.argv[2] ?? ''];
if (!command) {
  console.error('usage: node tools/contracts.mjs generate | check | image');
  process.exitCode = 2;
} else if (!command()) {
  process.exitCode = 1;
}
