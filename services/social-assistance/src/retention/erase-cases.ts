import { AwardAdjustedSchema, AwardStartedSchema } from '@minzheng/contracts/assistance';
import { VerificationRequestedSchema } from '@minzheng/contracts/verification';
import type { CivilDate } from '@minzheng/kernel/months';
import { forgetTold } from '@minzheng/platform/erasures';
import type { Tx } from '@minzheng/platform/persistence';
import { dueCases, quietSince, type CaseRecords } from './case-records.js';
import { eraseAttached, eraseBy } from './erase-attached.js';
import { erasePersons } from './erase-households.js';

/** What one look has done. */
export interface Look {
  readonly erased: number;
  /** What has had its time and is left since something of it is open. */
  readonly left: number;
  /** Id of the last one that was looked at; undefined behind the last of all. */
  readonly lookedUpTo: string | undefined;
}

/** So many cases are erased at once: with ten years of payments each. */
const AT_ONCE = 50;

/**
 * Cases (案件) whose last event was before a day, with all that hangs on them: evaluations, reports, visits, notices,
 * letters, objections, complaints, awards that ended, payments, reviews, recoveries. One of which something is open is left
 * whole.
 *
 * @param after - looks at cases with a greater id
 * @param most - cases of one look
 */
export async function eraseCases(
  tx: Tx,
  before: CivilDate,
  after: string,
  most: number,
): Promise<Look & { readonly persons: number }> {
  const looked = await tx.query<{ id: string; is_old: boolean }>(
    `select c.id,
            c.state in ('APPROVED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'REVOKED')
            and ${quietSince('c.id', '$3')}
            and not exists (select from award a where a.case_id = c.id and a.state <> 'CEASED') as is_old
       from (select id, state from aid_case where id > $1 order by id limit $2) c order by c.id`,
    [after, most, before],
  );
  const old = looked.filter(({ is_old }) => is_old).map(({ id }) => id);
  const taken = old.slice(0, AT_ONCE);
  const { cases, records, left } = await dueCases(tx, taken, before);
  const persons = cases.length > 0 ? await erase(tx, cases, records) : 0;
  const isThrough = old.length <= AT_ONCE;
  const last = isThrough ? looked.at(-1)?.id : taken.at(-1);
  return {
    erased: cases.length,
    ...{ persons, left },
    lookedUpTo: isThrough && looked.length < most ? undefined : last,
  };
}

/** What refers to something goes before it. @returns how many persons went with them */
async function erase(tx: Tx, cases: readonly string[], records: CaseRecords): Promise<number> {
  const awards = records.of('award');
  await eraseBy(tx, records.of('complaint'), [
    'delete from complaint_reporter where id = any($1::uuid[])',
    'delete from complaint where id = any($1::uuid[])',
  ]);
  await eraseBy(tx, records.of('supervisionItem'), [
    `delete from supervision_item i where id = any($1::uuid[])
        and not exists (select from complaint c where c.item_id = i.id)`,
  ]);
  await eraseBy(tx, records.of('objection'), [
    'delete from objection_reporter where objection_id = any($1::uuid[])',
    'delete from objection where id = any($1::uuid[])',
  ]);
  for (const [kind, table] of [
    ['notice', 'public_notice'],
    ['letter', 'letter'],
    ['visit', 'house_visit'],
    ['clueTask', 'clue_task'],
  ] as const) {
    await eraseBy(tx, records.of(kind), [`delete from ${table} where id = any($1::uuid[])`]);
  }
  const persons = await erasePayments(tx, awards);
  await eraseBy(tx, records.of('recoveryOrder'), [
    'delete from recovery_payment where order_id = any($1::uuid[])',
    'delete from recovery_order where id = any($1::uuid[])',
  ]);
  await eraseBy(tx, awards, [
    'delete from overpayment where award_id = any($1::uuid[])',
    'delete from review where award_id = any($1::uuid[])',
    'delete from award_segment where award_id = any($1::uuid[])',
    'delete from award_person where award_id = any($1::uuid[])',
    'delete from award where id = any($1::uuid[])',
  ]);
  await eraseChecks(tx, cases, [...cases, ...records.of('review')]);
  await leaveTickets(tx, cases);
  await leaveConferences(tx, records.all);
  await eraseBy(tx, cases, [
    'delete from village_evaluation where case_id = any($1::uuid[])',
    'delete from bill where case_id = any($1::uuid[])',
    'delete from aid_case where id = any($1::uuid[])',
  ]);
  await eraseAttached(tx, records.all);
  await forgetTold(tx, [AwardStartedSchema, AwardAdjustedSchema], 'award', awards);
  return persons;
}

/**
 * Lines with what banks said of them, and whose accounts these were; runs stay, with their sums.
 *
 * @returns how many persons nobody names any more
 */
async function erasePayments(tx: Tx, awards: readonly string[]): Promise<number> {
  const holders = await tx.query<{ person_key: string }>(
    `select custodian_key as person_key from custody_agreement where subject_id = any($1::uuid[])
     union select holder_key from payee where subject_id = any($1::uuid[])`,
    [awards],
  );
  const line = '(select id from payment_line where subject_id = any($1::uuid[]))';
  await eraseBy(tx, awards, [
    `delete from bank_result_line r using payment_line l, bank_result b
      where l.subject_id = any($1::uuid[]) and b.run_id = l.run_id
        and r.result_id = b.id and r.subject_id = l.subject_id and r.line_id = l.id`,
    `delete from payment_offset where line_id in ${line}`,
    `delete from lifecycle_log where aggregate_id in ${line}`,
    'delete from payment_line where subject_id = any($1::uuid[])',
    'delete from payment_blocked where subject_id = any($1::uuid[])',
    'delete from payment_fact where subject_id = any($1::uuid[])',
    'delete from custody_agreement where subject_id = any($1::uuid[])',
    'delete from payee where subject_id = any($1::uuid[])',
  ]);
  return erasePersons(
    tx,
    holders.map(({ person_key }) => person_key),
  );
}

/** What verification was asked about cases and reviews, its answers, and what was computed of them. */
async function eraseChecks(tx: Tx, cases: readonly string[], subjects: readonly string[]): Promise<void> {
  await eraseBy(tx, cases, ['delete from case_computation where case_id = any($1::uuid[])']);
  await eraseBy(tx, subjects, ['delete from verification_report where subject_id = any($1::uuid[])']);
  const requests = await tx.query<{ id: string }>(
    'delete from verification_request where subject_id = any($1::uuid[]) returning id',
    [subjects],
  );
  await forgetTold(
    tx,
    [VerificationRequestedSchema],
    'verificationRequest',
    requests.map(({ id }) => id),
  );
}

/** Of a ticket the need that became a case goes; the ticket itself when none is left and its own time is over. */
async function leaveTickets(tx: Tx, cases: readonly string[]): Promise<void> {
  await eraseBy(tx, cases, [
    'delete from ticket_need where case_id = any($1::uuid[])',
    'update intake_ticket set offered_case_id = null where offered_case_id = any($1::uuid[])',
  ]);
}

/** A conference about other records too goes with the last of them. */
async function leaveConferences(tx: Tx, ids: readonly string[]): Promise<void> {
  const gone = await tx.query<{ id: string }>(
    'delete from case_conference where target_ids && $1::uuid[] and target_ids <@ $1::uuid[] returning id',
    [ids],
  );
  await eraseBy(tx, ids, [
    `update case_conference set target_ids = array(select t from unnest(target_ids) t where t <> all($1::uuid[]))
      where target_ids && $1::uuid[]`,
  ]);
  await eraseAttached(
    tx,
    gone.map(({ id }) => id),
  );
}
