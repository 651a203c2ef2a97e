import { Injectable } from '@nestjs/common';
import { ConsentHooks, type Consent, type NamedPerson } from '@minzheng/casework/consents';
import { Referrals } from '@minzheng/casework/referrals';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { ReviewService } from '../reviews/review.service.js';
import { ConsentRenewals } from './consent-renewals.js';

/** Consents of the members of households. */
@Injectable()
export class HouseholdConsents extends ConsentHooks {
  constructor(
    private readonly renewals: ConsentRenewals,
    private readonly reviews: ReviewService,
    private readonly referrals: Referrals,
  ) {
    super();
  }

  /** The person in the open household that counts him or her, else in one that names him or her. */
  override async personNamed(manager: EntityManager, personKey: string): Promise<NamedPerson> {
    const [named] = await manager.query<NamedPerson[]>(
      `select h.region, m.capacity, m.guardian_key as "guardianKey"
         from household_member m join household h on h.id = m.household_id
        where m.person_key = $1 and m.open order by m.counted desc limit 1`,
      [personKey],
    );
    if (!named) throw new NotFound('Person');
    return named;
  }

  override async given(tx: Tx, consent: Consent): Promise<void> {
    await this.renewals.renewed(tx, consent);
  }

  override async expired(tx: Tx, consent: Consent): Promise<void> {
    await this.renewals.afterExpiry(tx, consent);
  }

  /** What is paid on it is reviewed, and what was referred on it is taken back. */
  override async withdrawn(tx: Tx, { id, personKey }: Consent): Promise<void> {
    await this.reviews.openForPersons(tx, [personKey], {
      ...{ cause: 'REPORTED_CHANGE', ground: `consent/${id}` },
    });
    await this.referrals.consentWithdrawn(tx, id);
  }
}
