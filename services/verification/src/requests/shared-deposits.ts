import type { EconomicFact } from '@minzheng/kernel/means-test';
import { addMonthsToDate, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Tx } from '@minzheng/platform/persistence';
import { ADULT_AGE, coveringGuardians } from '../consents/consent.rules.js';
import { opensAgency, purposesWithCore } from '../consents/opening-consents.js';
import type { Queries } from '../facts/fact.reader.js';
import { guardiansOf, type HouseholdUnderCheck } from './household-under-check.js';
import type { SharedDeposit } from './patterns.rules.js';

const BANK = 'BANK';
const MONTHS_A_YEAR = 12;

const memberAs = (rest: string): string =>
  `o.members @> jsonb_build_array(jsonb_build_object('personKey', h.person_key::text${rest}))`;

/**
 * Whose a holding is: of the household on record to which the holder belongs all members together, first of one that the holder
 * heads; else the holder.
 */
const HOUSEHOLD_OF_HOLDER = `coalesce(
  (select p.household_id from household_person p join household o on o.id = p.household_id
    where p.person_key = h.person_key and not o.closed and ${memberAs('')}
    order by ${memberAs(", 'relation', 'APPLICANT'")} or ${memberAs(", 'relation', 'SPOUSE'")} desc, p.household_id
    limit 1),
  h.person_key)`;

/** For what others' holdings are read: what banks say of a holder is opened by a consent to a purpose. */
export interface DepositReading {
  readonly today: CivilDate;
  /** Of the household that is checked: whoever else holds a deposit of theirs is another household, an obligor's too. */
  readonly memberKeys: readonly string[];
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
    readonly household: Pick<HouseholdUnderCheck, 'region' | 'members'>;
  },
  today: CivilDate,
): DepositReading {
  const { purposes, asOf, household } = check;
  const place = { region: household.region, on: civilDateOf(asOf) };
  return {
    ...{ today, purposes, memberKeys: household.members.map(({ personKey }) => personKey) },
    corePurposes: purposesWithCore(book, purposes, BANK, place),
  };
}

/** Parameters `$2` to `$5` of {@link SELECT_SHARED_DEPOSITS}. */
export const readingParameters = (reading: DepositReading): unknown[] => {
  const { today, purposes, corePurposes, memberKeys } = reading;
  return [today, purposes, corePurposes, memberKeys];
};

/**
 * What banks say of a holder is read under the holder's consent to one of these purposes alone, or up to the day of full age
 * that of a guardian who covered the child, and no longer than it holds (BX61; PIPL arts. 6, 15; Civil Code arts. 17, 27).
 */
const IS_OPEN = `exists (
  select from consent c
   where c.person_key = any(case when $2::date < h.of_age_on then h.covering_keys end || h.person_key)
     and ${opensAgency('c', { isWhole: false, agency: `'${BANK}'`, purposes: '$3', corePurposes: '$4', today: '$2' })})`;

/** Deposits that reports have found members of the household and others to hold; a report of theirs was issued before. */
export const SELECT_SHARED_DEPOSITS = `
  select h.item_key as "itemKey", count(distinct ${HOUSEHOLD_OF_HOLDER})::int + 1 as households
    from deposit_holding own join deposit_holding h on h.item_key = own.item_key
   where own.person_key = any($5::uuid[]) and h.person_key <> all($5::uuid[]) and ${IS_OPEN}
   group by h.item_key order by h.item_key`;

/** The deposits among these facts that others hold too, as far as reports have found, this household counted. */
export async function readSharedDeposits(
  queries: Queries,
  facts: readonly EconomicFact[],
  reading: DepositReading,
): Promise<SharedDeposit[]> {
  const own = depositsOf(facts).filter(({ personKey }) => reading.memberKeys.includes(personKey));
  const itemKeys = [...new Set(own.map(({ itemKey }) => itemKey))];
  if (itemKeys.length === 0) return [];
  return queries.query<SharedDeposit>(
    `select h.item_key as "itemKey", count(distinct ${HOUSEHOLD_OF_HOLDER})::int + 1 as households
       from deposit_holding h
      where h.item_key = any($1::text[]) and h.person_key <> all($5::uuid[]) and ${IS_OPEN}
      group by h.item_key order by h.item_key`,
    [itemKeys, ...readingParameters(reading)],
  );
}

/** No consent opens banks any more (PIPL art. 47): what reports have found these persons to hold is forgotten. */
export const forgetDeposits = (tx: Tx, personKeys: readonly string[]): Promise<number> =>
  tx.execute('delete from deposit_holding where person_key = any($1::uuid[])', [personKeys]);

/** Whether one of these sources, which consents open, is a bank's. */
export const opensDeposits = (sources: readonly string[]): boolean =>
  sources.some((source) => source.split('.')[0] === BANK);

/** The household of a report, and when and who of it counted. */
export interface ReportedHousehold {
  readonly household: Pick<HouseholdUnderCheck, 'members'>;
  readonly countedKeys: readonly string[];
  readonly on: CivilDate;
}

/**
 * Notes what a report has found members to hold, in place of what was noted before: of a child with the guardians who count,
 * whose consents cover it (verification 5.12). Their persons are locked.
 */
export async function noteDeposits(
  tx: Tx,
  facts: readonly EconomicFact[],
  { household, countedKeys, on }: ReportedHousehold,
): Promise<void> {
  const { members } = household;
  await forgetDeposits(
    tx,
    members.map(({ personKey }) => personKey),
  );
  const counted = members.filter(({ personKey }) => countedKeys.includes(personKey));
  const held = depositsOf(facts).flatMap(({ personKey, itemKey }) => {
    const holder = members.find((member) => member.personKey === personKey);
    if (holder === undefined) return [];
    const subject = { ...holder, guardianKeys: guardiansOf(holder, household) };
    const covering = coveringGuardians(subject, counted, on);
    const ofAgeOn = addMonthsToDate(holder.birthDate, ADULT_AGE * MONTHS_A_YEAR);
    return [
      {
        ...{ person_key: personKey, item_key: itemKey },
        ...(covering.length > 0 && { covering_keys: covering, of_age_on: ofAgeOn }),
      },
    ];
  });
  if (held.length === 0) return;
  await tx.execute(
    `insert into deposit_holding (person_key, item_key, covering_keys, of_age_on)
     select * from jsonb_to_recordset($1) as h(person_key uuid, item_key text, covering_keys uuid[], of_age_on date)
      order by 1, 2
     on conflict do nothing`,
    [JSON.stringify(held)],
  );
}

function depositsOf(facts: readonly EconomicFact[]) {
  return facts
    .filter((fact) => fact.type === 'ASSET')
    .filter(({ kind, itemKey, valueFen = 0n }) => kind === 'deposit' && itemKey !== '' && valueFen > 0n);
}
