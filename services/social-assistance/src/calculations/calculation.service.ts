import { fromBinary } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { CHECK_PROBLEMS } from '@minzheng/casework/checks';
import { VerificationCompletedSchema, type VerificationCompleted } from '@minzheng/contracts/verification';
import {
  isAssetKind,
  isExpenditureKind,
  isIncomeKind,
  readMeansPolicy,
  type HouseholdSnapshot,
  type HukouType,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { EntityManager } from 'typeorm';
import type { AidCase } from '../applications/application.entity.js';
import { assess, type AssessedMember, type AssessmentResult } from '../applications/assessment.rules.js';
import { toAssessed } from '../applications/assessment.service.js';
import type { StoredOption } from '../applications/assessment.js';
import { CaseSupplementService } from '../applications/case-supplement.service.js';
import { explainBook } from '../applications/explanation.js';
import { supplementReport } from '../applications/means-supplement.rules.js';
import { VerificationService } from '../applications/verification.service.js';
import { firstMonthOf } from '../entitlement/deadline.rules.js';
import type { HouseholdMember } from '../households/household.entity.js';
import { HouseholdService } from '../households/household.service.js';
import type {
  BenefitOptionDto,
  CalculatedMemberDto,
  CalculationDto,
  CalculationFormDto,
  SimulationDto,
  SupposedMemberDto,
} from './calculation.dto.js';
import {
  dayOf,
  emptyReport,
  supposeReport,
  type JoiningPerson,
  type SupposedMeans,
  type Supposition,
} from './supposition.rules.js';

const STANDARD = 'assistance.dibao.standardMonthlyFen';
const SUPPOSED_ROW = '00000000-0000-0000-0000-000000000000';
/** Before any day that is asked about. */
const EVER = '1900-01-01';

/** What the rules are asked about. */
interface Question {
  readonly region: string;
  readonly hukouType: HukouType;
  readonly report: VerificationCompleted;
  readonly snapshot: HouseholdSnapshot;
  readonly members: readonly AssessedMember[];
  readonly supposition: Supposition;
  /** Day for which the report was made. */
  readonly day: CivilDate;
  /** Standards and ages of this day. */
  readonly asOf: CivilDate;
}

/** "What if": the rules on figures that are supposed, with their reasons. Nothing is stored. */
@Injectable()
export class CalculationService {
  constructor(
    private readonly verification: VerificationService,
    private readonly households: HouseholdService,
    private readonly supplements: CaseSupplementService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * A household that nobody knows, from what its members say of themselves.
   *
   * @throws Problem `validation`, PolicyMissing
   */
  async calculate({ region, hukouType, members }: CalculationFormDto): Promise<CalculationDto> {
    const today = this.clock.today();
    requireApplicant(members);
    const people = members.map((form, index) => ({
      form,
      personKey: placeKey(index),
      path: `members.${index}`,
    }));
    const supposition: Supposition = {
      means: people.map(({ form, personKey, path }) => toMeans(form, personKey, path)),
      joining: people.map(({ form, personKey, path }) => toJoining(form, personKey, path, today)),
      ...{ leaving: [], isPropertyChanged: true },
    };
    const book = await this.policies.book();
    const result = this.#assess(book, {
      ...{ region, hukouType, supposition, day: today, asOf: today, report: emptyReport(today) },
      snapshot: { members: [], obligors: [] },
      members: people.map(({ form, personKey }) => assessedOf(form, personKey)),
    });
    return toDto(result, book);
  }

  /**
   * A case with other income, people, spending, property or another standard: on the figures of its latest report and what
   * visits and letters have added, as standards and ages are today.
   *
   * @throws Problem `report-missing`, `validation`, PolicyMissing
   */
  async simulate(manager: EntityManager, aidCase: AidCase, form: SimulationDto): Promise<CalculationDto> {
    const today = this.clock.today();
    const { region, householdId } = aidCase;
    const named = await this.households.read(manager, householdId);
    const { hukouType } = named.household;
    const book = supposedBook(await this.policies.book(), region, form.standardFen);
    const stored = await this.#reportOf(manager, aidCase);
    const day = dayOf(stored, aidCase.acceptedOn ?? today);
    const policy = readMeansPolicy(book, region, hukouType, day);
    const supplement = await this.supplements.of(manager, aidCase, named);
    const report = supplement ? supplementReport(stored, supplement, day, policy) : stored;
    const result = this.#assess(book, {
      ...{ region, hukouType, report, day, asOf: today },
      snapshot: snapshotOf(named),
      supposition: suppositionOf(form, named.members, today),
      members: assessedMembers(form, named.members),
    });
    return toDto(result, book);
  }

  #assess(book: PolicyBook, question: Question): AssessmentResult {
    const { region, hukouType, report, snapshot, supposition, members, day, asOf } = question;
    const policy = readMeansPolicy(book, region, hukouType, day);
    return assess({
      ...{ region, hukouType, members, asOf, book, firstMonth: firstMonthOf(this.clock.today()) },
      report: supposeReport(report, snapshot, supposition, day, policy),
    });
  }

  async #reportOf(manager: EntityManager, { id }: AidCase): Promise<VerificationCompleted> {
    const latest = await this.verification.latestReport(manager, id);
    if (!latest || latest.result === 'REFUSED') throw new Problem(CHECK_PROBLEMS.reportMissing);
    return fromBinary(VerificationCompletedSchema, latest.message);
  }
}

