/** An agency that has its events delivered to an address of its own, and writes down each that comes. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { agreementsOf } from './suspensions.mjs';

/** Of the parties whose agreements are moved in a run. */
const PARTY = 'EDU';
const TYPES = ['AgreementActivated', 'AgreementSuspended', 'AgencyFeedLate', 'AgencyFeedRecovered'];

export class Subscriber {
  party = PARTY;
  /** Full names of what it wants. */
  types = TYPES.map((type) => `minzheng.verification.v1.${type}`);
  /** All that came, in its order, what came again too. @type {{ id: string, position: number, type: string }[]} */
  received = [];
  /** Deliveries that are no event. @type {string[]} */
  strange = [];
  #server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      this.#take(request.headers['webhook-id'], Buffer.concat(chunks).toString());
      response.writeHead(204).end();
    });
  });

  /**
   * Subscribes to all that the party is told from now on, and before.
   * @param {import('../stack/stack.mjs').Stack} stack
   * @param {Pick<import('./commands.mjs').Commands, 'send' | 'read'>} commands
   */
  async subscribe(stack, commands) {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
    const agreements = await agreementsOf(stack, commands, PARTY);
    const own = agreements.find(({ direction }) => direction === 'IN');
    await commands.send({
      key: 'subscribe',
      url: `${stack.urls.verification}/v1/subscriptions`,
      token: await stack.roleToken('agency-steward', { sub: `steward-${PARTY}`, org: PARTY }),
      body: {
        agreementId: own?.id,
        eventTypes: this.types,
        url: `http://127.0.0.1:${address.port}/events`,
        after: '0',
      },
    });
  }

  async close() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** @param {string | string[] | undefined} id @param {string} body */
  #take(id, body) {
    const event = parsed(body);
    if (event === undefined || event.id !== id) this.strange.push(`${id}: ${body}`);
    else this.received.push({ id: event.id, position: Number(event.position), type: event.type });
  }
}

/** @param {string} body @returns {any} */
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
