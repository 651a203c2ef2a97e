import { addMonths, monthOf, monthsBetween } from '@minzheng/kernel/months';
import { splitFen } from '@minzheng/kernel/money';
import { typeOf, type StoredFact } from './stored-fact.js';

/** What a stored fact states, and which other it says that it takes the place of. */
export interface Statement extends Omit<StoredFact, 'isVisible'> {
  readonly supersedesFactId: string | null;
}

/**
 * Whether a later fact of the same source states again what an earlier one has stated (同源重述), as a register does that is
 * looked at once more: the account with its balance of the day, the pension with one more month. What says otherwise of
 * the same time corrects it; so do a retraction and an asset that is gone.
 */
export function restates(said: Statement, later: Statement): boolean {
  if (later.agency !== said.agency || later.dataset !== said.dataset) return false;
  if (later.kind !== said.kind || later.flags !== said.flags || later.itemKey !== said.itemKey) return false;
  switch (typeOf(said)) {
    case 'INCOME':
    case 'EXPENDITURE':
      return isOfTheSamePayment(said, later) && agreeInMonths(said, later);
    case 'ASSET':
      return isStillHeld(later) && isOfTheSameShare(said, later) && isOfTheSameValue(said, later);
    case 'STATUS':
      return (
        later.validFrom === said.validFrom &&
        later.validTo === said.validTo &&
        textOf(later.attributes) === textOf(said.attributes)
      );
  }
}

const isOfTheSamePayment = (said: Statement, later: Statement): boolean =>
  later.payerKey === said.payerKey && later.programme === said.programme && later.purpose === said.purpose;

/** Each month that both speak of has the same whole fen; at least one has. */
function agreeInMonths(said: Statement, later: Statement): boolean {
  const months = partsOf(said);
  const shared = [...partsOf(later)].filter(([month]) => months.has(month));
  return shared.length > 0 && shared.every(([month, part]) => months.get(month) === part);
}

function partsOf({ amountFen, validFrom, validTo }: Statement): ReadonlyMap<string, bigint> {
  const last = validTo === null ? monthOf(validFrom) : addMonths(monthOf(validTo), -1);
  const months = monthsBetween(monthOf(validFrom), last);
  const parts = splitFen(BigInt(amountFen ?? 0), months.length);
  return new Map(months.map((month, index) => [month, parts[index] ?? 0n]));
}

const isStillHeld = ({ amountFen, count }: Statement): boolean => count !== 0 && amountFen !== '0';

const isOfTheSameShare = (said: Statement, later: Statement): boolean =>
  later.count === said.count && later.shareBp === said.shareBp;

/** A value is of its day; one that is named as wrong is corrected, whatever the day. */
const isOfTheSameValue = (said: Statement, later: Statement): boolean =>
  later.amountFen === said.amountFen ||
  (later.validFrom > said.validFrom && later.supersedesFactId !== said.factId);

const textOf = (attributes: Statement['attributes']): string =>
  JSON.stringify(Object.entries(attributes ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));
