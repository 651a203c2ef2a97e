import { isAssetKind, isExpenditureKind, isIncomeKind } from '@minzheng/kernel/means-test';
import { invalidField } from '@minzheng/platform/http';

/** What an item is (收入、财产、支出). */
export const MEANS_SIDES = ['INCOME', 'ASSET', 'EXPENDITURE'] as const;
export type MeansSide = (typeof MEANS_SIDES)[number];

/** An item with the months of its sum. */
export interface PeriodItem {
  readonly personKey: string;
  readonly side: MeansSide;
  readonly kind: string;
  readonly amountFen?: string | undefined;
  readonly valueFen?: string | undefined;
  readonly count?: number | undefined;
  readonly fromMonth?: string | undefined;
  readonly toMonth?: string | undefined;
}

const IS_KIND_OF = { INCOME: isIncomeKind, ASSET: isAssetKind, EXPENDITURE: isExpenditureKind } as const;

export const isKindOf = (side: MeansSide, kind: string): boolean => IS_KIND_OF[side](kind);

/**
 * Income and spending have a sum and its months, what is owned a value or a number.
 *
 * @param path - of the item in the request
 * @param persons - who may be meant
 * @throws Problem `validation`
 */
export function requireItem(item: PeriodItem, path: string, persons: readonly string[]): void {
  const { personKey, side, kind, amountFen, valueFen, count, fromMonth, toMonth } = item;
  if (!persons.includes(personKey)) throw invalidField(`${path}.personKey`, 'is-member');
  if (!isKindOf(side, kind)) throw invalidField(`${path}.kind`, 'is-kind');
  if (side === 'ASSET') {
    if (isLeftOut(valueFen) && isLeftOut(count)) throw invalidField(`${path}.valueFen`, 'missing');
    return;
  }
  if (isLeftOut(amountFen)) throw invalidField(`${path}.amountFen`, 'missing');
  if (isLeftOut(fromMonth)) throw invalidField(`${path}.fromMonth`, 'missing');
  if (isLeftOut(toMonth)) throw invalidField(`${path}.toMonth`, 'missing');
  if (toMonth < fromMonth) throw invalidField(`${path}.toMonth`, 'min');
}

/** An optional field may be sent as null. */
const isLeftOut = (value: unknown): value is null | undefined => value === undefined || value === null;

/** An item as it is stored: without what was left out. */
export function withoutLeftOut<Item extends object>(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => !isLeftOut(value))) as Item;
}
