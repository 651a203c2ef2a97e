import type { HukouType } from '@minzheng/kernel/means-test';
import { addMonths, firstDay, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import { readEntitlementPolicy } from '../applications/entitlement-policy.js';
import type { AmountPolicy } from './recomputation.rules.js';

/** The keys of which R6 and R7 read rows: a change of one of them may change what an award pays. */
export const AMOUNT_KEYS = [
  'dibao.standardMonthlyFen',
  'dibao.amount.mode',
  'dibao.amount.tiers',
  'dibao.amount.floorFen',
  'extra.bp',
  'extra.mode',
  'extra.capBp',
].map((name) => `assistance.${name}`);

/** What R6 and R7 read in a region in a month, and the ids of the rows. */
export interface AmountPolicyUse {
  readonly policy: AmountPolicy;
  readonly ids: readonly string[];
}

/** The rows behind R6 and R7 for many awards: each question is answered once. */
export class AmountPolicies {
  readonly #uses = new Map<string, AmountPolicyUse | PolicyMissing>();
  readonly #turns = new Map<string, readonly Month[]>();

  constructor(private readonly book: PolicyBook) {}

  /** @throws PolicyMissing */
  of(region: string, hukouType: HukouType, month: Month): AmountPolicyUse {
    const question = `${region} ${hukouType} ${month}`;
    let use = this.#uses.get(question);
    if (!use) {
      use = this.#read(region, hukouType, firstDay(month));
      this.#uses.set(question, use);
    }
    if (use instanceof PolicyMissing) throw use;
    return use;
  }

  /** Months after `from` on whose first day something may hold in the region that did not before, ascending. */
  turnsAfter(from: Month, region: string): readonly Month[] {
    const known = this.#turns.get(region);
    if (known) return known;
    const days = AMOUNT_KEYS.flatMap((key) =>
      this.book
        .explain(key, region, firstDay(from))
        .filter(({ standing }) => standing !== 'OTHER_REGION')
        .flatMap(({ row: { effectiveFrom, effectiveTo } }) => [effectiveFrom, effectiveTo ?? '']),
    );
    const turns = [...new Set(days.filter((day) => day > firstDay(from)).map(firstMonthOf))].sort();
    this.#turns.set(region, turns);
    return turns;
  }

  #read(region: string, hukouType: HukouType, on: CivilDate): AmountPolicyUse | PolicyMissing {
    const book = this.book.renewed();
    try {
      const { benefit, extra } = readEntitlementPolicy(book, region, hukouType, on);
      const ids = book.used().flatMap(({ id, key }) => (AMOUNT_KEYS.includes(key) ? [id] : []));
      return { policy: { benefit, extra }, ids };
    } catch (error) {
      if (error instanceof PolicyMissing) return error;
      throw error;
    }
  }
}

/** The first month that begins on the day or later. */
function firstMonthOf(day: CivilDate): Month {
  const month = monthOf(day);
  return firstDay(month) === day ? month : addMonths(month, 1);
}
