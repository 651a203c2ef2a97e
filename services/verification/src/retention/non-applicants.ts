import { enumValue } from '@minzheng/contracts/catalogue';
import { StatusKindSchema } from '@minzheng/contracts/facts';
import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { FACT_TYPE } from '../facts/fact-row.js';
import { lockPersons } from '../facts/fact.reader.js';
import { forgetWards, IS_NO_GUARDIAN_IN_REQUEST } from '../facts/wards.js';
import { forgetRegisteredPoor } from './case-erasures.js';

/** What one look at persons has done. */
export interface NonApplicantErasure {
  readonly persons: number;
  readonly facts: number;
  /** personKey of the last one that was looked at; undefined behind the last of all. */
  readonly lookedUpTo: string | undefined;
}

const GUARDIAN_OF = FACT_TYPE.STATUS + enumValue(StatusKindSchema, 'guardianOf');

/**
 * Nobody has, or had, a case of the person `p`: a household, a request that was not refused, a consent, a category of the
 * low-income population, a clue, an appeal, a fact by hand, a decision, an over-payment; nor of a ward.
 */
const WITHOUT_CASE = `
      not exists (select from household_person c where c.person_key = p.person_key)
  and not exists (select from monitored_subject c where c.person_key = p.person_key)
  and not exists (select from consent c where c.person_key = p.person_key)
  and not exists (select from indicator_hit c where c.person_key = p.person_key)
  and not exists (select from appeal c where c.person_key = p.person_key)
  and not exists (select from manual_fact c where c.person_key = p.person_key)
  and not exists (select from case_decision_person c where c.person_key = p.person_key)
  and not exists (select from overpayment c where c.person_key = p.person_key)
  and not exists (select from verification_request c where c.person_keys @> array[p.person_key]
                     and c.state in ('ACCEPTED', 'COLLECTING', 'BLOCKED', 'ISSUED'))
  and not exists (select from verification_request c where c.person_keys @> array[p.person_key]
                     and c.state in ('COMPARING', 'CANCELLED'))
  and ${IS_NO_GUARDIAN_IN_REQUEST}
  and not exists (select from fact g join household_person c
                      on c.person_key = case when g.attributes ->> 'wardKey' ~ '^[0-9a-f-]{36}$'
                                             then (g.attributes ->> 'wardKey')::uuid end
                   where g.person_key = p.person_key and g.kind = ${GUARDIAN_OF})`;

/**
 * Erases what sources have told of persons of whom nobody has a case, once it was kept long enough (PIPL arts. 19, 47;
 * verification, sections 8 and 11). Profiles and summaries follow from the marks.
 *
 * @param keptSince - facts that were recorded, or confirmed by their source, on this day or later stay
 * @param after - looks at persons with a greater personKey
 * @param most - persons of one look
 */
export async function eraseNonApplicants(
  tx: Tx,
  keptSince: CivilDate,
  after: string,
  most: number,
): Promise<NonApplicantErasure> {
  const looked = await tx.query<{ person_key: string; is_due: boolean }>(
    `select p.person_key,
            exists (select from fact f where f.person_key = p.person_key and ${isOld('$3')}) and
            ${WITHOUT_CASE} as is_due
       from (select person_key from person where person_key > $1 order by person_key limit $2) p
      order by p.person_key`,
    [after, most, keptSince],
  );
  const lookedUpTo = looked.length < most ? undefined : looked.at(-1)?.person_key;
  const due = looked.filter(({ is_due }) => is_due).map(({ person_key }) => person_key);
  if (due.length === 0) return { persons: 0, facts: 0, lookedUpTo };
  // whoever opens a case of one of them waits, and from then on reads what is left
  await lockPersons(tx, due);
  const [erased] = await tx.query<{ persons: number; facts: number }>(
    `with without_case as (
       select p.person_key from unnest($1::uuid[]) as p(person_key) where ${WITHOUT_CASE}),
     erased as (
       delete from fact f using without_case p
        where f.person_key = p.person_key and ${isOld('$2')} returning f.person_key, f.record_key, f.fact_id),
     unconfirmed as (
       delete from fact_confirmation c using erased e
        where c.person_key = e.person_key and c.record_key = e.record_key and c.fact_id = e.fact_id),
     unanswered as (
       delete from source_answer a using without_case p
        where a.person_key = p.person_key and a.recorded_at < ${midnight('$2')}),
     counted as (select person_key, count(*)::int as facts from erased group by person_key),
     touched as (
       update person p set fact_seq = fact_seq + 1 from counted c where p.person_key = c.person_key),
     marked as (insert into dirty (person_key) select person_key from counted order by person_key)
     select count(*)::int as persons, coalesce(sum(facts), 0)::int as facts from counted`,
    [due, keptSince],
  );
  await forgetWards(tx, due);
  await forgetRegisteredPoor(tx, due);
  return { persons: erased?.persons ?? 0, facts: erased?.facts ?? 0, lookedUpTo };
}

/** Of a fact `f`: it was recorded before a day, and its source has not said since that it is still so. */
const isOld = (day: string): string => `
  f.recorded_at < ${midnight(day)}
  and not exists (select from fact_confirmation c
                   where c.person_key = f.person_key and c.record_key = f.record_key and c.fact_id = f.fact_id
                     and c.observed_at >= ${midnight(day)})`;

/** When a civil day begins. */
const midnight = (day: string): string => `(${day}::date::timestamp at time zone 'Asia/Shanghai')`;
