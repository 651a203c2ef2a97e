import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { FieldCipher } from '../../encryption/index.js';
import { Erasures1700000000380 } from '../../erasures/migrations/1700000000380-erasures.js';
import { UnitOfWork } from '../../persistence/unit-of-work.js';
import {
  Audit1700000000105,
  AuditRetention1700000000364,
  AuditSealer,
  AuditVerification1700000000120,
  JointEntries1700000000340,
} from '../index.js';

export const KEYS = new Map([['k1', Buffer.alloc(32, 1)]]);
export const cipher = new FieldCipher(KEYS, 'k1');
export const quiet = pino({ level: 'silent' });

/** A database with the tables of the audit. */
export function openAuditDatabase(url: string): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: [
      Audit1700000000105,
      AuditVerification1700000000120,
      JointEntries1700000000340,
      AuditRetention1700000000364,
      Erasures1700000000380,
    ],
    migrationsRun: true,
  }).initialize();
}

export function workOn(dataSource: DataSource): UnitOfWork {
  return new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/test', partitions: 3 });
}

export function sealerOn(dataSource: DataSource): AuditSealer {
  return new AuditSealer(workOn(dataSource), cipher, quiet);
}
