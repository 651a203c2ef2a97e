/**
 * `npm run stack:reset`: removes the data of `npm start`. What the demo, the benches, the faults and simulations leave to be looked at
 * stays; `-- --all` removes it too.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readOptions } from './setup/options.mjs';
import { DATA_DIR } from './setup/paths.mjs';
import { removePostgresData } from './stack/postgres.mjs';
import { claim, cleanUpLeftovers } from './stack/process.mjs';

/** Data folders of the other commands within that of `npm start`. */
const OTHERS = ['demo', 'bench', 'faults', 'profiles', 'province'];

const USAGE = `npm run stack:reset -- [--all]
  --all  also what ${OTHERS.join(', ')} have left`;

const { values } = readOptions(USAGE, { options: { all: { type: 'boolean', default: false } } });
const others = OTHERS.map((name) => join(DATA_DIR, name)).filter((folder) => existsSync(folder));
const stacks = [DATA_DIR, ...(values.all ? others : [])].filter((folder) => existsSync(folder));
try {
  for (const folder of stacks) claim(folder);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exit(1);
}
const kept = values.all ? [] : OTHERS;
const removed = existsSync(DATA_DIR) ? readdirSync(DATA_DIR).filter((name) => !kept.includes(name)) : [];
for (const folder of stacks) {
  await cleanUpLeftovers(folder);
  removePostgresData(folder);
}
for (const name of removed) rmSync(join(DATA_DIR, name), { recursive: true, force: true });

const shown = removed.filter((name) => name !== 'owner.json');
console.log(
  shown.length === 0 ? `nothing to remove in ${DATA_DIR}` : `removed from ${DATA_DIR}: ${shown.join(', ')}`,
);
const left = others.filter((folder) => existsSync(folder)).map((folder) => basename(folder));
if (left.length > 0) console.log(`kept: ${left.join(', ')} (npm run stack:reset -- --all removes them too)`);
