import type { EconomicFact } from '@minzheng/kernel/means-test';
import { isRegionCode } from '@minzheng/kernel/region';
import type { Tx } from '@minzheng/platform/persistence';
import { readSupersededPayments } from '../facts/fact.reader.js';
import type { WrittenBack } from '../indicators/indicator.js';

/** What is known of the payments of a person who has died, beside the visible facts. */
export interface PaymentKnowledge {
  readonly writtenBack: WrittenBack;
  /** The region in which each payer pays, by its short name. */
  readonly payerRegions: ReadonlyMap<string, string>;
}

/** Whether somebody has told that the person is dead; what counts is the rule's. */
export const isToldDead = (facts: readonly EconomicFact[]): boolean =>
  facts.some(({ kind }) => kind === 'deceased' || kind === 'cremated');

/** Few persons of a batch have died, and of few of these something was written back. @param persons - told dead */
export async function readPaymentKnowledge(
  tx: Tx,
  persons: readonly string[],
): Promise<ReadonlyMap<string, PaymentKnowledge>> {
  if (persons.length === 0) return new Map();
  const payers = await tx.query<{ person_key: string; agency: string; region: string }>(
    `select distinct on (f.person_key, s.agency) f.person_key, s.agency, f.region
       from unnest($1::uuid[]) as p(key)
      cross join lateral (
        select person_key, source_id, region, recorded_at from fact
         where fact.person_key = p.key and kind between 1000 and 1999 and programme is not null
           and superseded_at is null and region is not null offset 0
      ) f
       join fact_source s on s.id = f.source_id
      order by f.person_key, s.agency, f.recorded_at desc`,
    [persons],
  );
  const overpaid = await tx.query<{ person_key: string; programme: string; months: string[] }>(
    'select person_key, programme, months from overpayment where person_key = any($1::uuid[])',
    [persons],
  );
  const ofWhom = [...new Set(overpaid.map(({ person_key }) => person_key))];
  const superseded = ofWhom.length === 0 ? [] : await readSupersededPayments(tx, ofWhom);
  return new Map(
    persons.map((person) => [
      person,
      {
        writtenBack: {
          facts: superseded.filter(({ personKey }) => personKey === person),
          months: new Set(
            overpaid
              .filter(({ person_key }) => person_key === person)
              .flatMap(({ programme, months }) => months.map((month) => `${programme} ${month}`)),
          ),
        },
        payerRegions: new Map(
          payers
            .filter(({ person_key, region }) => person_key === person && isRegionCode(region))
            .map(({ agency, region }) => [agency, region]),
        ),
      },
    ]),
  );
}
