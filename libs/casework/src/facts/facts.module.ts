import {
  AssetFactSchema,
  ExpenditureFactSchema,
  IncomeFactSchema,
  StatusFactSchema,
} from '@minzheng/contracts/facts';
import { recordIn } from '@minzheng/platform/access';
import { stateMessage } from '@minzheng/platform/messaging';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Module } from '@nestjs/common';
import { FactDispute } from './fact-dispute.entity.js';
import { FactDisputes } from './fact-disputes.js';
import { FactDisputes1705000000105 } from './migrations/1705000000105-fact-disputes.js';

@Module({ providers: [FactDisputes], exports: [FactDisputes] })
export class FactsModule {}

/** A fact that replaces another takes its place. */
const replaces = ({ supersedesFactId }: { supersedesFactId?: string | undefined }): string | undefined =>
  supersedesFactId && `fact/${supersedesFactId}`;

/** Facts are kept by others, so they can be sent again: of each record the one that was told last. */
export const FACTS: ServicePart = {
  entities: [FactDispute],
  migrations: [FactDisputes1705000000105],
  records: [
    recordIn(FactDispute, 'select region, array[person_key] as persons from fact_dispute where id = $1'),
  ],
  states: [
    stateMessage(StatusFactSchema, { replaces }),
    stateMessage(IncomeFactSchema, { replaces }),
    stateMessage(AssetFactSchema, { replaces }),
    stateMessage(ExpenditureFactSchema, { replaces }),
  ],
};
