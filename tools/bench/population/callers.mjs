/** Interactive household checks beside whatever else goes on: who asks does not wait for the run to end. */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, ROOT } from '../../setup/paths.mjs';
import { beforeStopping } from '../../stack/process.mjs';

const CALLERS = 200;
/** With nothing beside. */
const ALONE_SECONDS = 20;
/** The connections are open then, and the code is compiled. */
const WARM_UP_SECONDS = 2;
const ADULT = 18;

/** @typedef {{ p50: number, p99: number, most: number, answered: number, failed: number, firstFailure: string }} Heard */

/**
 * @param {import('./station.mjs').Site} site its first process is asked
 * @param {readonly import('../../simulate/province.mjs').SimulatedHousehold[]} households whose members have consented
 */
export async function openCallers(site, households) {
  const { issuer, dataDir } = site.station;
  const headers = await Promise.all(
    Array.from({ length: CALLERS }, async (_, number) => ({
      authorization: `Bearer ${await issuer.roleToken('department-system', { sub: `system-${number}`, org: `department-${number % 20}`, party: undefined })}`,
      'content-type': 'application/json',
      'x-purpose': 'DIBAO',
      'x-case-ref': `510802-20250715-${String(number).padStart(4, '0')}`,
    })),
  );
  const questions = households.map((household) => JSON.stringify(questionOf(household)));
  const file = join(dataDir, 'load.json');

  return {
    /**
     * Asks so often until the work is done; without work for some seconds. The figures are of all answers.
     * @param {number} rate a second
     * @param {Promise<unknown>} [work]
     * @returns {Promise<Heard>}
     */
    async during(rate, work) {
      writeFileSync(
        file,
        JSON.stringify({ url: `${site.workers[0]?.url}/v1/household-checks`, questions, headers }),
      );
      const child = fork(join(ROOT, 'tools/bench/check/load.mjs'), {
        ...{ cwd: dataDir, serialization: 'advanced', execPath: nodeBinary() },
        env: { PATH: process.env.PATH, NODE_ENV: 'production', BENCH_LOAD: file },
      });
      beforeStopping(async () => {
        child.kill('SIGKILL');
      });
      await nextMessage(child);
      const answers = nextMessage(child);
      child.send({
        rate,
        seconds: work === undefined ? ALONE_SECONDS : Infinity,
        warmUpSeconds: WARM_UP_SECONDS,
      });
      // it is who asked for the work that hears how it ended
      const ended = () => {
        if (child.connected) child.send('enough');
      };
      work?.then(ended, ended);
      const heard = /** @type {import('../check/load.mjs').StageResult} */ (await answers);
      child.disconnect();
      await work;
      const { p50, p99, most, answered, failed, firstFailure } = heard;
      return { p50, p99, most, answered, failed, firstFailure };
    },
  };
}

/** @param {import('../../simulate/household.mjs').Household} household */
function questionOf({ township, hukouType, members }) {
  return {
    household: {
      region: township,
      hukouType,
      members: members.map(({ personKey, relation, birthDate, study, age }) => ({
        ...{ personKey, relation, birthDate, study, hukouRegion: township },
        capacity: age >= ADULT ? 'FULL' : 'NONE',
      })),
      obligors: [],
    },
    purposes: ['DIBAO'],
    declaredItems: [{ personKey: members[0]?.personKey, side: 'INCOME', kind: 'wage', noneDeclared: true }],
  };
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<unknown>} */
function nextMessage(child) {
  return new Promise((resolve, reject) => {
    const ended = (/** @type {number | null} */ code) =>
      reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
