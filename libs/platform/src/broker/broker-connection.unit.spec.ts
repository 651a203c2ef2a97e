import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KAFKA_SETTINGS, readSettings } from '../config/index.js';
import { brokerConnection, type BrokerConnection } from './broker-connection.js';

const connectionOf = (environment: Record<string, string>): BrokerConnection =>
  brokerConnection(readSettings(KAFKA_SETTINGS, { KAFKA_BROKERS: 'kafka:9092', ...environment }));

describe('brokerConnection', () => {
  it('neither logs in nor encrypts where nothing is said', () => {
    expect(connectionOf({})).toEqual({ brokers: ['kafka:9092'] });
  });

  it('logs in with SCRAM, and believes the authorities that Node.js knows', () => {
    expect(connectionOf({ KAFKA_USERNAME: 'assistance', KAFKA_PASSWORD: 'p', KAFKA_TLS: 'true' })).toEqual({
      brokers: ['kafka:9092'],
      ssl: {},
      sasl: { mechanism: 'scram-sha-512', username: 'assistance', password: 'p' },
    });
  });

  it('reads certificates anew for each connection', () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-'));
    const file = join(folder, 'ca');
    const { ssl } = connectionOf({ KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: file });
    for (const content of ['before', 'renewed']) {
      writeFileSync(file, content);
      // as kafkajs takes them
      expect(String({ ...ssl }.ca)).toBe(content);
    }
    rmSync(folder, { recursive: true });
  });
});
