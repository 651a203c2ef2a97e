import { announceAsset, announceIncome, factIdOf } from '@minzheng/casework/facts';
import type { HouseVisit, VisitFinding } from '@minzheng/casework/visits';
import { enumValue } from '@minzheng/contracts/catalogue';
import { AssetKindSchema, FactQuality, IncomeKindSchema } from '@minzheng/contracts/facts';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { SuppliedItem } from '../applications/report-facts.rules.js';

/** What a signed visit has seen of income and property is told as facts (SURVEYED). 民发〔2021〕57号 art. 16. */
export function announceFindings(
  tx: Tx,
  visit: HouseVisit,
  findings: readonly VisitFinding[],
  at: Date,
): void {
  for (const [index, finding] of findings.entries()) {
    const told = {
      personKey: finding.personKey,
      region: visit.region,
      record: recordOf(visit, index, finding),
      quality: FactQuality.SURVEYED,
      ...(visit.caseRef === null ? {} : { caseRef: visit.caseRef }),
      at,
      item: `visit/${visit.id}/${index}`,
    };
    // an income of nothing is no fact
    if (finding.side === 'INCOME' && BigInt(finding.amountFen ?? '0') === 0n) continue;
    if (finding.side === 'INCOME') {
      announceIncome(tx, {
        ...told,
        kind: enumValue(IncomeKindSchema, finding.kind),
        amountFen: BigInt(finding.amountFen ?? '0'),
        period: { fromMonth: finding.fromMonth as Month, toMonth: finding.toMonth as Month },
        payerKey: finding.payerKey ?? '*',
      });
    } else {
      announceAsset(tx, {
        ...told,
        kind: enumValue(AssetKindSchema, finding.kind),
        ...(finding.valueFen === undefined ? {} : { valueFen: BigInt(finding.valueFen) }),
        ...(finding.count === undefined ? {} : { count: finding.count }),
        asOf: visit.visitedOn as CivilDate,
      });
    }
  }
}

/** The same for the means test of this service, which counts what the report has not counted yet. */
export function suppliedByVisit(visit: HouseVisit, findings: readonly VisitFinding[]): SuppliedItem[] {
  return findings.map(({ fromMonth, toMonth, ...finding }, index) => ({
    ...finding,
    factId: factIdOf(finding.side === 'INCOME' ? 'incomes' : 'assets', recordOf(visit, index, finding)),
    quality: 'SURVEYED',
    agency: 'assistance',
    on: visit.visitedOn as CivilDate,
    ...(fromMonth === undefined ? {} : { fromMonth: fromMonth as Month }),
    ...(toMonth === undefined ? {} : { toMonth: toMonth as Month }),
  }));
}

const recordOf = (
  { id }: HouseVisit,
  index: number,
  { personKey }: Pick<VisitFinding, 'personKey'>,
): string => `visit/${id}/${index}/${personKey}`;
