import { Module } from '@nestjs/common';
import { VerificationRequestedSchema } from '@minzheng/contracts/verification';
import { stateMessage } from '@minzheng/platform/messaging';
import type { ServicePart } from '@minzheng/platform/start-service';
import { VerificationReport, VerificationRequest } from './check.entity.js';
import { CheckService } from './check.service.js';
import { Checks1705000000103 } from './migrations/1705000000103-checks.js';

@Module({ providers: [CheckService], exports: [CheckService] })
export class ChecksModule {}

/** Tables and state message of {@link ChecksModule}; after consents: one that was withdrawn does not hold for a request. */
export const CHECKS: ServicePart = {
  entities: [VerificationRequest, VerificationReport],
  migrations: [Checks1705000000103],
  states: [
    // what was answered would be answered once more
    stateMessage(VerificationRequestedSchema, {
      holdsWhile: `exists (select from verification_request r where r.id = subject.id::uuid and r.state = 'OPEN')`,
    }),
  ],
};
