/** What the stories of alerts do again and again. */
import { setTimeout as delay } from 'node:timers/promises';
import { valueOf } from './samples.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./samples.mjs').Sample} Sample */

/**
 * @param {string} name @param {Readonly<Record<string, string>>} labels @param {(value: number) => boolean} [is]
 * @returns {(sample: Sample) => boolean}
 */
export const tells =
  (name, labels, is = (value) => value > 0) =>
  (sample) => {
    const value = valueOf(sample, name, labels);
    return value !== undefined && is(value);
  };

/** Has a job of today done once more. @param {World} world @param {string} name */
export async function again(world, name) {
  await world.query(
    'verification',
    `update job set state = 'PENDING', ended_at = null, attempts = 0, checkpoint = null, not_before = now() where name = $1 and state = 'DONE'`,
    [name],
  );
}

/** @param {World} world @param {string} id @param {string} purpose that the entry says from now on */
export async function tamper(world, id, purpose) {
  await world.query(
    'verification',
    `alter table audit_entry disable trigger user;
     update audit_entry set purpose = '${purpose}' where id = '${id}';
     alter table audit_entry enable trigger user`,
  );
}

/** @param {World} world @param {string} agency @param {boolean} open */
export async function setCircuit(world, agency, open) {
  const { body } = await world.call('verification', 'province-operator', 'GET', '/v1/agencies');
  /** @type {{ code: string, version: number }[]} */
  const agencies = body.items ?? body;
  const version = agencies.find(({ code }) => code === agency)?.version;
  await world.call('verification', 'province-operator', 'POST', `/v1/agencies/${agency}/set-circuit`, {
    body: { open, reason: 'alerts are tried' },
    ...(version === undefined ? {} : { version }),
  });
}

/** @param {() => Promise<boolean>} isSo */
export async function eventually(isSo) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await isSo()) return;
    await delay(200);
  }
  throw new Error('it did not come about in 20 s');
}
