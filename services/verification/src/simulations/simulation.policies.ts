import { PolicyMalformed, type AidPurpose, type IncomeKind } from '@minzheng/kernel/means-test';
import { monthOf, type CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import { v7 as uuidv7 } from 'uuid';
import type { HouseholdOnRecord } from '../households/household.store.js';
import { readCheckPolicy, type CheckPolicy } from '../requests/check-policy.js';
import type { Override } from './simulation.entity.js';

const EVER = '1900-01-01';

/** The rows in force, and as they are supposed to be in a region. */
export function supposing(book: PolicyBook, region: string, overrides: readonly Override[]): PolicyBook {
  return overrides.reduce(
    (supposed, { key, value }) =>
      supposed.supposing({
        id: uuidv7(),
        ...{ key, value, regionPrefix: region },
        effectiveFrom: EVER,
        legalBasis: 'supposed',
      }),
    book,
  );
}

/** What checks take from policy in a region, once for a region and class. */
export class PolicyCache {
  readonly #known = new Map<string, CheckPolicy>();

  constructor(
    private readonly book: PolicyBook,
    private readonly today: CivilDate,
  ) {}

  /** @throws PolicyMissing, PolicyMalformed */
  of({ region, hukouType }: Pick<HouseholdOnRecord, 'region' | 'hukouType'>): CheckPolicy {
    const key = `${region} ${hukouType}`;
    const policy = this.#known.get(key) ?? readCheckPolicy(this.book, region, hukouType, this.today);
    this.#known.set(key, policy);
    return policy;
  }
}

/** What is supposed for which purpose, and where. */
export interface Supposition {
  readonly region: string;
  readonly purpose: string;
  readonly overrides: readonly Override[];
}

/** The key that no rule reads, if there is one: no row of it was ever published anywhere. @param book - the rows in force */
export function unknownKeyIn(
  book: PolicyBook,
  { region, overrides }: Supposition,
  today: CivilDate,
): string | undefined {
  return overrides.find(({ key }) => book.explain(key, region, today).length === 0)?.key;
}

const TREATMENT = 'verification.income.treatment.';

/**
 * The key whose supposed value has not the form of its rows, if there is one: before anything is computed, as far as a region
 * has the rows beside it.
 *
 * @param supposed - the rows in force with the overrides, by {@link supposing}
 */
export function malformedKeyIn(
  supposed: PolicyBook,
  { region, purpose, overrides }: Supposition,
  today: CivilDate,
): string | undefined {
  const policies = new PolicyCache(supposed, today);
  const treatments = overrides
    .filter(({ key }) => key.startsWith(TREATMENT))
    .map(({ key }) => key.slice(TREATMENT.length).split('.') as [IncomeKind, AidPurpose | undefined]);
  const month = monthOf(today);
  const readings = (['URBAN', 'RURAL'] as const).flatMap((hukouType) => {
    const of = (): CheckPolicy => policies.of({ region, hukouType });
    return [
      () => of().ofPurpose(purpose),
      () => of().means.minimumWageFen(),
      () => of().means.disposableIncomeLastYearFen(),
      () => of().means.educationCapFen('SCHOOL'),
      () => of().means.educationCapFen('BACHELOR'),
      () => of().means.consolationLimitFen(month),
      ...treatments.map(
        ([kind, aid]) =>
          () =>
            of().means.treatmentOn(kind, aid, month),
      ),
    ];
  });
  for (const read of readings) {
    try {
      read();
    } catch (error) {
      if (error instanceof PolicyMalformed) return error.row.key;
      if (!(error instanceof PolicyMissing)) throw error;
    }
  }
  return undefined;
}
