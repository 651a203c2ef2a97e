/** An agency whose receiver refuses what it is sent: its subscription as it falls behind, catches up, is given up, gone on with and stopped. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { eventually } from './acts.mjs';

/** @typedef {import('./world.mjs').World} World */

/** More failures than policy has retries: what is sent next is the last attempt. */
const FAILURES = 1_000;
const AGENCY = 'EDU';
const REASON = 'alerts are tried';

export class RefusingSubscriber {
  #world;
  #answers = 500;
  #received = 0;
  #subscription = '';
  #server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      this.#received += 1;
      response.writeHead(this.#answers).end();
    });
  });

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    this.#server.unref();
  }

  /** It refuses what is sent to it now, and has done so for two hours. */
  async fallBehind() {
    await this.#subscribe();
    await this.#sendEvent();
    await eventually(async () => this.#received > 0);
    await this.#write(
      `update outward_event set recorded_at = recorded_at - interval '2 hours' where party = $1`,
      [AGENCY],
    );
  }

  /** The receiver takes what has waited, and the time of the next attempt has come. */
  async catchUp() {
    this.#answers = 204;
    await this.#write('update subscription_progress set next_at = null where subscription_id = $1', [
      this.#subscription,
    ]);
  }

  /** It has failed often, and fails once more with an event that is sent now. */
  async fail() {
    this.#answers = 500;
    await this.#subscribe();
    await this.#write('update subscription_progress set failures = $2 where subscription_id = $1', [
      this.#subscription,
      FAILURES,
    ]);
    await this.#sendEvent();
    await this.#until('PAUSED');
  }

  /** The receiver takes what has waited, and its owner stops the subscription himself. */
  async recover() {
    this.#answers = 204;
    const refused = this.#received;
    await this.#move('resume');
    await eventually(async () => this.#received > refused);
    await this.#move('pause');
    await this.#until('PAUSED');
    this.#server.close();
  }

  async #subscribe() {
    if (this.#subscription !== '') return;
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    const [sends] = await this.#agreements();
    const { status, text, body } = await this.#call('POST', '', {
      body: {
        agreementId: sends.id,
        eventTypes: ['minzheng.verification.v1.AgreementSuspended'],
        url: `http://127.0.0.1:${address.port}/events`,
      },
    });
    if (status !== 201) throw new Error(`the subscription is answered ${status}: ${text}`);
    this.#subscription = body.id;
  }

  /** Another agreement of the agency is suspended, and goes on: the agency is told. */
  async #sendEvent() {
    const [, asks] = await this.#agreements();
    for (const [act, behind] of /** @type {const} */ ([
      ['suspend', 0],
      ['resume', 1],
    ])) {
      const moved = await this.#world.call(
        'verification',
        'agreement-approver',
        'POST',
        `/v1/agreements/${asks.id}/${act}`,
        { body: { reason: REASON }, version: asks.version + behind },
      );
      if (moved.status >= 300) throw new Error(`${act} is answered ${moved.status}: ${moved.text}`);
    }
  }

  #agreements() {
    return this.#world.query(
      'verification',
      `select id, version from data_agreement where agency = $1 and state = 'ACTIVE' order by direction, dataset limit 2`,
      [AGENCY],
    );
  }

  /** @param {string} sql @param {unknown[]} parameters */
  #write(sql, parameters) {
    return this.#world.query('verification', sql, parameters);
  }

  /** @param {string} state */
  async #until(state) {
    await eventually(async () => (await this.#call('GET', `/${this.#subscription}`)).body.state === state);
  }

  /** @param {string} act */
  async #move(act) {
    // the delivery that was told just now may change its version
    await eventually(async () => {
      const { body } = await this.#call('GET', `/${this.#subscription}`);
      const moved = await this.#call('POST', `/${this.#subscription}/${act}`, {
        version: body.version,
        body: {},
      });
      return moved.status < 300;
    });
  }

  /** @param {string} method @param {string} path @param {{ body?: object, version?: number }} [options] */
  #call(method, path, options) {
    return this.#world.call('verification', 'province-operator', method, `/v1/subscriptions${path}`, options);
  }
}
