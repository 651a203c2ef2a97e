/** The running system as the stories of alerts touch it: its databases, its topics, its routes, its processes. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { kafkaClient } from '../faults/topics.mjs';

/** @typedef {import('../stack/stack.mjs').Stack} Stack */
/** @typedef {import('../stack/stack.mjs').ServiceName} ServiceName */
/** @typedef {'assistance' | 'verification' | 'gateway'} DatabaseName */

/** Names of the services in their figures. */
export const NAMES = /** @type {const} */ ({
  'social-assistance': 'assistance',
  verification: 'verification',
  gateway: 'verification-gateway',
});

/** @param {Stack} stack @param {NodeJS.ProcessEnv} environment of services that are started from now on */
export function worldOf(stack, environment) {
  /** @param {DatabaseName} database */
  const connect = async (database) => {
    const client = new pg.Client({ connectionString: stack.databaseUrls[database] });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return {
    stack,

    /** URLs by the name of the service in its figures. */
    targets: /** @type {Record<string, string>} */ (
      Object.fromEntries(
        Object.entries(NAMES).map(([service, name]) => [
          name,
          stack.urls[/** @type {ServiceName} */ (service)],
        ]),
      )
    ),

    /** @param {DatabaseName} database @param {string} sql @param {unknown[]} [parameters] @returns {Promise<any[]>} */
    async query(database, sql, parameters = []) {
      const client = await connect(database);
      try {
        const result = await client.query(sql, parameters);
        return Array.isArray(result) ? [] : result.rows;
      } finally {
        await client.end();
      }
    },

    /**
     * A transaction that has done something and stands still.
     * @param {DatabaseName} database @param {string} sql @param {unknown[]} [parameters]
     * @returns {Promise<() => Promise<void>>} ends it
     */
    async hold(database, sql, parameters = []) {
      const client = await connect(database);
      await client.query('begin');
      await client.query(sql, parameters);
      return async () => {
        await client.query('rollback');
        await client.end();
      };
    },

    /**
     * @param {ServiceName} service @param {string} role @param {string} method @param {string} path
     * @param {{ body?: object, version?: number, sub?: string }} [options]
     */
    async call(service, role, method, path, { body, version, sub } = {}) {
      const response = await fetch(stack.urls[service] + path, {
        method,
        headers: {
          authorization: `Bearer ${await stack.roleToken(role, sub === undefined ? {} : { sub })}`,
          'accept-language': 'en',
          'x-purpose': 'MONITORING',
          'x-case-ref': 'monitoring-510802',
          ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      return {
        status: response.status,
        text,
        body: /** @type {any} */ (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}),
      };
    },

    /**
     * Writes records past every outbox.
     * @param {string} topic @param {readonly { key?: string, value?: string, type?: string, partition?: number, at?: number }[]} records
     */
    async produce(topic, records) {
      const producer = kafkaClient(stack.kafkaAccess).producer();
      await producer.connect();
      try {
        for (let from = 0; from < records.length; from += 5_000) {
          await producer.send({
            topic,
            messages: records
              .slice(from, from + 5_000)
              .map(({ key = randomUUID(), value = '', type, partition, at }) => ({
                key,
                value,
                ...(partition === undefined ? {} : { partition }),
                ...(at === undefined ? {} : { timestamp: String(at) }),
                headers: {
                  ce_id: randomUUID(),
                  ce_type: type ?? 'minzheng.nobody.v1.Concerned',
                  ce_source: '/service/nobody',
                  ce_subject: 'nothing/1',
                  ce_sequence: '1',
                },
              })),
          });
        }
      } finally {
        await producer.disconnect();
      }
    },

    /** Stops a service and starts it with other settings. @param {ServiceName} service @param {NodeJS.ProcessEnv} change */
    async restart(service, change) {
      await stack.services[service]?.stop();
      for (const [name, value] of Object.entries(change)) {
        if (value === undefined) delete environment[name];
        else environment[name] = value;
      }
      await stack.startService(service);
    },
  };
}

/** @typedef {ReturnType<typeof worldOf>} World */