/** Another standard goes before whatever was published. */
function supposedBook(book: PolicyBook, region: string, standardFen: string | undefined): PolicyBook {
  if (standardFen === undefined) return book;
  return book.supposing({
    ...{ id: SUPPOSED_ROW, key: STANDARD, regionPrefix: region, effectiveFrom: EVER },
    ...{ value: { URBAN: standardFen, RURAL: standardFen }, legalBasis: '假设 (supposed)' },
  });
}

/** Whoever comes to live with them, or is calculated with, is known by the place in the list. */
const placeKey = (index: number): string => `member-${String(index).padStart(2, '0')}`;
const PLACE_KEY = /^member-(\d+)$/;

function requireApplicant(members: readonly CalculatedMemberDto[]): void {
  const applicants = members.filter(({ relation }) => relation === 'APPLICANT');
  if (applicants.length !== 1) throw invalidField('members', 'one-applicant');
}

function suppositionOf(
  { members = [], newMembers = [], standardFen }: SimulationDto,
  known: readonly HouseholdMember[],
  today: CivilDate,
): Supposition {
  requireKnown(members, known);
  const joining = newMembers.map((form, index) => ({
    form,
    personKey: placeKey(index),
    path: `newMembers.${index}`,
  }));
  return {
    means: [
      ...members.map((form, index) => toMeans(form, form.personKey, `members.${index}`)),
      ...joining.map(({ form, personKey, path }) => toMeans(form, personKey, path)),
    ],
    joining: joining.map(({ form, personKey, path }) => toJoining(form, personKey, path, today)),
    leaving: members.filter(({ leaves }) => leaves).map(({ personKey }) => personKey),
    isPropertyChanged: standardFen !== undefined,
  };
}

/** @throws Problem `validation` for somebody who is not of the household, and where the applicant would leave */
function requireKnown(members: readonly SupposedMemberDto[], known: readonly HouseholdMember[]): void {
  for (const [index, { personKey, leaves }] of members.entries()) {
    const member = known.find((each) => each.personKey === personKey);
    if (!member) throw invalidField(`members.${index}.personKey`, 'is-member');
    if (leaves && member.relation === 'APPLICANT')
      throw invalidField(`members.${index}.leaves`, 'one-applicant');
  }
}

type MeansForm = Pick<CalculatedMemberDto, 'incomes' | 'expenditures' | 'assets'>;

/** @throws Problem `validation` for a kind that the registry does not have */
function toMeans(
  { incomes = [], expenditures = [], assets = [] }: MeansForm,
  personKey: string,
  path: string,
): SupposedMeans {
  return {
    personKey,
    incomes: incomes.map(({ kind, amountFen }, index) => {
      if (!isIncomeKind(kind)) throw invalidField(`${path}.incomes.${index}.kind`, 'is-kind');
      return { kind, amountFen: BigInt(amountFen) };
    }),
    expenditures: expenditures.map(({ kind, amountFen }, index) => {
      if (!isExpenditureKind(kind)) throw invalidField(`${path}.expenditures.${index}.kind`, 'is-kind');
      return { kind, amountFen: BigInt(amountFen) };
    }),
    assets: assets.map(({ kind, valueFen, count, areaDm2 }, index) => {
      if (!isAssetKind(kind)) throw invalidField(`${path}.assets.${index}.kind`, 'is-kind');
      if (valueFen === undefined && count === undefined) {
        throw invalidField(`${path}.assets.${index}.valueFen`, 'missing');
      }
      return {
        kind,
        ...(valueFen === undefined ? {} : { valueFen: BigInt(valueFen) }),
        ...(count === undefined ? {} : { count }),
        ...(areaDm2 === undefined ? {} : { areaDm2 }),
      };
    }),
  };
}

