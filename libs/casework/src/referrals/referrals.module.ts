import { Global, Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { encryptedText } from '@minzheng/platform/key-rotation';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Referrals1705000000112 } from './migrations/1705000000112-referrals.js';
import { Referral, ReferralNeedRow } from './referral.entity.js';
import { InboundReferrals } from './inbound-referrals.js';
import { ReferralBook } from './referral-book.js';
import { ReferralDeadlines } from './referral-deadlines.js';
import { Referrals } from './referrals.js';

/** Imported once, by the department's module, beside `ClocksModule`. */
@Global()
@Module({
  providers: [ReferralBook, Referrals, InboundReferrals, ReferralDeadlines],
  exports: [Referrals, InboundReferrals],
})
export class ReferralsModule {}

export const REFERRALS: ServicePart = {
  entities: [Referral, ReferralNeedRow],
  migrations: [Referrals1705000000112],
  encrypted: [
    encryptedText({ table: 'referral', column: 'need_text_enc', place: 'referral/{key}/needText' }),
  ],
  records: [
    recordIn(
      Referral,
      'select region, person_keys as persons, case_ref as "caseRef" from referral where id = $1',
    ),
  ],
};
