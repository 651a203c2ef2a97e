import { enumValue } from '@minzheng/contracts/catalogue';
import {
  AssetKindSchema,
  ExpenditureKindSchema,
  FactQuality,
  IncomeKindSchema,
} from '@minzheng/contracts/facts';
import { ASSET_KINDS, EXPENDITURE_KINDS, INCOME_KINDS, OWN_AGENCY } from '@minzheng/kernel/means-test';
import { addDays, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Tx } from '@minzheng/platform/persistence';
import { FACT_TYPE } from '../facts/fact-row.js';
import { lockPersons } from '../facts/fact.reader.js';
import { coreAgenciesOf, wholeNumber } from '../requests/check-policy.js';
import { isCheckedMember } from '../requests/checked-members.sql.js';
import { guardiansOf, type MemberUnderCheck } from '../requests/household-under-check.js';
import { forgetDeposits, opensDeposits } from '../requests/shared-deposits.js';
import { SELECT_FORMS, toForm, type FormRow } from './consent.entity.js';
import { CORE_DATASETS, coveringGuardians, type ConsentForm } from './consent.rules.js';
import { capacitiesOf } from './consent-subject.js';

/** The ministry's link passes on other provinces' data, whatever the kind, under consent alone. */
const MINISTRY_LINK = 'MCN';

/** Kinds that only a consent opens (gate C), as they are stored. */
const GATED_KINDS: readonly number[] = [
  ...gated(INCOME_KINDS, FACT_TYPE.INCOME, (kind) => enumValue(IncomeKindSchema, kind)),
  ...gated(ASSET_KINDS, FACT_TYPE.ASSET, (kind) => enumValue(AssetKindSchema, kind)),
  ...gated(EXPENDITURE_KINDS, FACT_TYPE.EXPENDITURE, (kind) => enumValue(ExpenditureKindSchema, kind)),
];

/** What one look at ended consents has done. */
export interface Erasure {
  readonly consents: number;
  readonly facts: number;
  /** Id of the last consent that was looked at; undefined behind the last one. */
  readonly lookedUpTo: string | undefined;
}

interface EndedConsent {
  readonly id: string;
  readonly person_key: string;
  readonly region: string;
  readonly ended_on: CivilDate;
}

/**
 * Erases facts that only a consent opened, `consent.eraseDays` after the last one that covered their source has ended (PIPL
 * arts. 15, 19, 47): those that no report may have been made of, so that each report replays, and that nobody disputes. What
 * the person has declared, and what the law opens, stays. A minor whom a guardian's consent covered is looked at with the
 * guardian, and keeps what another guardian's still opens (Civil Code arts. 27, 34).
 *
 * @param after - looks at consents with a greater id
 * @param most - consents of one look
 */
export async function eraseAfterConsents(
  tx: Tx,
  book: PolicyBook,
  today: CivilDate,
  after: string,
  most: number,
): Promise<Erasure> {
  const looked = await tx.query<EndedConsent>(
    `select c.id, c.person_key, c.region, e.ended_on::text from consent_ending e join consent c on c.id = e.consent_id
      where e.consent_id > $1 order by e.consent_id limit $2 for update of e skip locked`,
    [after, most],
  );
  const lastDayOf = (region: string): CivilDate =>
    addDays(today, -wholeNumber(book.resolve('verification.consent.eraseDays', region, today)));
  const ended = looked.filter(({ region, ended_on }) => ended_on <= lastDayOf(region));
  const lookedUpTo = looked.length < most ? undefined : looked.at(-1)?.id;
  if (ended.length === 0) return { consents: 0, facts: 0, lookedUpTo };
  const regions = new Map(ended.map(({ person_key, region }) => [person_key, region]));
  const guardians = await coveredBy(tx, [...regions.keys()]);
  for (const [minor, guardian] of guardians) regions.set(minor, regions.get(guardian) ?? '');
  const persons = [...regions.keys()].sort();
  await lockPersons(tx, persons);
  const formsOf = await openingForms(tx, persons, today);
  const regionOf = (person: string): string => regions.get(person) ?? '';
  const open = persons.map((person) =>
    sourcesOpenSince(lastDayOf(regionOf(person)), formsOf(person), (purpose) =>
      coreAgenciesOf(book, purpose, regionOf(person), today),
    ),
  );
  const erased = await erase(tx, persons, open);
  await forgetDeposits(
    tx,
    persons.filter((_person, index) => !opensDeposits(open[index] ?? [])),
  );
  await tx.execute(
    `with looked as (delete from consent_ending where consent_id = any($1::uuid[]) returning consent_id)
     insert into consent_erasure (consent_id, erased_on, facts)
     select l.consent_id, $2, coalesce(n.facts, 0)
       from looked l join consent c on c.id = l.consent_id
       left join (select person_key, sum(facts) as facts from unnest($3::uuid[], $4::int[]) as e(person_key, facts)
                   group by person_key) n on n.person_key = c.person_key
      on conflict (consent_id) do nothing`,
    [
      ended.map(({ id }) => id),
      today,
      erased.map(({ person_key }) => guardians.get(person_key) ?? person_key),
      erased.map(({ facts }) => facts),
    ],
  );
  const facts = erased.reduce((sum, each) => sum + each.facts, 0);
  return { consents: ended.length, facts, lookedUpTo };
}

