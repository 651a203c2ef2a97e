import type { EconomicFact } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import type { Queries } from '../facts/fact.reader.js';
import type { SharedDeposit } from './patterns.rules.js';

/** Whose a holding is: of a household on record all its persons together, else the person. */
const HOUSEHOLD_OF_HOLDER = `coalesce(
  (select p.household_id from household_person p where p.person_key = h.person_key order by p.household_id limit 1),
  h.person_key)`;

/** Deposits that reports have found these persons (`$1`) and others to hold; a report of theirs was issued before. */
export const SELECT_SHARED_DEPOSITS = `
  select h.item_key as "itemKey", count(distinct ${HOUSEHOLD_OF_HOLDER})::int + 1 as households
    from deposit_holding own join deposit_holding h on h.item_key = own.item_key
   where own.person_key = any($1::uuid[]) and h.person_key <> all($1::uuid[])
   group by h.item_key order by h.item_key`;

/** The deposits among these facts that others hold too, as far as reports have found, this household counted. */
export async function readSharedDeposits(
  queries: Queries,
  facts: readonly EconomicFact[],
  personKeys: readonly string[],
): Promise<SharedDeposit[]> {
  const itemKeys = [...new Set(depositsOf(facts).map(({ itemKey }) => itemKey))];
  if (itemKeys.length === 0) return [];
  return queries.query<SharedDeposit>(
    `select h.item_key as "itemKey", count(distinct ${HOUSEHOLD_OF_HOLDER})::int + 1 as households
       from deposit_holding h
      where h.item_key = any($1::text[]) and h.person_key <> all($2::uuid[])
      group by h.item_key order by h.item_key`,
    [itemKeys, personKeys],
  );
}

/** Notes what a report has found members to hold, in place of what was noted before. Their persons are locked. */
export async function noteDeposits(
  tx: Tx,
  facts: readonly EconomicFact[],
  memberKeys: readonly string[],
): Promise<void> {
  const held = depositsOf(facts).filter(({ personKey }) => memberKeys.includes(personKey));
  await tx.execute('delete from deposit_holding where person_key = any($1::uuid[])', [memberKeys]);
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
