/** The PostgreSQL server of the local stack, when one runs. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_DIR } from '../setup/paths.mjs';

/** @returns {string | undefined} of its database `postgres` */
export function localDatabaseUrl() {
  const home = join(DATA_DIR, 'postgres');
  const lock = join(home, 'cluster/postmaster.pid');
  if (!existsSync(join(home, 'password')) || !existsSync(lock)) return undefined;
  const port = readFileSync(realpathSync(lock), 'utf8').split('\n')[3];
  return `postgres://postgres:${readFileSync(join(home, 'password'), 'utf8')}@127.0.0.1:${port}/postgres`;
}
