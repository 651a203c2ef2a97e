import type { FactoryProvider, ValueProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BusinessClock } from '../clock/index.js';
import type { PlatformSettings } from '../config/index.js';
import { FieldCipher, fingerprintKeyOf } from '../encryption/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import type { JsonLogger } from '../telemetry/index.js';
import { AuditAnchors } from './audit-anchors.js';
import { AuditJobs } from './audit-jobs.js';
import { AuditLog } from './audit-log.js';
import { AuditRetention } from './audit-retention.js';
import { AuditSealer } from './audit-sealer.js';
import { AnchorSigner } from './audit-signer.js';
import { AuditVerifier } from './audit-verifier.js';
import { ReadLimits } from './read-limits.js';

/** What enters, seals, anchors and verifies. */
export function auditProviders(
  settings: PlatformSettings,
  logger: JsonLogger,
): (FactoryProvider | ValueProvider)[] {
  return [
    {
      provide: AuditLog,
      useFactory: (cipher: FieldCipher) => new AuditLog(cipher),
      inject: [FieldCipher],
    },
    {
      provide: AuditRetention,
      useFactory: (cipher: FieldCipher) => new AuditRetention(cipher),
      inject: [FieldCipher],
    },
    { provide: ReadLimits, useValue: new ReadLimits() },
    {
      provide: AnchorSigner,
      useFactory: () => {
        const { fieldEncryptionKeys, fieldFingerprintKeys, fieldEncryptionKeyId } = settings;
        const derived = [...fieldEncryptionKeys].map(([id, key]) => [id, fingerprintKeyOf(key)] as const);
        return AnchorSigner.create(new Map([...fieldFingerprintKeys, ...derived]), fieldEncryptionKeyId);
      },
    },
    {
      provide: AuditAnchors,
      useFactory: (signer: AnchorSigner, clock: BusinessClock) => new AuditAnchors(signer, clock),
      inject: [AnchorSigner, BusinessClock],
    },
    {
      provide: AuditVerifier,
      useFactory: (dataSource: DataSource, cipher: FieldCipher, signer: AnchorSigner) =>
        new AuditVerifier(dataSource, cipher, signer),
      inject: [DataSource, FieldCipher, AnchorSigner],
    },
    {
      provide: AuditSealer,
      useFactory: (unitOfWork: UnitOfWork, cipher: FieldCipher) =>
        new AuditSealer(unitOfWork, cipher, logger.pino),
      inject: [UnitOfWork, FieldCipher],
    },
    {
      provide: AuditJobs,
      useFactory: (
        unitOfWork: UnitOfWork,
        anchors: AuditAnchors,
        verifier: AuditVerifier,
        clock: BusinessClock,
      ) => new AuditJobs(unitOfWork, anchors, verifier, clock, logger.pino),
      inject: [UnitOfWork, AuditAnchors, AuditVerifier, BusinessClock],
    },
  ];
}
