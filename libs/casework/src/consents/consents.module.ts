import { Module } from '@nestjs/common';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { recordIn } from '@minzheng/platform/access';
import { stateMessage } from '@minzheng/platform/messaging';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Consent } from './consent.entity.js';
import { ConsentService } from './consent.service.js';
import { Consents1705000000102 } from './migrations/1705000000102-consents.js';

@Module({ providers: [ConsentService], exports: [ConsentService] })
export class ConsentsModule {}

/** Table, record and state message of {@link ConsentsModule}; it refers to persons. */
export const CONSENTS: ServicePart = {
  entities: [Consent],
  migrations: [Consents1705000000102],
  states: [stateMessage(ConsentWithdrawnSchema)],
  records: [
    recordIn(
      Consent,
      `select region, array[person_key] as persons, array[person_key, signer_key] as owners
         from consent where id = $1`,
    ),
  ],
};
