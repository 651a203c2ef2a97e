import { Injectable } from '@nestjs/common';
import { ConsentService } from '@minzheng/casework/consents';
import { OfficialRelatives } from '@minzheng/casework/relatives';
import { Statements } from '@minzheng/casework/statements';
import { addDays, ageOn, incomeWindow, type CivilDate, type IncomeWindow } from '@minzheng/kernel/months';
import { countyOf } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { AwardService } from '../awards/award.service.js';
import type { SpecialReason } from '../entitlement/deadline.rules.js';
import { HouseholdMember } from '../households/household.entity.js';
import type { HouseholdWithPersons } from '../households/household.events.js';
import { sqlState } from '../households/household.service.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import { TicketService } from '../tickets/ticket.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { SubmitCaseDto } from './application.dto.js';
import { AidCase } from './application.entity.js';
import { announceAccepted, announceSubmitted } from './application.events.js';
import { CASE_LIFECYCLE, isClosed } from './application.lifecycle.js';
import { toDeclared } from './declared-item.rules.js';
import { CaseGuards } from './case-guards.js';
import { CaseLimitsService } from './case-limits.service.js';
import { announceDeclared } from './declared-facts.js';

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

/** A case from the application to its acceptance, and who decides it by when. */
@Injectable()
export class ApplicationService {
  constructor(
    private readonly consents: ConsentService,
    private readonly awards: AwardService,
    private readonly relatives: OfficialRelatives,
    private readonly statements: Statements,
    private readonly guards: CaseGuards,
    private readonly limits: CaseLimitsService,
    private readonly supervision: SupervisionService,
    private readonly tickets: TicketService,
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
    const origin =
      form.ticketId === undefined
        ? { channel, referralId: null, clueId: null }
        : await this.tickets.originForCase(tx, form.ticketId, {
            ...household,
            personKeys: members.map(({ personKey }) => personKey),
          });
    const aidCase = Object.assign(new AidCase(), {
      id: uuidv7(),
      region: household.region,
      caseNo: await this.#number(tx, household.region),
      householdId: household.id,
      programme: form.programme,
      ...origin,
      ticketId: form.ticketId ?? null,
      delegated: false,
      acceptedOn: null,
      dueOn: null,
      declaredItems: form.declaredItems.map((item, index) => toDeclared(item, index, members)),
      missingPapers: [],
      correctionDueOn: null,
      specialReasons: [],
      relativeFlag: false,
      complaintFlag: false,
      refusals: [],
      dispute: null,
      disputeEvidence: [],
      revocation: null,
      reportPauses: [],
      assetDecisions: [],
      defects: [],
      evidenceDueOn: null,
      assessment: null,
      opinion: null,
      decision: null,
      earlierDecisions: [],
      reopenedOn: null,
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
    if (form.ticketId !== undefined) await this.tickets.caseOpened(tx, form.ticketId, aidCase);
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
    const days = await this.#policy<number>(tx, 'clock.correctionLapseDays', aidCase.region);
    aidCase.missingPapers = [...missing];
    aidCase.correctionDueOn = addDays(this.clock.today(), days);
    await tx.move(aidCase, CASE_LIFECYCLE, 'requestCorrection', this.clock.now());
    return aidCase;
  }

  /**
   * The clock starts: who decides, and by when. Relatives of those who handle cases or sit in committees are found in the
   * filing list: their cases are visited by the county and decided by two. What was declared is told as facts.
   *
   * @throws Problem `conflict-of-interest`
   */
  async accept(tx: Tx, id: string, version: number): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    const persons = await this.guards.personsOf(tx, aidCase);
    await this.relatives.requireUnrelated(tx, tx.actor, persons);
    const filings = await this.relatives.relativesOf(tx, persons);
    aidCase.relativeFlag = filings.length > 0;
    const members = await tx.manager.findBy(HouseholdMember, { householdId: aidCase.householdId });
    const hukou = members.filter(({ counted }) => counted).map(({ hukouRegion }) => countyOf(hukouRegion));
    if (new Set(hukou).size > 1) aidCase.specialReasons = ['SPLIT_HUKOU'];
    await this.limits.start(tx, aidCase);
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'accept', at);
    announceAccepted(tx, aidCase, move, at);
    announceDeclared(tx, aidCase, await this.#window(tx, aidCase), at);
    if (aidCase.relativeFlag) await this.#flagRelative(tx, aidCase);
    return aidCase;
  }

  /** Why it may take longer (特殊情况): the limit is counted anew from the acceptance (民发〔2022〕83号 §4). */
  async extendLimit(
    tx: Tx,
    id: string,
    version: number,
    reason: Exclude<SpecialReason, 'OBJECTION'>,
    text: string,
  ): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    await this.limits.extend(tx, aidCase, reason);
    await tx.move(aidCase, CASE_LIFECYCLE, 'extendLimit', this.clock.now(), reason);
    await this.statements.say(tx, { subject: { type: 'case', id }, kind: 'extendLimit', text });
    return aidCase;
  }

  /**
   * A relation that was filed late, or a complaint: whoever decides the case is chosen anew, and a decided one is looked
   * at by those who supervise.
   */
  async flag(tx: Tx, caseId: string, flag: 'relativeFlag' | 'complaintFlag'): Promise<void> {
    const aidCase = await tx.loadForUpdate(AidCase, caseId);
    if (flag === 'relativeFlag') await this.#flagRelative(tx, aidCase);
    if (aidCase[flag] || isClosed(aidCase.state)) return;
    aidCase[flag] = true;
    await this.limits.renew(tx, aidCase);
    await tx.save(aidCase);
  }

  async #flagRelative(tx: Tx, { id, region }: AidCase): Promise<void> {
    const subject = { type: 'case', id };
    await this.supervision.flag(tx, { kind: 'RELATIVE', subject, region, reason: 'FILED_RELATIVE' });
  }

  /** The months for which income is declared (R2). */
  async #window(tx: Tx, { region, acceptedOn }: AidCase): Promise<IncomeWindow> {
    const months = await this.#policy<number>(tx, 'income.windowMonths', region);
    return incomeWindow(acceptedOn ?? this.clock.today(), months);
  }

  async #policy<T>(tx: Tx, key: string, region: string): Promise<T> {
    const book = await this.policies.book(tx);
    return book.resolve(`assistance.${key}`, region, this.clock.today()).value as T;
  }

  /** The applicant brings evidence against a material discrepancy: the case is checked again. @throws Problem `dispute-closed` */
  async dispute(tx: Tx, id: string, version: number, evidence: readonly string[]): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    if (aidCase.state !== 'DISPUTED' && aidCase.evidenceDueOn !== null) {
      throw new Problem(ASSISTANCE_PROBLEMS.disputeClosed);
    }
    aidCase.disputeEvidence = [...evidence];
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
