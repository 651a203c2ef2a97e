import { Injectable } from '@nestjs/common';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { addMonthsToDate, civilDateOf } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { HouseholdMember } from '../households/household.entity.js';
import { said } from '../messages.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { GiveConsentDto } from './consent.dto.js';
import { Consent, CONSENT_LIFECYCLE } from './consent.entity.js';

/** Consents to verify: taken here, registered by verification when a check is asked for. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * @param region - of the household in which the person is named
   * @throws Problem `consent-not-by-subject`, `consent-too-long`
   */
  async give(tx: Tx, form: GiveConsentDto, region: string): Promise<Consent> {
    if (form.signerRole === 'SELF' && form.signerKey !== form.personKey) {
      throw new Problem(ASSISTANCE_PROBLEMS.consentNotBySubject);
    }
    if (form.signerRole !== 'SELF' && form.signerKey === form.personKey) {
      throw new Problem(ASSISTANCE_PROBLEMS.consentNotBySubject);
    }
    const signedOn = civilDateOf(form.signedAt);
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve('verification.consent.maxMonths', region, today);
    const latest = addMonthsToDate(signedOn, Number(row.value));
    if (form.validTo > latest || form.validTo < today || signedOn > today) {
      throw new Problem(ASSISTANCE_PROBLEMS.consentTooLong, { extensions: { latest } });
    }
    const consent = Object.assign(new Consent(), form, {
      id: uuidv7(),
      region,
      powerSha256: form.powerSha256 ?? null,
      signedAt: new Date(form.signedAt),
      state: CONSENT_LIFECYCLE.initial,
      registered: false,
    });
    return tx.insert(consent);
  }

  /** Whoever holds a copy is told; what was decided stands. */
  async withdraw(tx: Tx, id: string, version: number): Promise<Consent> {
    const consent = await tx.loadForUpdate(Consent, id, version);
    consent.state = CONSENT_LIFECYCLE.next(consent.state, 'withdraw');
    await tx.save(consent);
    const at = this.clock.now();
    tx.announce(
      ConsentWithdrawnSchema,
      {
        ...said(consent.region, at),
        consentId: consent.id,
        personKey: consent.personKey,
        withdrawnAt: timestampFromDate(at),
      },
      consent,
    );
    return consent;
  }

  /** Consents of these persons that hold today. */
  async holding(manager: EntityManager, personKeys: readonly string[]): Promise<Consent[]> {
    const today = this.clock.today();
    const consents = await manager.find(Consent, {
      where: { personKey: In([...personKeys]), state: 'VALID' },
      order: { id: 'ASC' },
    });
    return consents.filter(({ validTo }) => today <= validTo);
  }

  /** The region of the open household that names the person. @throws NotFound */
  async regionOf(manager: EntityManager, personKey: string): Promise<string> {
    const member = await manager.findOneBy(HouseholdMember, { personKey, open: true });
    if (!member) throw new NotFound('Person');
    const [household]: { region: string }[] = await manager.query(
      'select region from household where id = $1',
      [member.householdId],
    );
    if (!household) throw new NotFound('Person');
    return household.region;
  }
}