/**
 * The minors whom consents of these persons have covered as their guardians', in a check of their household, each with one
 * such guardian; those among the persons themselves left out.
 */
async function coveredBy(tx: Tx, persons: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const households = await tx.query<{ members: readonly MemberUnderCheck[]; as_of: Date }>(
    `select household -> 'members' as members, as_of from verification_request
      where id in (select q.id from unnest($1::uuid[]) as p(key) join verification_request q
                       on ${isCheckedMember('q', 'p.key')})
        and jsonb_path_exists(household, '$.members[*] ? (@.capacity != "FULL")')`,
    [persons],
  );
  const ended = new Set(persons);
  const found = households.flatMap(({ members, as_of }) =>
    members
      .filter(({ personKey }) => !ended.has(personKey))
      .flatMap((member) => {
        const subject = { ...member, guardianKeys: guardiansOf(member, { members }) };
        const guardian = coveringGuardians(subject, members, civilDateOf(as_of)).find((key) =>
          ended.has(key),
        );
        return guardian === undefined ? [] : [[member.personKey, guardian] as const];
      }),
  );
  return new Map(found);
}

/** The consents of each of these persons, also those that no longer hold, and of a minor those of the guardians. */
async function openingForms(
  tx: Tx,
  persons: readonly string[],
  today: CivilDate,
): Promise<(person: string) => ConsentForm[]> {
  const capacities = await capacitiesOf(tx, persons, today);
  const signersOf = (person: string): string[] => [person, ...(capacities.get(person)?.coveringKeys ?? [])];
  const rows = await tx.query<FormRow>(SELECT_FORMS, [[...new Set(persons.flatMap(signersOf))]]);
  const forms = Map.groupBy(rows.map(toForm), ({ personKey }) => personKey);
  return (person) => signersOf(person).flatMap((key) => forms.get(key) ?? []);
}

/** The sources that one of these consents has opened since a day; `CORE` stands for the core set of each purpose. */
function sourcesOpenSince(
  since: CivilDate,
  forms: readonly ConsentForm[],
  coreSetOf: (purpose: string) => readonly string[],
): string[] {
  const holding = forms.filter(
    ({ validTo, withdrawnAt }) =>
      validTo > since && (withdrawnAt === undefined || civilDateOf(withdrawnAt) > since),
  );
  const sources = holding.flatMap(({ datasets, purposes }) =>
    datasets.flatMap((given) => (given === CORE_DATASETS ? purposes.flatMap(coreSetOf) : [given])),
  );
  return [...new Set(sources)];
}

/** @param open - of each person, in the same order, the sources that stay */
async function erase(
  tx: Tx,
  persons: readonly string[],
  open: readonly (readonly string[])[],
): Promise<{ person_key: string; facts: number }[]> {
  return tx.query(
    `with closed as (
       select person_key, array(select jsonb_array_elements_text(sources)) as open
         from unnest($1::uuid[], $2::jsonb[]) as c(person_key, sources)),
     erased as (
       delete from fact f using closed c, fact_source s
        where f.person_key = c.person_key and s.id = f.source_id and f.quality <> $5
          and (f.kind = any($3::smallint[]) or s.agency = $4)
          and not (s.agency = any(c.open) or s.dataset = any(c.open))
          -- what was decided here stands in the place of a source: it goes with the last of them
          and (s.agency <> $6 or cardinality(c.open) = 0)
          and not exists (select from disputed_fact d where d.person_key = f.person_key and d.fact_id = f.fact_id)
          and not exists (
            select from verification_request q join verification_report r on r.request_id = q.id
             where q.person_keys @> array[f.person_key]
               and timestamptz 'epoch' + r.known_at_micros * interval '1 microsecond' >= f.recorded_at
               and (f.superseded_at is null
                    or f.superseded_at > timestamptz 'epoch' + r.known_at_micros * interval '1 microsecond'))
       returning f.person_key, f.fact_id),
     forgotten as (
       delete from fact_confirmation c using erased e where c.person_key = e.person_key and c.fact_id = e.fact_id),
     counted as (select person_key, count(*)::int as facts from erased group by person_key),
     touched as (
       update person p set fact_seq = fact_seq + 1 from counted c where p.person_key = c.person_key),
     marked as (insert into dirty (person_key) select person_key from counted)
     select person_key, facts from counted order by person_key`,
    [
      persons,
      open.map((sources) => JSON.stringify(sources)),
      GATED_KINDS,
      MINISTRY_LINK,
      FactQuality.DECLARED,
      OWN_AGENCY,
    ],
  );
}

function gated(
  kinds: ReadonlyMap<string, { readonly gate: string }>,
  type: number,
  numberOf: (kind: string) => number,
): number[] {
  return [...kinds].filter(([, { gate }]) => gate === 'C').map(([kind]) => type + numberOf(kind));
}
