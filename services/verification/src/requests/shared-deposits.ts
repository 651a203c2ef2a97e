import type { EconomicFact } from '@minzheng/kernel/means-test';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Tx } from '@minzheng/platform/persistence';
import { CORE_DATASETS } from '../consents/consent.rules.js';
import type { Queries } from '../facts/fact.reader.js';
import { coreAgenciesOf } from './check-policy.js';
import type { SharedDeposit } from './patterns.rules.js';

const BANK = 'BANK';

/** Whose a holding is: of the household on record to which the holder belongs all members together, else the holder. */
const HOUSEHOLD_OF_HOLDER = `coalesce(
  (select p.household_id from household_person p join household o on o.id = p.household_id
    where p.person_key = h.person_key and not o.closed
      and o.members @> jsonb_build_array(jsonb_build_object('personKey', h.person_key::text))
    order by p.household_id limit 1),
  h.person_key)`;

/** For what others' holdings are read: what banks say of a holder is opened by the holder's consent to a purpose. */
export interface DepositReading {
  readonly today: CivilDate;
  /** Of the check. */
  readonly purposes: readonly string[];
  /** Those of them whose core set has the banks. */
  readonly corePurposes: readonly string[];
}

/** @throws PolicyMissing, PolicyMalformed */
export function depositReading(
  book: PolicyBook,
  check: {
    readonly purposes: readonly string[];
    readonly asOf: Date;
    readonly household: { region: string };
  },
  today: CivilDate,
): DepositReading {
  const { purposes, asOf, household } = check;
  const hasBanks = (purpose: string): boolean =>
    coreAgenciesOf(book, purpose, household.region, civilDateOf(asOf)).includes(BANK);
  return { today, purposes, corePurposes: purposes.filter(hasBanks) };
}

/** Parameters `$2` to `$4` of {@link SELECT_SHARED_DEPOSITS}. */
export const readingParameters = ({ today, purposes, corePurposes }: DepositReading): unknown[] => [
  today,
  purposes,
  corePurposes,
];

/**
 * What banks say of a holder is read under the holder's consent to one of these purposes alone, and no longer than it holds
 * (BX61; PIPL arts. 6, 15).
 */
const IS_OPEN = `exists (
  select from consent c cross join unnest(c.datasets) as given(dataset)
   where c.person_key = h.person_key and c.state = 'ACTIVE' and c.valid_to >= $2::date
     and (given.dataset = '${CORE_DATASETS}' and c.purposes && $4::text[]
          or split_part(given.dataset, '.', 1) = '${BANK}' and c.purposes && $3::text[]))`;

/** Deposits that reports have found these persons (`$1`) and others to hold; a report of theirs was issued before. */
export const SELECT_SHARED_DEPOSITS = `
  select h.item_key as "itemKey", count(distinct ${HOUSEHOLD_OF_HOLDER})::int + 1 as households
    from deposit_holding own join deposit_holding h on h.item_key = own.item_key
   where own.person_key = any($1::uuid[]) and h.person_key <> all($1::uuid[]) and ${IS_OPEN}
   group by h.item_key order by h.item_key`;

/** The deposits among these facts that others hold too, as far as reports have found, this household counted. */
export async function readSharedDeposits(
  queries: Queries,
  facts: readonly EconomicFact[],
  personKeys: readonly string[],
  reading: DepositReading,
): Promise<SharedDeposit[]> {
  const itemKeys = [...new Set(depositsOf(facts).map(({ itemKey }) => itemKey))];
  if (itemKeys.length === 0) return [];
  return queries.query<SharedDeposit>(
    `select h.item_key as "itemKey", count(distinct ${HOUSEHOLD_OF_HOLDER})::int + 1 as households
       from deposit_holding h
      where h.item_key = any($5::text[]) and h.person_key <> all($1::uuid[]) and ${IS_OPEN}
      group by h.item_key order by h.item_key`,
    [personKeys, ...readingParameters(reading), itemKeys],
  );
}

/** No consent opens banks any more (PIPL art. 47): what reports have found these persons to hold is forgotten. */
export const forgetDeposits = (tx: Tx, personKeys: readonly string[]): Promise<number> =>
  tx.execute('delete from deposit_holding where person_key = any($1::uuid[])', [personKeys]);

/** Whether one of these sources, which consents open, is a bank's. */
export const opensDeposits = (sources: readonly string[]): boolean =>
  sources.some((source) => source.split('.')[0] === BANK);

/** Notes what a report has found members to hold, in place of what was noted before. Their persons are locked. */
export async function noteDeposits(
  tx: Tx,
  facts: readonly EconomicFact[],
  memberKeys: readonly string[],
): Promise<void> {
  const held = depositsOf(facts).filter(({ personKey }) => memberKeys.includes(personKey));
  await forgetDeposits(tx, memberKeys);
  if (held.length === 0) return;
  await tx.execute(
    `insert into deposit_holding (person_key, item_key)
     select * from unnest($1::uuid[], $2::text[]) as h(person_key, item_key) order by 1, 2
     on conflict do nothing`,
    [held.map(({ personKey }) => personKey), held.map(({ itemKey }) => itemKey)],
  );
}

function depositsOf(facts: readonly EconomicFact[]) {
  return facts
    .filter((fact) => fact.type === 'ASSET')
    .filter(({ kind, itemKey, valueFen = 0n }) => kind === 'deposit' && itemKey !== '' && valueFen > 0n);
}
