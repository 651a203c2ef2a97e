import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { enumValue } from '@minzheng/contracts/catalogue';
import { StatusKindSchema } from '@minzheng/contracts/facts';
import { FACT_TYPE } from '../facts/fact-row.js';

/** When a civil day begins. */
const midnight = (day: string): string => `(${day}::date::timestamp at time zone 'Asia/Shanghai')`;

/** Decisions of cases (办理结果) of before a day, with whom they concerned. @returns how many were erased */
export async function eraseCaseDecisions(tx: Tx, before: CivilDate, most: number): Promise<number> {
  const due = await tx.query<{ case_id: string }>(
    `select case_id from case_decision where decided_at < ${midnight('$1')}
      order by decided_at, case_id limit $2 for update skip locked`,
    [before, most],
  );
  const ids = due.map(({ case_id }) => case_id);
  await tx.execute('delete from case_decision_person where case_id = any($1::uuid[])', [ids]);
  await tx.execute('delete from case_decision where case_id = any($1::uuid[])', [ids]);
  return ids.length;
}

/** Over-payments (超发) that were found before a day, unless some of one has come back since; then with what came back. */
export async function eraseOverpayments(tx: Tx, before: CivilDate, most: number): Promise<number> {
  return tx.execute(
    `delete from overpayment where id in (
       select o.id from overpayment o
        where o.detected_at < ${midnight('$1')}
          and not exists (select from overpayment_recovery r
                           where r.overpayment_id = o.id and r.recovered_at >= ${midnight('$1')})
        order by o.detected_at, o.id limit $2 for update skip locked)`,
    [before, most],
  );
}

/** What came back before a day of over-payments that are not kept. */
export async function eraseRecoveries(tx: Tx, before: CivilDate, most: number): Promise<number> {
  return tx.execute(
    `delete from overpayment_recovery where id in (
       select r.id from overpayment_recovery r
        where r.recovered_at < ${midnight('$1')}
          and not exists (select from overpayment o where o.id = r.overpayment_id)
        order by r.recovered_at, r.id limit $2 for update skip locked)`,
    [before, most],
  );
}

/** Questions to agencies that ended before a day and belong to no request that is kept: those about recipients, by the quarter. */
export async function eraseRecipientQueries(tx: Tx, before: CivilDate, most: number): Promise<number> {
  return tx.execute(
    `delete from source_query where id in (
       select q.id from source_query q
        where q.asked_at < ${midnight('$1')} and q.state not in ('PENDING', 'SENT')
          and not exists (select from verification_request r where r.id = q.request_id)
        order by q.asked_at, q.id limit $2 for update skip locked)`,
    [before, most],
  );
}

/** Facts by hand (人工认定) whose evidence has held for the last time before a day. */
export async function eraseManualFacts(tx: Tx, before: CivilDate, most: number): Promise<number> {
  return tx.execute(
    `delete from manual_fact where id in (
       select id from manual_fact where state = 'EXPIRED' and evidence_valid_to < $1
        order by evidence_valid_to, id limit $2 for update skip locked)`,
    [before, most],
  );
}

/** Who left the low-income population (已退出监测) before a day. */
export async function eraseLeftSubjects(tx: Tx, before: CivilDate, most: number): Promise<number> {
  const due = await tx.query<{ id: string; person_key: string }>(
    `select id, person_key from monitored_subject where state = 'LEFT' and left_on < $1
      order by left_on, id limit $2 for update skip locked`,
    [before, most],
  );
  await tx.execute('delete from monitored_due where person_key = any($1::uuid[])', [
    due.map(({ person_key }) => person_key),
  ]);
  await tx.execute('delete from monitored_subject where id = any($1::uuid[])', [due.map(({ id }) => id)]);
  return due.length;
}

/** Households (家庭) that were closed before a day, as far as no clue about one is kept. */
export async function eraseHouseholds(tx: Tx, before: CivilDate, most: number): Promise<number> {
  const due = await tx.query<{ id: string }>(
    `select id from household h
      where closed and as_of < ${midnight('$1')} and not exists (select from clue c where c.household_id = h.id)
      order by as_of, id limit $2 for update skip locked`,
    [before, most],
  );
  const ids = due.map(({ id }) => id);
  await tx.execute('delete from subject_fingerprint where subject = any($1::uuid[])', [ids]);
  await tx.execute('delete from household where id = any($1::uuid[])', [ids]);
  return ids.length;
}

/**
 * Of bulk runs (批量复核) that ended before a day, whom they went through: how many there were stays, and what each part has
 * counted. One run at a time.
 *
 * @returns how many parts of it were emptied, and whether no run is left
 */
export async function eraseRunSubjects(
  tx: Tx,
  before: CivilDate,
  today: CivilDate,
): Promise<{ readonly parts: number; readonly isThrough: boolean }> {
  const [run] = await tx.query<{ id: string }>(
    `update bulk_run set subjects_erased_on = $2 where id = (
       select id from bulk_run where ended_at < ${midnight('$1')} and subjects_erased_on is null
        order by ended_at, id limit 1 for update skip locked)
     returning id`,
    [before, today],
  );
  if (!run) return { parts: 0, isThrough: true };
  const parts = await tx.execute(
    `update bulk_run_chunk
        set subjects = array_fill(null::uuid, array[cardinality(subjects)]),
            waiting = array_fill(null::uuid, array[cardinality(waiting)])
      where run_id = $1 and cardinality(subjects) > 0`,
    [run.id],
  );
  return { parts, isThrough: false };
}

const REGISTERED_POOR = FACT_TYPE.STATUS + enumValue(StatusKindSchema, 'registeredPoor');

/** Nobody of whom no source's word for it is kept stays on the list of registered poor persons (建档立卡人员). */
export async function forgetRegisteredPoor(tx: Tx, personKeys: readonly string[]): Promise<void> {
  await tx.execute(
    `delete from registered_poor_person r
      where r.person_key = any($1::uuid[])
        and not exists (select from fact f where f.person_key = r.person_key and f.kind = $2)`,
    [personKeys, REGISTERED_POOR],
  );
}