/** @throws Problem `validation` for a birth that is still to come */
function toJoining(
  form: CalculatedMemberDto,
  personKey: string,
  path: string,
  today: CivilDate,
): JoiningPerson {
  const { relation, birthDate, study, livesTogetherSince, employed = false } = form;
  if (birthDate > today) throw invalidField(`${path}.birthDate`, 'max');
  const disability = cardOf(form);
  return {
    ...{ personKey, relation, birthDate, study, isEmployed: employed },
    ...(livesTogetherSince === undefined ? {} : { livesTogetherSince }),
    ...(disability ? { disability } : {}),
  };
}

function cardOf({ disability }: Pick<CalculatedMemberDto, 'disability'>): JoiningPerson['disability'] {
  if (!disability) return undefined;
  const { kind, grade, cardValidTo } = disability;
  return { kind, grade, ...(cardValidTo === undefined ? {} : { validTo: cardValidTo }) };
}

const SUPPOSED_ILLNESS = 'SUPPOSED';

function assessedOf(form: CalculatedMemberDto, personKey: string): AssessedMember {
  const { birthDate, study, disability, seriouslyIll = false, fiscalPaid = false } = form;
  return {
    ...{ personKey, birthDate, study, fiscalPaid },
    disabilityKind: disability?.kind ?? null,
    disabilityGrade: disability?.grade ?? null,
    cardValidTo: disability?.cardValidTo ?? null,
    majorIllnessCode: seriouslyIll ? SUPPOSED_ILLNESS : null,
  };
}

function assessedMembers(
  { members = [], newMembers = [] }: SimulationDto,
  known: readonly HouseholdMember[],
): AssessedMember[] {
  const changes = new Map(members.map((change) => [change.personKey, change]));
  return [
    ...known
      .filter(({ personKey }) => !changes.get(personKey)?.leaves)
      .map((member) => changedMember(toAssessed(member), changes.get(member.personKey))),
    ...newMembers.map((form, index) => assessedOf(form, placeKey(index))),
  ];
}

function changedMember(member: AssessedMember, change: SupposedMemberDto | undefined): AssessedMember {
  const { disability, seriouslyIll } = change ?? {};
  return {
    ...member,
    ...(disability
      ? {
          disabilityKind: disability.kind,
          disabilityGrade: disability.grade,
          cardValidTo: disability.cardValidTo ?? null,
        }
      : {}),
    ...(seriouslyIll === undefined ? {} : { majorIllnessCode: seriouslyIll ? SUPPOSED_ILLNESS : null }),
  };
}

function snapshotOf({ members, obligors }: Awaited<ReturnType<HouseholdService['read']>>): HouseholdSnapshot {
  return {
    members: members.map(({ personKey, relation, birthDate, livesTogetherSince, study }) => ({
      ...{ personKey, relation, birthDate, study },
      ...(livesTogetherSince === null ? {} : { livesTogetherSince }),
    })),
    obligors: obligors.map(({ personKey, obligorOfKey, relation }) => ({
      personKey,
      obligorOfKey,
      relation,
    })),
  };
}

function toDto(result: AssessmentResult, book: PolicyBook): CalculationDto {
  const { householdClass, memberCount, perCapitaMonthly, proposed, alternatives, reasons } = result;
  return {
    ...{ householdClass, memberCount, perCapitaMonthly, reasons: [...reasons] },
    ...(proposed ? { proposed: toOptionDto(proposed) } : {}),
    alternatives: alternatives.map(toOptionDto),
    policies: explainBook(book),
  };
}

export function toOptionDto({
  subtype,
  monthlyFen,
  baseFen,
  extras,
  shares,
  reasons,
}: StoredOption): BenefitOptionDto {
  return {
    ...{ subtype, monthlyFen, baseFen, reasons: [...reasons] },
    extras: extras.map(({ personKey, kinds, amountFen }) => ({
      ...personOf(personKey),
      kinds: [...kinds],
      amountFen,
    })),
    shares: shares.map(({ personKey, amountFen }) => ({ ...personOf(personKey), amountFen })),
  };
}

function personOf(personKey: string): { personKey: string } | { member: number } {
  const place = PLACE_KEY.exec(personKey)?.[1];
  return place === undefined ? { personKey } : { member: Number(place) };
}
