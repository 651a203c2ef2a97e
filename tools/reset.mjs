/** `npm run stack:reset`: removes the data of `npm start`. */
import { existsSync, rmSync } from 'node:fs';
import { DATA_DIR } from './setup/paths.mjs';
import { removePostgresData } from './stack/postgres.mjs';
import { claim, cleanUpLeftovers } from './stack/process.mjs';

if (existsSync(DATA_DIR)) {
  try {
    claim(DATA_DIR);
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
  await cleanUpLeftovers(DATA_DIR);
  removePostgresData(DATA_DIR);
  rmSync(DATA_DIR, { recursive: true, force: true });
}
console.log(`${DATA_DIR} is empty`);
