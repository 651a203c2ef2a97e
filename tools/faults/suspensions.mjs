/** The verification centre suspends agreements of agencies and goes on with them: each time the agency is told. */

/** They send nothing in a run: nothing of it waits for what is suspended. */
export const PARTIES = ['EDU', 'HOU'];
const PRODUCT = 'verification.results';
const REASON = '数据质量核查';

/** @typedef {{ id: string, version: number }} Agreement */

export class Suspensions {
  /** By party and what was done, acknowledged ones: `EDU suspend`. @type {Map<string, number>} */
  acknowledged = new Map();
  #times;
  #stack;
  #commands;
  /** The last command about each party's agreement. @type {Map<string, Promise<Agreement>>} */
  #last = new Map();

  /**
   * @param {number} times that each is suspended and resumed
   * @param {Pick<import('../stack/stack.mjs').Stack, 'urls' | 'roleToken'>} stack
   * @param {Pick<import('./commands.mjs').Commands, 'send' | 'read'>} commands
   */
  constructor(times, stack, commands) {
    this.#times = times;
    this.#stack = stack;
    this.#commands = commands;
  }

  /** Commands that they take. */
  get size() {
    return PARTIES.length * this.#times * 2;
  }

  /** Those of one party in their order. @returns {(() => Promise<void>)[]} */
  tasks() {
    return Array.from({ length: this.#times }, (_, time) =>
      ['suspend', 'resume'].flatMap((act) => PARTIES.map((party) => () => this.#move(party, act, time))),
    ).flat();
  }

  /** @param {string} party @param {string} act @param {number} time */
  async #move(party, act, time) {
    const moved = this.#after(this.#last.get(party) ?? this.#agreement(party), party, act, time);
    this.#last.set(party, moved);
    await moved;
  }

  /** @param {Promise<Agreement>} before @param {string} party @param {string} act @param {number} time */
  async #after(before, party, act, time) {
    const { id, version } = await before;
    const { body } = await this.#commands.send({
      key: `agreement-${party}-${act}-${time}`,
      url: `${this.#stack.urls.verification}/v1/agreements/${id}/${act}`,
      token: await this.#stack.roleToken('agreement-approver', {}),
      body: { reason: REASON },
      version,
    });
    const name = `${party} ${act}`;
    this.acknowledged.set(name, (this.acknowledged.get(name) ?? 0) + 1);
    return body;
  }

  /** @param {string} party @returns {Promise<Agreement>} */
  async #agreement(party) {
    const agreements = await agreementsOf(this.#stack, this.#commands, party);
    const found = agreements.find(({ dataset }) => dataset === PRODUCT);
    if (!found) throw new Error(`${party} has no agreement on ${PRODUCT}`);
    return found;
  }
}

/**
 * @param {Pick<import('../stack/stack.mjs').Stack, 'urls' | 'roleToken'>} stack
 * @param {Pick<import('./commands.mjs').Commands, 'read'>} commands
 * @param {string} party
 * @returns {Promise<{ id: string, version: number, dataset: string, direction: string }[]>}
 */
export async function agreementsOf({ urls, roleToken }, commands, party) {
  const token = await roleToken('agency-steward', { sub: `steward-${party}`, org: party });
  const { body } = await commands.read({ url: `${urls.verification}/v1/agreements?limit=100`, token });
  return body.items;
}
