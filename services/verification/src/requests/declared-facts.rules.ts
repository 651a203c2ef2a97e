import {
  expenditureKind,
  isAssetKind,
  isExpenditureKind,
  isIncomeKind,
  type AssetFact,
  type EconomicFact,
} from '@minzheng/kernel/means-test';
import { MAX_FEN, parseFen } from '@minzheng/kernel/money';
import {
  addMonths,
  incomeWindow,
  isMonth,
  monthOf,
  monthsBetween,
  type CivilDate,
} from '@minzheng/kernel/months';
import { v5 as uuidv5 } from 'uuid';
import type { DeclaredItem } from './household-under-check.js';

/** Source of a fact that stands for a declared item. */
export const DECLARATION = 'declaration';
const WHOLE_ITEM_BP = 10_000;
const LONGEST_SPAN_MONTHS = 24;
const MONTHS_AHEAD = 12;

export interface DeclarationMoment {
  readonly requestId: string;
  readonly asOf: CivilDate;
  readonly windowMonths: number;
}

/**
 * The facts that declared items (申报项) stand for, of the lowest rank: they count only for a payer and month about
 * which nobody better has answered. An amount without a period is for the whole income window.
 */
export function declaredFacts(items: readonly DeclaredItem[], moment: DeclarationMoment): EconomicFact[] {
  return items.flatMap((item, index) => declaredFact(item, index, moment));
}

function declaredFact(item: DeclaredItem, index: number, moment: DeclarationMoment): EconomicFact[] {
  const { personKey, side, kind, amountFen, payerKey = '*' } = item;
  const window = incomeWindow(moment.asOf, moment.windowMonths);
  const factId = uuidv5(`declared/${index}`, moment.requestId);
  const common = {
    factId,
    personKey,
    source: { agency: DECLARATION, dataset: DECLARATION, recordKey: factId },
    quality: 'DECLARED' as const,
    observedAt: `${moment.asOf}T00:00:00Z`,
    recordedAtMicros: BigInt(index),
    retracted: false,
  };
  const period = { from: item.period?.from ?? window.from, to: item.period?.to ?? window.to };
  const sum = amountFen === undefined ? 0n : parseFen(amountFen);
  if (side === 'INCOME' && isIncomeKind(kind) && sum > 0n) {
    const income = { type: 'INCOME' as const, kind, amountFen: sum, period, basis: 'NET' as const };
    return [{ ...common, ...income, payerKey, itemKey: factId, householdShare: false }];
  }
  if (side === 'EXPENDITURE' && isExpenditureKind(kind) && sum > 0n) {
    return [{ ...common, type: 'EXPENDITURE', kind, amountFen: sum, period, itemKey: factId }];
  }
  if (side === 'ASSET' && isAssetKind(kind) && !item.noneDeclared) {
    const value = item.valueFen === undefined ? {} : { valueFen: parseFen(item.valueFen) };
    const count = item.count === undefined ? {} : { count: item.count };
    const asset = { type: 'ASSET' as const, kind, asOf: moment.asOf, itemKey: factId, attributes: {} };
    return [{ ...common, ...asset, ...value, ...count, shareBp: WHOLE_ITEM_BP }];
  }
  return [];
}

/**
 * Leaves out a declared thing of a kind of which somebody better has answered for the household: a home that is declared
 * is the one that is registered, in whoever's name, and not a second one.
 */
export function withoutAnsweredThings(
  declared: readonly EconomicFact[],
  known: readonly EconomicFact[],
): EconomicFact[] {
  const answered = new Set(
    known.filter((fact): fact is AssetFact => fact.type === 'ASSET').map(({ kind }) => kind),
  );
  return declared.filter((fact) => fact.type !== 'ASSET' || !answered.has(fact.kind));
}

/** A rigid expenditure (刚性支出) is declared, so that a deduction is asked for. */
export function claimsDeduction(items: readonly DeclaredItem[]): boolean {
  return items.some(
    ({ side, kind, noneDeclared }) =>
      side === 'EXPENDITURE' &&
      !noneDeclared &&
      isExpenditureKind(kind) &&
      expenditureKind(kind).group !== undefined,
  );
}

export type DeclarationProblem = 'unknown-kind' | 'invalid-amount' | 'invalid-period' | 'household-invalid';

/** What is wrong with a declared item, if anything. */
export function problemOfItem(
  item: DeclaredItem,
  persons: ReadonlySet<string>,
  asOf: CivilDate,
): DeclarationProblem | undefined {
  if (!persons.has(item.personKey)) return 'household-invalid';
  const isKnown = { INCOME: isIncomeKind, ASSET: isAssetKind, EXPENDITURE: isExpenditureKind }[item.side];
  if (!isKnown(item.kind)) return 'unknown-kind';
  return problemOfAmount(item) ?? problemOfPeriod(item, asOf);
}

function problemOfAmount({
  side,
  amountFen,
  valueFen,
  count,
  noneDeclared,
}: DeclaredItem): DeclarationProblem | undefined {
  const sums = [amountFen, valueFen].filter((sum) => sum !== undefined);
  const areSums = sums.every((sum) => /^\d{1,14}$/.test(sum) && BigInt(sum) <= MAX_FEN);
  const isCount = count === undefined || (Number.isSafeInteger(count) && count >= 0);
  const values = sums.length + (count === undefined ? 0 : 1);
  const isOfItsSide =
    side === 'ASSET' ? amountFen === undefined : valueFen === undefined && count === undefined;
  const isNothing = sums.every((sum) => /^0*$/.test(sum)) && (count ?? 0) === 0;
  const saysWhatItIs = noneDeclared ? values <= 1 && isNothing : values === 1;
  return areSums && isCount && isOfItsSide && saysWhatItIs ? undefined : 'invalid-amount';
}

function problemOfPeriod({ period }: DeclaredItem, asOf: CivilDate): DeclarationProblem | undefined {
  if (period === undefined) return undefined;
  const { from, to } = period;
  const isPeriod =
    isMonth(from) && isMonth(to) && from <= to && monthsBetween(from, to).length <= LONGEST_SPAN_MONTHS;
  return isPeriod && to <= addMonths(monthOf(asOf), MONTHS_AHEAD) ? undefined : 'invalid-period';
}
