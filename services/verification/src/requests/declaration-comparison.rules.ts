import {
  assetKind,
  isAssetKind,
  isExpenditureKind,
  isIncomeKind,
  INCOME_KINDS,
  ASSET_KINDS,
  EXPENDITURE_KINDS,
  type AssetFact,
  type MeansResult,
  type PropertyGroup,
} from '@minzheng/kernel/means-test';
import { parseFen, splitFen } from '@minzheng/kernel/money';
import { monthsBetween, type CivilDate, type IncomeWindow } from '@minzheng/kernel/months';
import type { CheckPolicy } from './check-policy.js';
import { classify, type Compared, type Comparison } from './comparison.rules.js';
import type { SourceStanding } from './completeness.rules.js';
import type { DeclaredItem, EconomicSide } from './household-under-check.js';

/** Groups of things that the property test looks at; only these are compared. */
const TESTED: readonly PropertyGroup[] = [
  'FINANCIAL',
  'VEHICLE',
  'MACHINERY',
  'HOME',
  'NON_RESIDENTIAL',
  'BUSINESS',
];

export interface DeclarationQuestion {
  readonly means: MeansResult;
  readonly declaredItems: readonly DeclaredItem[];
  readonly asOf: CivilDate;
  readonly policy: CheckPolicy;
  readonly gaps: readonly SourceStanding[];
}

interface Subject {
  readonly personKey: string;
  readonly side: EconomicSide;
  readonly kind: string;
}

/**
 * Compares the declaration with what sources say, person by person and kind by kind (比对): income kinds that count,
 * things that the property test looks at, and expenditure that was declared. A declared item confirms nothing.
 */
export function compareDeclaration(question: DeclarationQuestion): Comparison[] {
  const { policy, gaps } = question;
  return subjectsOf(question).map((subject) => {
    const compared = subject.side === 'ASSET' ? things(subject, question) : sums(subject, question);
    const publishers = publishersOf(subject);
    const isGap = gaps.some(
      ({ personKey, agency }) => personKey === subject.personKey && publishers.includes(agency),
    );
    return {
      ...subject,
      ...compared,
      difference: compared.verified - compared.declared,
      class: classify(compared, isGap, policy.tolerance),
    };
  });
}

function subjectsOf({ means, declaredItems, policy }: DeclarationQuestion): Subject[] {
  const members = means.members
    .filter(({ membership }) => membership.counted)
    .map(({ personKey }) => personKey);
  const { window, selected } = means;
  const counts = (kind: string) =>
    isIncomeKind(kind) &&
    window.months.some((month) => {
      const purposes = kind === 'charityAid' ? (['LIVING', 'OTHER'] as const) : ([undefined] as const);
      return purposes.some((purpose) =>
        ['counted', 'spread'].includes(policy.means.treatmentOn(kind, purpose, month)),
      );
    });
  const declared = declaredItems.map(({ personKey, side, kind }): Subject => ({ personKey, side, kind }));
  const income = selected.income.map(({ fact }): Subject => ({ ...fact, side: 'INCOME' }));
  const assets = selected.assets.map((fact): Subject => ({ ...fact, side: 'ASSET' }));
  const all = new Map<string, Subject>();
  for (const { personKey, side, kind } of [...declared, ...income, ...assets]) {
    const isCompared =
      (side === 'INCOME' && counts(kind)) ||
      (side === 'ASSET' && isAssetKind(kind) && TESTED.includes(assetKind(kind).group)) ||
      (side === 'EXPENDITURE' && isExpenditureKind(kind));
    if (isCompared && members.includes(personKey)) {
      all.set(JSON.stringify([personKey, side, kind]), { personKey, side, kind });
    }
  }
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, subject]) => subject);
}

function sums(subject: Subject, { means, declaredItems }: DeclarationQuestion): Compared {
  const { window, selected } = means;
  const lines = subject.side === 'INCOME' ? selected.income : selected.expenditure;
  const verified = lines
    .filter(({ fact }) => fact.personKey === subject.personKey && fact.kind === subject.kind)
    .filter(({ fact, month }) => fact.quality !== 'DECLARED' && window.from <= month && month <= window.to)
    .reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const declared = itemsOf(subject, declaredItems).reduce(
    (sum, item) => sum + declaredInWindow(item, window),
    0n,
  );
  return { unit: 'FEN', declared, verified };
}

/** Of a declared sum the part whose months lie in the window. */
export function declaredInWindow({ amountFen, period }: DeclaredItem, window: IncomeWindow): bigint {
  if (amountFen === undefined) return 0n;
  const sum = parseFen(amountFen);
  if (period === undefined) return sum;
  const months = monthsBetween(period.from, period.to);
  const parts = splitFen(sum, months.length);
  return months.reduce(
    (total, month, index) =>
      window.from <= month && month <= window.to ? total + (parts[index] ?? 0n) : total,
    0n,
  );
}

/** By value where all that is compared has one, else by count: a thing without a count is one. */
function things(subject: Subject, { means, declaredItems }: DeclarationQuestion): Compared {
  const verified = means.selected.assets.filter(
    (fact) =>
      fact.personKey === subject.personKey && fact.kind === subject.kind && fact.quality !== 'DECLARED',
  );
  const declared = itemsOf(subject, declaredItems).filter(({ noneDeclared }) => !noneDeclared);
  const isByValue = [...verified, ...declared].every(({ valueFen }) => valueFen !== undefined);
  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
  return isByValue && verified.length + declared.length > 0
    ? {
        unit: 'FEN',
        declared: sum(declared.map(({ valueFen = '0' }) => parseFen(valueFen))),
        verified: sum(verified.map(ownPart)),
      }
    : {
        unit: 'COUNT',
        declared: sum(declared.map(({ count = 1 }) => BigInt(count))),
        verified: sum(verified.map(({ count = 1 }) => BigInt(count))),
      };
}

function ownPart({ valueFen = 0n, shareBp = 10_000 }: AssetFact): bigint {
  return (valueFen * BigInt(shareBp)) / 10_000n;
}

function itemsOf({ personKey, side, kind }: Subject, items: readonly DeclaredItem[]): DeclaredItem[] {
  return items.filter((item) => item.personKey === personKey && item.side === side && item.kind === kind);
}

function publishersOf({ side, kind }: Subject): readonly string[] {
  const registry = { INCOME: INCOME_KINDS, ASSET: ASSET_KINDS, EXPENDITURE: EXPENDITURE_KINDS }[side];
  return registry.get(kind)?.publishers ?? [];
}
