/** The policy officers of a province: they enter, draft and publish by HTTP, each with a token of his or her own. */
import { randomUUID } from 'node:crypto';

const PREFIX = 'assistance';
/** The business day of all that the officers do. */
export const TODAY = '2025-11-20';

export class Office {
  #url;
  #tokenOf;

  /**
   * @param {string} url
   * @param {(claims: { sub: string, scope: string, region: string }) => Promise<string>} tokenOf
   */
  constructor(url, tokenOf) {
    this.#url = url;
    this.#tokenOf = tokenOf;
  }

  /**
   * The poverty line, and the standard that is in force before.
   * @param {string} region
   * @param {bigint} standardFen
   */
  async enterPolicies(region, standardFen) {
    const value = { URBAN: standardFen.toString(), RURAL: standardFen.toString() };
    for (const [key, entered] of /** @type {const} */ ([
      ['poverty.lineAnnualFen', '640000'],
      ['dibao.standardMonthlyFen', value],
    ])) {
      const draft = await this.#send('officer-1', 'policies:write', region, '/v1/policies', {
        ...{ key: `${PREFIX}.${key}`, regionPrefix: region, effectiveFrom: TODAY },
        ...{ value: entered, legalBasis: 'bench' },
      });
      await this.#command('officer-2', 'policies:approve', region, `/v1/policies/${draft.id}/publish`, draft);
    }
  }

  /**
   * @param {string} region
   * @param {bigint} standardFen
   * @param {string} effectiveMonth
   * @returns {Promise<{ id: string, jobId: string }>}
   */
  async publish(region, standardFen, effectiveMonth) {
    const draft = await this.#send('officer-1', 'policies:write', region, '/v1/standards', {
      ...{ region, hukouType: 'URBAN', monthlyFen: standardFen.toString() },
      ...{ effectiveMonth, docNo: 'bench' },
    });
    const path = `/v1/standards/${draft.id}`;
    const checked = await this.#command('officer-1', 'policies:write', region, `${path}/check`, draft);
    return this.#command('officer-2', 'policies:approve', region, `${path}/publish`, checked);
  }

  /**
   * @param {string} sub
   * @param {string} scope
   * @param {string} region
   * @param {string} path
   * @param {{ version: number }} seen
   */
  #command(sub, scope, region, path, { version }) {
    return this.#send(sub, scope, region, path, {}, { 'if-match': `"${version}"` });
  }

  /**
   * @param {string} sub
   * @param {string} scope
   * @param {string} region
   * @param {string} path
   * @param {object} body
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async #send(sub, scope, region, path, body, headers = {}) {
    const token = await this.#tokenOf({ sub, scope: `${PREFIX}:${scope}`, region });
    const answer = await fetch(this.#url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...headers,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
