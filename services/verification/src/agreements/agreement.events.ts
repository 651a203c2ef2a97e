import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  AgreementActivatedSchema,
  AgreementDirectionSchema,
  AgreementSuspendedSchema,
} from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import type { DataAgreement } from './agreement.entity.js';

/** What the gateway takes from policy, beside what the agreement says. */
export interface FileTerms {
  readonly maxRejectBp: number;
  readonly keepDays: number;
  readonly policyVersionIds: readonly string[];
}

/** Tells whoever enforces it what the agreement allows from now on. */
export function announceActivated(
  tx: Tx,
  agreement: DataAgreement,
  from: string,
  at: Date,
  { maxRejectBp, keepDays, policyVersionIds }: FileTerms,
): void {
  const { dataset, direction, kinds, fields, purposes } = agreement;
  const { ratePerSecond, dailyQuota, validFrom, validTo } = agreement;
  tx.announce(
    AgreementActivatedSchema,
    {
      ...common(agreement, from, at),
      policyVersionIds: [...policyVersionIds],
      terms: {
        dataset,
        direction: enumValue(AgreementDirectionSchema, direction),
        kinds: [...kinds],
        fields: [...fields],
        purposes: purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
        ratePerSecond,
        dailyQuota: BigInt(dailyQuota),
        validFrom,
        validTo,
        maxRejectBp,
        keepDays,
      },
    },
    agreement,
  );
}

/** Nothing is exchanged under it from now on. */
export function announceSuspended(tx: Tx, agreement: DataAgreement, from: string, at: Date): void {
  tx.announce(
    AgreementSuspendedSchema,
    { ...common(agreement, from, at), reasonCode: agreement.state },
    agreement,
  );
}

const common = (agreement: DataAgreement, fromState: string, at: Date) => ({
  occurredAt: timestampFromDate(at),
  region: { code: agreement.region },
  agreementId: agreement.id,
  agency: agreement.agency,
  transition: {
    aggregate: 'data-agreement',
    aggregateId: agreement.id,
    fromState,
    toState: agreement.state,
    version: BigInt(agreement.version),
  },
});
