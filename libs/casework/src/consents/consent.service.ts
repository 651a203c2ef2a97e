import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { addMonthsToDate, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem, PROBLEMS } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { said, transition } from '../messages/index.js';
import type { GiveConsentDto } from './consent.dto.js';
import { Consent } from './consent.entity.js';
import { ConsentHooks, type NamedPerson } from './consent.hooks.js';
import { consentLifecycle } from './consent.lifecycle.js';
import { CONSENT_PROBLEMS } from './consent.problems.js';

/** Consents to verify: taken here, registered by verification when a check is asked for. */
@Injectable()
export class ConsentService implements OnModuleInit {
  readonly #lifecycle;
  #hooks!: ConsentHooks;

  constructor(
    department: Department,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    private readonly moduleRef: ModuleRef,
  ) {
    this.#lifecycle = consentLifecycle(department.name);
  }

  onModuleInit(): void {
    this.#hooks = this.moduleRef.get(ConsentHooks, { strict: false });
  }

  /** Who is named where, for whoever takes a consent. @throws NotFound */
  personNamed(manager: EntityManager, personKey: string): Promise<NamedPerson> {
    return this.#hooks.personNamed(manager, personKey);
  }

  /**
   * @param person - as {@link personNamed} has found him or her
   * @throws Problem `consent-not-by-subject`, `consent-too-long`, `policy-missing`, `validation`
   */
  async give(tx: Tx, form: GiveConsentDto, person: NamedPerson): Promise<Consent> {
    await this.#checkSigner(tx, form, person);
    const { region } = person;
    const today = this.clock.today();
    const signedOn = dayOf(form.signedAt);
    if (signedOn > today) throw invalidField('signedAt', 'max');
    if (form.validTo < today) throw invalidField('validTo', 'min');
    const row = (await this.policies.book(tx)).resolve('verification.consent.maxMonths', region, today);
    const latest = addMonthsToDate(signedOn, Number(row.value));
    if (form.validTo > latest) {
      throw new Problem(CONSENT_PROBLEMS.consentTooLong, { extensions: { latest } });
    }
    const consent = Object.assign(new Consent(), form, {
      id: uuidv7(),
      region,
      powerSha256: form.powerSha256 ?? null,
      signedAt: new Date(form.signedAt),
      registered: false,
    });
    await tx.begin(consent, this.#lifecycle, 'give', this.clock.now());
    await this.#hooks.given(tx, consent);
    return consent;
  }

  /** Whoever holds a copy is told; what was decided stands, and is reviewed. */
  async withdraw(tx: Tx, id: string, version: number): Promise<Consent> {
    const consent = await tx.loadForUpdate(Consent, id, version);
    const at = this.clock.now();
    const { from, to } = await tx.move(consent, this.#lifecycle, 'withdraw', at);
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
    await this.#hooks.withdrawn(tx, consent);
    return consent;
  }

  /** Verification has it in its register: the consent itself is as it was, and its version stays. */
  async registered(tx: Tx, consentIds: readonly string[]): Promise<void> {
    await tx.execute('update consent set registered = true where id = any($1::uuid[])', [consentIds]);
  }

  /** Verification says that the last day is over. One that is not known here, or is over already, is left alone. */
  async expired(tx: Tx, consentId: string): Promise<void> {
    const consent = await this.#valid(tx, consentId);
    if (!consent) return;
    await tx.move(consent, this.#lifecycle, 'expire', this.clock.now());
    await this.#hooks.expired(tx, consent);
  }

  /** The person withdrew it at verification, which has told everybody. */
  async withdrawnElsewhere(tx: Tx, consentId: string): Promise<void> {
    const consent = await this.#valid(tx, consentId);
    if (!consent) return;
    await tx.move(consent, this.#lifecycle, 'withdrawElsewhere', this.clock.now());
    await this.#hooks.withdrawn(tx, consent);
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

  /** Each of these persons has consented to each of these purposes. @throws Problem `consent-missing` */
  async require(tx: Tx, personKeys: readonly string[], purposes: readonly string[]): Promise<void> {
    const consents = await this.holding(tx.manager, personKeys);
    const has = (person: string, purpose: string): boolean =>
      consents.some((consent) => consent.personKey === person && consent.purposes.includes(purpose));
    const missing = personKeys.filter((person) => !purposes.every((purpose) => has(person, purpose)));
    if (missing.length > 0) {
      throw new Problem(PROBLEMS.consentMissing, { extensions: { personKeys: missing } });
    }
  }

  #valid(tx: Tx, id: string): Promise<Consent | null> {
    return tx.manager.findOne(Consent, {
      where: { id, state: 'VALID' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** The person signs, or the guardian of one without full capacity, or an agent with a power (Civil Code arts. 18–23, 161). */
  async #checkSigner(tx: Tx, form: GiveConsentDto, { capacity, guardianKey }: NamedPerson): Promise<void> {
    const { personKey, signerKey, signerRole, powerSha256 } = form;
    const isSignerKnown = await tx.query('select from person where person_key = $1', [signerKey]);
    const mayBy: Readonly<Record<GiveConsentDto['signerRole'], boolean>> = {
      SELF: signerKey === personKey && capacity === 'FULL',
      GUARDIAN: signerKey === guardianKey && capacity !== 'FULL',
      AGENT: signerKey !== personKey && Boolean(powerSha256),
      HEIR: false,
    };
    if (!mayBy[signerRole] || isSignerKnown.length === 0) {
      throw new Problem(CONSENT_PROBLEMS.consentNotBySubject);
    }
  }
}

/** @throws Problem `validation` for an instant of no calendar day */
function dayOf(signedAt: string): CivilDate {
  try {
    return civilDateOf(signedAt);
  } catch {
    throw invalidField('signedAt', 'is-rfc3339');
  }
}
