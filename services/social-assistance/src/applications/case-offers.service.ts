import { Injectable } from '@nestjs/common';
import { enumName } from '@minzheng/contracts/catalogue';
import { ExpenditureKindSchema, FactQuality, StatusKind } from '@minzheng/contracts/facts';
import type { VerificationCompleted } from '@minzheng/contracts/verification';
import { expenditureKind } from '@minzheng/kernel/means-test';
import { fromWire, ZERO } from '@minzheng/kernel/rational';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { matchCatalogue, type CatalogueQuestion } from '../entitlement/catalogue.rules.js';
import { readTempAidExpenditurePolicy } from '../entitlement/rule-policies.js';
import { tempAidExpenditure } from '../entitlement/temp-aid.rules.js';
import { HouseholdService } from '../households/household.service.js';
import { TicketIntake } from '../tickets/ticket-intake.js';
import type { AidCase } from './application.entity.js';
import type { StoredOffer } from './assessment.js';
import { verdict } from './assessment.rules.js';
import { VerificationService } from './verification.service.js';

/** What a household is offered instead when its application is refused (R23, 主动告知). */
@Injectable()
export class CaseOffers {
  constructor(
    private readonly households: HouseholdService,
    private readonly verification: VerificationService,
    private readonly tickets: TicketIntake,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * The minimum living guarantee was refused: the household is of no group by it. Nothing is offered while nothing is known
   * of it that may be rested on.
   *
   * @throws PolicyMissing
   */
  async of(tx: Tx, { id, householdId, region, assessment }: AidCase): Promise<StoredOffer[]> {
    const report = await this.verification.standingReport(tx.manager, id);
    if (!report) return [];
    const { household, members } = await this.households.read(tx.manager, householdId);
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const figures = report.householdFigures;
    const isRecognised = assessment?.householdClass === 'EDGE' || assessment?.householdClass === 'RIGID';
    const isIncome = figures !== undefined && figures.memberCount > 0;
    const tempAid = isIncome
      ? tempAidExpenditure(
          {
            memberCount: figures.memberCount,
            perCapita: figures.perCapitaMonthly ? fromWire(figures.perCapitaMonthly) : ZERO,
            rigidAnnualFen: figures.rigidAnnualFen,
            assets: verdict(report, 'RIGID'),
          },
          readTempAidExpenditurePolicy(book, region, household.hukouType, today),
        ).fen
      : 0n;
    return matchCatalogue({
      householdClass: isRecognised ? (assessment.householdClass as 'EDGE' | 'RIGID') : 'NONE',
      members: members
        .filter(({ counted }) => counted)
        .map(({ personKey, birthDate, labour, study }) => ({
          ...{ birthDate, labour, study },
          isEmployed: hasStatus(report, personKey, StatusKind.EMPLOYED),
          isPreferentialObject: hasStatus(report, personKey, StatusKind.PREFERENTIAL_OBJECT),
        })),
      on: today,
      medicalFen: medicalFen(report),
      isHousingUnsafe: members.some(
        ({ personKey }) =>
          hasStatus(report, personKey, StatusKind.HOUSE_UNSAFE) ||
          hasStatus(report, personKey, StatusKind.DWELLING_LOST),
      ),
      tempAidFen: tempAid,
      received: [],
    } satisfies CatalogueQuestion);
  }

  /** A ticket takes the offers on, each forwarded in its time. */
  async open(
    tx: Tx,
    { id: caseId, region, householdId }: AidCase,
    personKeys: readonly string[],
    offers: readonly StoredOffer[],
  ): Promise<void> {
    if (offers.length === 0) return;
    const needs = offers.map(({ need }) => need);
    await this.tickets.openOffer(tx, { region, householdId, personKeys, needs, caseId });
  }
}

const hasStatus = ({ members }: VerificationCompleted, personKey: string, kind: StatusKind): boolean =>
  members
    .filter((member) => member.personKey === personKey)
    .some(({ statuses }) => statuses.some((status) => status.kind === kind && status.days?.to === undefined));

const medicalFen = ({ members }: VerificationCompleted): bigint =>
  members
    .filter(({ counted }) => counted)
    .flatMap(({ expenditures }) => expenditures)
    .filter(({ quality }) => quality !== FactQuality.DECLARED)
    .filter(({ kind }) => {
      const { group, use } = expenditureKind(enumName(ExpenditureKindSchema, kind));
      return group === 'MEDICAL' && use === 'SPENT';
    })
    .reduce((sum, { amountFen }) => sum + amountFen, 0n);
