import { Injectable } from '@nestjs/common';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { addMonthsToDate, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { HouseholdMember } from '../households/household.entity.js';
import { said, transition } from '../messages.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { GiveConsentDto } from './consent.dto.js';
import { Consent } from './consent.entity.js';
import { CONSENT_LIFECYCLE } from './consent.lifecycle.js';

/** Consents to verify: taken here, registered by verification when a check is asked for. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * @param region - of the household in which the person is named
   * @throws Problem `consent-not-by-subject`, `consent-too-long`, `validation`
   */
  async give(tx: Tx, form: GiveConsentDto, region: string): Promise<Consent> {
    await this.#checkSigner(tx, form);
    const today = this.clock.today();
    const signedOn = dayOf(form.signedAt);
    if (signedOn > today) throw invalidField('signedAt', 'max');
    if (form.validTo < today) throw invalidField('validTo', 'min');
    const row = (await this.policies.book(tx)).resolve('verification.consent.maxMonths', region, today);
    const latest = addMonthsToDate(signedOn, Number(row.value));
    if (form.validTo > latest) {
      throw new Problem(ASSISTANCE_PROBLEMS.consentTooLong, { extensions: { latest } });
    }
    const consent = Object.assign(new Consent(), form, {
      id: uuidv7(),
      region,
      powerSha256: form.powerSha256 ?? null,
      signedAt: new Date(form.signedAt),
      registered: false,
    });
    return tx.begin(consent, CONSENT_LIFECYCLE, 'give', this.clock.now());
  }

  /** Whoever holds a copy is told; what was decided stands. */
  async withdraw(tx: Tx, id: string, version: number): Promise<Consent> {
    const consent = await tx.loadForUpdate(Consent, id, version);
    const at = this.clock.now();
    const { from, to } = await tx.move(consent, CONSENT_LIFECYCLE, 'withdraw', at);
    tx.announce(
      ConsentWithdrawnSchema,
      {
        ...said(consent.region, at),
        transition: transition('consent', consent, from, to),
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

  /** The person signs, or the guardian of one without full capacity, or an agent with a power (Civil Code arts. 18–23, 161). */
  async #checkSigner(tx: Tx, form: GiveConsentDto): Promise<void> {
    const { personKey, signerKey, signerRole, powerSha256 } = form;
    const member = await memberOf(tx.manager, personKey);
    const isSignerKnown = await tx.query('select from person where person_key = $1', [signerKey]);
    const mayBy: Readonly<Record<GiveConsentDto['signerRole'], boolean>> = {
      SELF: signerKey === personKey && member.capacity === 'FULL',
      GUARDIAN: signerKey === member.guardianKey && member.capacity !== 'FULL',
      AGENT: signerKey !== personKey && Boolean(powerSha256),
      HEIR: false,
    };
    if (!mayBy[signerRole] || isSignerKnown.length === 0) {
      throw new Problem(ASSISTANCE_PROBLEMS.consentNotBySubject);
    }
  }

  /** The region of the open household that names the person. @throws NotFound */
  async regionOf(manager: EntityManager, personKey: string): Promise<string> {
    const member = await memberOf(manager, personKey);
    const [household]: { region: string }[] = await manager.query(
      'select region from household where id = $1',
      [member.householdId],
    );
    if (!household) throw new NotFound('Person');
    return household.region;
  }
}

/** The person in the open household that counts him or her, else in one that names him or her. @throws NotFound */
async function memberOf(manager: EntityManager, personKey: string): Promise<HouseholdMember> {
  const member = await manager.findOne(HouseholdMember, {
    where: { personKey, open: true },
    order: { counted: 'DESC' },
  });
  if (!member) throw new NotFound('Person');
  return member;
}

/** @throws Problem `validation` for an instant of no calendar day */
function dayOf(signedAt: string): CivilDate {
  try {
    return civilDateOf(signedAt);
  } catch {
    throw invalidField('signedAt', 'is-rfc3339');
  }
}
