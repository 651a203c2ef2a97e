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
import { readCovering } from './covering-guardians.js';

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
 * guardian, and keeps what another guardian's still opens (Civil Code arts. 27, 34); where that one has ceased to cover since,
 * by the 18th birthday or because the guardian no longer counts, the minor is looked at again.
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
  const sinceOf = (person: string): CivilDate => lastDayOf(regions.get(person) ?? '');
  const formsOf = await openingForms(tx, persons, { book, today, sinceOf });
  const sourcesOf = (person: string, forms: readonly ConsentForm[]): string[] =>
    sourcesOpenSince(sinceOf(person), forms, (purpose) =>
      coreAgenciesOf(book, purpose, regions.get(person) ?? '', today),
    );
  const open = persons.map((person) => sourcesOf(person, formsOf(person).all));
  const erased = await erase(tx, persons, open);
  await forgetDeposits(
    tx,
    persons.filter((_person, index) => !opensDeposits(open[index] ?? [])),
  );
  const lookedAtWith = (person: string): string => guardians.get(person) ?? person;
  const again = new Set(
    persons.filter((person) => sourcesOf(person, formsOf(person).noLonger).length > 0).map(lookedAtWith),
  );
  await enterLook(
    tx,
    today,
    ended.map(({ id, person_key }) => ({ id, person_key, isLast: !again.has(person_key) })),
    erased.map(({ person_key, facts }) => ({ person_key: lookedAtWith(person_key), facts })),
  );
  const facts = erased.reduce((sum, each) => sum + each.facts, 0);
  return { consents: ended.length, facts, lookedUpTo };
}

/** What a look at ended consents has erased is on record; of those that are looked at again it adds up. */
async function enterLook(
  tx: Tx,
  today: CivilDate,
  looked: readonly { readonly id: string; readonly person_key: string; readonly isLast: boolean }[],
  erased: readonly { readonly person_key: string; readonly facts: number }[],
): Promise<void> {
  await tx.execute(
    `with looked as (
       select id, person_key, is_last from unnest($1::uuid[], $2::uuid[], $3::bool[]) as l(id, person_key, is_last)),
     done as (delete from consent_ending e using looked l where e.consent_id = l.id and l.is_last)
     insert into consent_erasure as e (consent_id, erased_on, facts)
     select l.id, $4, coalesce(n.facts, 0)
       from looked l
       left join (select person_key, sum(facts) as facts from unnest($5::uuid[], $6::int[]) as n(person_key, facts)
                   group by person_key) n on n.person_key = l.person_key
     on conflict (consent_id) do update
        set facts = e.facts + excluded.facts, erased_on = excluded.erased_on where excluded.facts > 0`,
    [
      looked.map(({ id }) => id),
      looked.map(({ person_key }) => person_key),
      looked.map(({ isLast }) => isLast),
      today,
      erased.map(({ person_key }) => person_key),
      erased.map(({ facts }) => facts),
    ],
  );
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

/** The consents that have opened a person's data since a day, also those that no longer hold. */
interface OpeningForms {
  readonly all: readonly ConsentForm[];
  /** Those of guardians who covered the person on that day, and don't any more. */
  readonly noLonger: readonly ConsentForm[];
}

/** The days between which a person's consents are looked at, and by what. */
interface Look {
  readonly book: PolicyBook;
  readonly today: CivilDate;
  readonly sinceOf: (person: string) => CivilDate;
}

/** The own consents of each of these persons, and of a minor those of the guardians; nothing is erased for want of policy. */
async function openingForms(
  tx: Tx,
  persons: readonly string[],
  { book, today, sinceOf }: Look,
): Promise<(person: string) => OpeningForms> {
  const from = persons.map(sinceOf).toSorted()[0] ?? today;
  const covering = await readCovering(tx, persons, { book, from, isCountedUnjudged: true });
  const guardians = new Map(
    persons.map((person) => {
      const [then, now] = [covering(person, sinceOf(person)), covering(person, today)];
      return [person, { now, noLonger: then.filter((key) => !now.includes(key)) }] as const;
    }),
  );
  const signers = [...guardians].flatMap(([person, { now, noLonger }]) => [person, ...now, ...noLonger]);
  const rows = await tx.query<FormRow>(SELECT_FORMS, [[...new Set(signers)]]);
  const forms = Map.groupBy(rows.map(toForm), ({ personKey }) => personKey);
  const formsOf = (keys: readonly string[]): ConsentForm[] => keys.flatMap((key) => forms.get(key) ?? []);
  return (person) => {
    const { now = [], noLonger = [] } = guardians.get(person) ?? {};
    return { all: formsOf([person, ...now, ...noLonger]), noLonger: formsOf(noLonger) };
  };
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
