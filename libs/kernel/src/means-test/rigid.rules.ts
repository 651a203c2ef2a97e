import type { Fen } from '../money/index.js';
import {
  compare,
  divide,
  isBelow,
  max,
  multiply,
  rational,
  subtract,
  ZERO,
  type Rational,
} from '../rational/index.js';
import { firstDay, lastDay } from '../months/index.js';
import type { RigidGroup } from './expenditure-kinds.data.js';
import type { PersonKey, Study } from './facts.js';
import { sumFen, type MeansBook } from './figures.js';
import { expenditureKind } from './kind-registry.js';
import type { MeansPolicy } from './means-policy.js';
import type { Reason } from './reason.js';

/** What counts of a person's spending in one group over the window (刚性支出), in fen. */
export interface RigidSpending {
  readonly personKey: PersonKey;
  readonly group: RigidGroup;
  readonly countedFen: Fen;
  readonly spentFen: Fen;
  readonly charityPaidFen: Fen;
  readonly reasons: readonly Reason<'CAPPED' | 'CHARITY_PAID' | 'EVIDENCE_MISSING'>[];
}

/**
 * A person's rigid spending of the window in the groups that the region deducts: what was spent less what a charity
 * paid of that group, not below 0; of education at most the public-school fee of the person's stage. Spending that is
 * only declared has no settlement behind it and doesn't count. 刚性支出困难家庭认定办法; 民发〔2021〕57号 art. 13.
 *
 * @param stated - what the household says of the person's study
 * @throws PolicyMissing when there is education spending and the region has no fee for the stage
 */
export function rigidSpending(personKey: PersonKey, stated: Study, book: MeansBook): RigidSpending[] {
  const { window, policy } = book;
  const lines = (book.expenditure.get(personKey) ?? []).filter(
    ({ fact, month }) =>
      window.from <= month && month <= window.to && expenditureKind(fact.kind).group !== undefined,
  );
  if (lines.length === 0) return [];
  const ofGroup = (group: RigidGroup, use: 'SPENT' | 'PAID_BY_CHARITY') =>
    lines.filter(({ fact }) => {
      const entry = expenditureKind(fact.kind);
      return entry.group === group && entry.use === use;
    });
  return policy.deductGroups.flatMap((group) => {
    const [declared, evidenced] = partition(
      ofGroup(group, 'SPENT'),
      ({ fact }) => fact.quality === 'DECLARED',
    );
    const charity = ofGroup(group, 'PAID_BY_CHARITY');
    if (declared.length + evidenced.length === 0) {
      return [];
    }
    const [spentFen, charityPaidFen] = [amountOf(evidenced), amountOf(charity)];
    const ownFen = spentFen > charityPaidFen ? spentFen - charityPaidFen : 0n;
    const capFen =
      group === 'EDUCATION' && ownFen > 0n
        ? policy.educationCapFen(studyInWindow(personKey, stated, book))
        : undefined;
    const isCapped = capFen !== undefined && ownFen > capFen;
    return [
      {
        personKey,
        group,
        countedFen: isCapped ? capFen : ownFen,
        spentFen,
        charityPaidFen,
        reasons: [
          ...(isCapped ? [reason('CAPPED', capFen, evidenced)] : []),
          ...(charityPaidFen > 0n ? [reason('CHARITY_PAID', charityPaidFen, charity)] : []),
          ...(declared.length > 0 ? [reason('EVIDENCE_MISSING', amountOf(declared), declared)] : []),
        ],
      },
    ];
  });
}

const STUDY_OF_LEVEL: Readonly<Record<string, Study>> = {
  COMPULSORY: 'SCHOOL',
  UPPER_SECONDARY: 'SCHOOL',
  BACHELOR: 'BACHELOR',
  MASTER_OR_ABOVE: 'MASTER_OR_ABOVE',
};

/** The stage whose fee was paid: what the schools tell last of the window, else what the household states today. */
function studyInWindow(personKey: PersonKey, stated: Study, { statuses, window }: MeansBook): Study {
  const [first, last] = [firstDay(window.from), lastDay(window.to)];
  const enrolled = statuses
    .of(personKey, 'enrolled')
    .filter(({ days }) => days.from <= last && (days.to === undefined || days.to > first))
    .toSorted((a, b) => (`${a.days.from} ${a.factId}` < `${b.days.from} ${b.factId}` ? -1 : 1));
  const levels = enrolled.flatMap(({ attributes }) => STUDY_OF_LEVEL[attributes['level'] ?? ''] ?? []);
  return levels.at(-1) ?? stated;
}

/** What is left of the total after rigid spending, a head and month, not below 0. */
export function perCapitaAfterRigid(
  total: Rational,
  rigidFen: Fen,
  windowMonths: number,
  members: number,
): Rational {
  const left = max(ZERO, subtract(total, rational(rigidFen)));
  return divide(left, rational(BigInt(windowMonths) * BigInt(members)));
}

/** Rigid spending as part of income (刚性支出占比). */
export interface RigidRatio {
  /** Above the policy's ratio, exactly; any spending is where there is no income. */
  readonly met: boolean;
  /** In basis points, exact; absent when there is spending and no income (∞). */
  readonly basisPoints?: Rational;
}

/** Whether rigid spending takes more than `ratioBp` of the household's income of the window. */
export function rigidRatio(rigidFen: Fen, income: Rational, ratioBp: number): RigidRatio {
  const scaled = rational(rigidFen * 10_000n);
  const met = rigidFen > 0n && compare(scaled, multiply(rational(BigInt(ratioBp)), income)) > 0;
  if (income.numerator > 0n) {
    return { met, basisPoints: divide(scaled, income) };
  }
  return rigidFen > 0n ? { met } : { met, basisPoints: ZERO };
}

/**
 * Whether a year of the household's income a head is below last year's local disposable income, exactly.
 *
 * @throws PolicyMissing when the region has no such figure
 */
export function isBelowDisposableIncome(perCapitaMonthly: Rational, policy: MeansPolicy): boolean {
  return isBelow(multiply(rational(12n), perCapitaMonthly), rational(policy.disposableIncomeLastYearFen()));
}

type Line = NonNullable<ReturnType<MeansBook['expenditure']['get']>>[number];

function reason<Code extends string>(code: Code, amountFen: Fen, lines: readonly Line[]): Reason<Code> {
  const factIds = [...new Set(lines.map(({ fact }) => fact.factId))].toSorted();
  return { code, figures: { amountFen: rational(amountFen) }, factIds };
}

function amountOf(lines: readonly Line[]): Fen {
  return sumFen(lines.map(({ amountFen }) => amountFen));
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
