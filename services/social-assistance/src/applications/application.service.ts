import { Injectable } from '@nestjs/common';
import { ageOn, type CivilDate } from '@minzheng/kernel/months';
import { countyOf } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { AwardService } from '../awards/award.service.js';
import { ConsentService } from '../consents/consent.service.js';
import { decisionDueOn } from '../entitlement/deadline.rules.js';
import type { HouseholdMember } from '../households/household.entity.js';
import type { HouseholdWithPersons } from '../households/household.events.js';
import { sqlState } from '../households/household.service.js';
import { takeDownNotices } from '../notices/take-down.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { SubmitCaseDto } from './application.dto.js';
import { AidCase } from './application.entity.js';
import { announceAccepted, announceDecided, announceSubmitted } from './application.events.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import { toDeclared } from './declared-item.rules.js';
import { readProcedure } from './entitlement-policy.js';

const ADULT = 18;
const UNIQUE_VIOLATION = '23505';
/** Papers that a register of the state holds: marriage, property, birth and the like. */
const LOOKED_UP = [
  'marriageCertificate',
  'propertyCertificate',
  'birthCertificate',
  'idCardCopy',
  'hukouBook',
];

/** A case from the application to its acceptance, and its withdrawal. */
@Injectable()
export class ApplicationService {
  constructor(
    private readonly consents: ConsentService,
    private readonly awards: AwardService,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `consent-missing`, `wrong-place`, `exclusive-programme`, `open-case-exists`, `validation` */
  async submit(
    tx: Tx,
    form: SubmitCaseDto,
    named: HouseholdWithPersons,
    channel: AidCase['channel'],
  ): Promise<AidCase> {
    const { household, members } = named;
    if (!this.#isRightPlace(household.region, members)) throw new Problem(ASSISTANCE_PROBLEMS.wrongPlace);
    await this.requireConsents(tx, members, [form.programme]);
    if (form.programme === 'DIBAO')
      await this.awards.requireNone(
        tx,
        members.filter(({ counted }) => counted),
      );
    const aidCase = Object.assign(new AidCase(), {
      id: uuidv7(),
      region: household.region,
      caseNo: await this.#number(tx, household.region),
      householdId: household.id,
      programme: form.programme,
      channel,
      delegated: false,
      acceptedOn: null,
      dueOn: null,
      declaredItems: form.declaredItems.map((item, index) => toDeclared(item, index, members)),
      missingPapers: [],
      defects: [],
      evidenceDueOn: null,
      assessment: null,
      opinion: null,
      decision: null,
      policyVersionIds: [],
    });
    const at = this.clock.now();
    await tx.execute('savepoint application');
    try {
      await tx.begin(aidCase, CASE_LIFECYCLE, 'submit', at);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      await tx.execute('rollback to savepoint application');
      throw new Problem(ASSISTANCE_PROBLEMS.openCaseExists);
    }
    announceSubmitted(tx, aidCase, at);
    return aidCase;
  }

  /** @throws Problem `correction-already-asked`, `state-can-look-up` */
  async requestCorrection(tx: Tx, id: string, version: number, missing: readonly string[]): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    if (aidCase.missingPapers.length > 0) throw new Problem(ASSISTANCE_PROBLEMS.correctionAlreadyAsked);
    const lookedUp = missing.filter((paper) => LOOKED_UP.includes(paper));
    if (lookedUp.length > 0) {
      throw new Problem(ASSISTANCE_PROBLEMS.stateCanLookUp, { extensions: { papers: lookedUp } });
    }
    aidCase.missingPapers = [...missing];
    await tx.move(aidCase, CASE_LIFECYCLE, 'requestCorrection', this.clock.now());
    return aidCase;
  }

  /** The clock starts: who decides, and by when. */
  async accept(tx: Tx, id: string, version: number): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    const today = this.clock.today();
    const { delegated, limits } = readProcedure(
      await this.policies.book(tx),
      aidCase.region,
      aidCase.programme,
      today,
    );
    aidCase.delegated = delegated;
    aidCase.acceptedOn = today;
    aidCase.dueOn = decisionDueOn(today, limits, { isDelegated: delegated, specialReasons: [] });
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'accept', at);
    announceAccepted(tx, aidCase, move, at);
    return aidCase;
  }

  /** The applicant brings evidence against a material discrepancy: the case is checked again. @throws Problem `dispute-closed` */
  async dispute(tx: Tx, id: string, version: number): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    if (aidCase.state !== 'DISPUTED' && aidCase.evidenceDueOn !== null) {
      throw new Problem(ASSISTANCE_PROBLEMS.disputeClosed);
    }
    await tx.move(aidCase, CASE_LIFECYCLE, 'dispute', this.clock.now());
    return aidCase;
  }

  /** No evidence came in time: the case goes on with what is known. @returns how many */
  async closeEndedDisputes(tx: Tx): Promise<number> {
    const ended = await tx.query<{ id: string }>(
      `select id from aid_case where state = 'DISPUTED' and evidence_due_on < $1::date
        order by id limit 100 for update skip locked`,
      [this.clock.today()],
    );
    for (const { id } of ended) {
      const aidCase = await tx.loadForUpdate(AidCase, id);
      await tx.move(aidCase, CASE_LIFECYCLE, 'closeDispute', this.clock.now());
    }
    return ended.length;
  }

  async withdraw(tx: Tx, id: string, version: number, members: readonly HouseholdMember[]): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'withdraw', at);
    await takeDownNotices(tx, id, at);
    const personKeys = members.filter(({ counted }) => counted).map(({ personKey }) => personKey);
    announceDecided(tx, aidCase, move, { reasonCodes: ['WITHDRAWN_BY_APPLICANT'] }, personKeys, at);
    return aidCase;
  }

  /** Every adult member who counts has consented to these purposes. @throws Problem `consent-missing` */
  async requireConsents(
    tx: Tx,
    members: readonly HouseholdMember[],
    purposes: readonly string[],
  ): Promise<void> {
    const today = this.clock.today();
    const adults = members.filter(({ counted, birthDate }) => counted && ageOn(birthDate, today) >= ADULT);
    const consents = await this.consents.holding(
      tx.manager,
      adults.map(({ personKey }) => personKey),
    );
    const missing = adults.filter(({ personKey }) =>
      purposes.some(
        (purpose) =>
          !consents.some((consent) => consent.personKey === personKey && consent.purposes.includes(purpose)),
      ),
    );
    if (missing.length > 0) {
      throw new Problem(ASSISTANCE_PROBLEMS.consentMissing, {
        extensions: { personKeys: missing.map(({ personKey }) => personKey) },
      });
    }
  }

  /** Where a member is registered (民发〔2021〕57号 art. 5): the county decides, as regions are divided today. */
  #isRightPlace(region: string, members: readonly HouseholdMember[]): boolean {
    const current = this.regions.currentOf(region);
    if (current.length < 6) return false;
    return members.some(({ hukouRegion }) => this.regions.covers(countyOf(current), hukouRegion));
  }

  async #number(tx: Tx, region: string): Promise<string> {
    const [row] = await tx.query<{ number: string }>(`select nextval('case_number')::text as number`);
    return `${region}-${compact(this.clock.today())}-${(row?.number ?? '').padStart(6, '0')}`;
  }
}

const compact = (day: CivilDate): string => day.replaceAll('-', '');
