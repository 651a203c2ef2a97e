/** The job that brings tables up to date before a release starts: `main.js migrate`. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeBinary } from '../setup/paths.mjs';
import { SERVICES } from '../stack/stack.mjs';

/**
 * Runs the job of each service of a release.
 * @param {import('./release-before.mjs').Release} release
 * @param {Record<string, string>} databaseUrls
 * @returns {Promise<number>} migrations that were missing
 * @throws Error with what a job has said when it ends badly
 */
export async function migrate(release, databaseUrls) {
  // programs of one service share a database
  const programs = new Map(
    Object.values(SERVICES)
      .filter(({ script }) => existsSync(join(release.root, script)))
      .map(({ script, database }) => [database, script]),
  );
  const counts = await Promise.all(
    [...programs].map(async ([database, script]) => {
      const { stdout } = await promisify(execFile)(nodeBinary(), [join(release.root, script), 'migrate'], {
        cwd: release.root,
        env: { PATH: process.env.PATH, TZ: 'UTC', DATABASE_URL: databaseUrls[database] },
      }).catch(({ message, stdout = '', stderr = '' }) => {
        throw new Error(`${release.name}: ${message}\n${stdout}${stderr}`);
      });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '').migrations.length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
