/** A county's clerk and its finance office: they drive a run by HTTP, and ask another process when one is gone. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const PREFIX = 'assistance';
const POLL_MS = 200;
/** One in so many lines comes back. */
const RETURNED = 50;

/** @typedef {{ id: string, version: number, state: string, count: number, totalFen: string }} Run */

export class Office {
  #urls;
  #tokenOf;
  #turn = 0;

  /**
   * @param {() => readonly string[]} urls of the processes that run
   * @param {(claims: { sub: string, scope: string, region: string }) => Promise<string>} tokenOf
   */
  constructor(urls, tokenOf) {
    this.#urls = urls;
    this.#tokenOf = tokenOf;
  }

  /** @param {string} countyCode @param {string} month @returns {Promise<Run>} */
  open(countyCode, month) {
    const form = JSON.stringify({ countyCode, programme: 'DIBAO', month, seq: 0 });
    return this.#json('clerk', countyCode, 'POST', '/v1/payroll-runs', { body: form });
  }

  /** @param {string} county @param {string} id @param {string} state @returns {Promise<Run>} */
  async becomes(county, id, state) {
    for (;;) {
      const run = await this.#json('clerk', county, 'GET', `/v1/payroll-runs/${id}`);
      if (run.state === state) return run;
      await sleep(POLL_MS);
    }
  }

  /** Locked and approved. @param {string} county @param {Run} run */
  async approve(county, run) {
    const path = `/v1/payroll-runs/${run.id}`;
    const locked = await this.#json('clerk', county, 'POST', `${path}/lock`, { version: run.version });
    await this.#json('finance', county, 'POST', `${path}/approve`, { version: locked.version });
  }

  /** The payment file becomes the bank's result file, piece by piece. @param {string} county @param {Run} run */
  async file(county, run) {
    const response = await this.#send('finance', county, 'GET', `/v1/payroll-runs/${run.id}/bank-file`, {});
    const lines = (await response.text()).split('\r\n');
    const results = [`H,1,${run.id},${response.headers.get('x-content-sha256')},2025-07-08`];
    let returned = 0;
    for (const line of lines) {
      const [kind, number, id, , , , fen] = line.split(',');
      if (kind === 'T') results.push(line, '');
      if (kind !== 'L') continue;
      const isReturned = Number(number) % RETURNED === 0;
      if (isReturned) returned += 1;
      results.push(`R,${id},${fen},${isReturned ? 'RETURNED,ACCOUNT_CLOSED' : 'PAID'}`);
    }
    return { returned, results: results.join('\r\n') };
  }

  /** @param {string} county @param {Run} run @param {string} results */
  async importResults(county, run, results) {
    const path = `/v1/payroll-runs/${run.id}`;
    const { version } = await this.#json('finance', county, 'GET', path);
    await this.#json('finance', county, 'POST', `${path}/import-results`, {
      version,
      body: results,
      type: 'text/csv',
    });
  }

  /**
   * @param {'clerk' | 'finance'} who
   * @param {string} region
   * @param {string} method
   * @param {string} path
   * @param {{ version?: number, body?: string, type?: string }} [what]
   * @returns {Promise<Run>}
   */
  async #json(who, region, method, path, what = {}) {
    const response = await this.#send(who, region, method, path, what);
    return /** @type {Promise<Run>} */ (response.json());
  }

  /**
   * The same again where a process was killed meanwhile: its key says that it is the same.
   * @param {'clerk' | 'finance'} who
   * @param {string} region
   * @param {string} method
   * @param {string} path
   * @param {{ version?: number, body?: string, type?: string }} what
   * @returns {Promise<Response>}
   */
  async #send(who, region, method, path, { version, body, type = 'application/json' }) {
    const scope = `${PREFIX}:payroll-runs:${who === 'clerk' ? 'write' : 'approve'}`;
    const authorization = `Bearer ${await this.#tokenOf({ sub: who, scope, region })}`;
    const key = randomUUID();
    for (;;) {
      const urls = this.#urls();
      const url = urls[this.#turn++ % urls.length];
      try {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: {
            authorization,
            ...(method === 'POST' ? { 'idempotency-key': key } : {}),
            ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
            ...(body === undefined ? {} : { 'content-type': type }),
          },
          ...(body === undefined ? {} : { body }),
        });
        if (response.ok) return response;
        const problem = await response.text();
        if (response.status !== 503 && response.status !== 409) throw new Refused(`${path}: ${problem}`);
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      await sleep(POLL_MS);
    }
  }
}

class Refused extends Error {}
