import {
  ClueDispatchedSchema,
  ConsentGrantedSchema,
  FactDisputedSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
} from '@minzheng/contracts/verification';
import type { CivilDate } from '@minzheng/kernel/months';
import { forgetTold } from '@minzheng/platform/erasures';
import type { Tx } from '@minzheng/platform/persistence';
import { lockPersons } from '../facts/fact.reader.js';
import { forgetWards, IS_NO_GUARDIAN_IN_REQUEST } from '../facts/wards.js';
import { forgetRegisteredPoor } from './case-erasures.js';

/** When a civil day begins. */
const midnight = (day: string): string => `(${day}::date::timestamp at time zone 'Asia/Shanghai')`;

/** Ids of the rows of a chunk that go, and whatever hangs on them with it. */
async function eraseAll(tx: Tx, ids: readonly string[], statements: readonly string[]): Promise<void> {
  for (const statement of statements) await tx.execute(statement, [ids]);
}

/** Objections (异议) that ended before a day. @returns how many rows were erased */
export async function eraseAppeals(tx: Tx, before: CivilDate, most: number): Promise<number> {
  const due = await tx.query<{ id: string }>(
    `select id from appeal where state in ('DECIDED', 'WITHDRAWN') and due_on < $1
      order by id limit $2 for update skip locked`,
    [before, most],
  );
  const disputed = await tx.query<{ id: string }>(
    'select id from appealed_fact where appeal_id = any($1::uuid[])',
    [due.map(({ id }) => id)],
  );
  await forgetTold(
    tx,
    [FactDisputedSchema],
    'appealedFact',
    disputed.map(({ id }) => id),
  );
  await eraseAll(
    tx,
    due.map(({ id }) => id),
    [
      'delete from disputed_fact where appeal_id = any($1::uuid[])',
      'delete from appealed_fact where appeal_id = any($1::uuid[])',
      'delete from appeal where id = any($1::uuid[])',
    ],
  );
  return due.length;
}

/** Clues (线索) that were closed before a day, with what was found and answered; one under an objection waits for it. */
export async function eraseClues(tx: Tx, before: CivilDate, most: number): Promise<number> {
  const due = await tx.query<{ id: string }>(
    `select id from clue c
      where state = 'CLOSED' and closed_at < ${midnight('$1')} and not exists (select from appeal a where a.clue_id = c.id)
      order by id limit $2 for update skip locked`,
    [before, most],
  );
  await forgetTold(
    tx,
    [ClueDispatchedSchema],
    'clue',
    due.map(({ id }) => id),
  );
  await eraseAll(
    tx,
    due.map(({ id }) => id),
    [
      'delete from clue_evidence where clue_id = any($1::uuid[])',
      'delete from clue_overdue where clue_id = any($1::uuid[])',
      'delete from clue_due where clue_id = any($1::uuid[])',
      'delete from clue_outcome where clue_id = any($1::uuid[])',
      'delete from indicator_hit where clue_id = any($1::uuid[])',
      'delete from clue where id = any($1::uuid[])',
    ],
  );
  return due.length;
}

/**
 * Requests as of before a day, whose last report was issued before it, with their reports: of each stays its number, digest
 * and signature, which say nothing of a person.
 */
export async function eraseReports(
  tx: Tx,
  before: CivilDate,
  today: CivilDate,
  most: number,
): Promise<number> {
  const due = await tx.query<{ id: string }>(
    `select id from verification_request q
      where as_of < ${midnight('$1')} and state in ('ISSUED', 'CANCELLED', 'REFUSED')
        and not exists (
          select from verification_report r left join appeal a on a.report_id = r.id
           where r.request_id = q.id and (r.issued_at >= ${midnight('$1')} or a.id is not null))
      order by as_of, id limit $2 for update skip locked`,
    [before, most],
  );
  const ids = due.map(({ id }) => id);
  await tx.execute(
    `insert into report_erasure (report_id, number, issued_at, body_sha256, signature, public_key, erased_on)
     select id, number, issued_at, body_sha256, signature, public_key, $2 from verification_report
      where request_id = any($1::uuid[]) on conflict do nothing`,
    [ids, today],
  );
  await forgetReports(tx, ids);
  const reports = 'select id from verification_report where request_id = any($1::uuid[])';
  await eraseAll(tx, ids, [
    `delete from deposit_holding d
       using (select distinct unnest(person_keys) as person_key from verification_request where id = any($1::uuid[])) p
      where d.person_key = p.person_key
        and not exists (select from verification_request q
                         where q.person_keys @> array[p.person_key] and not q.id = any($1::uuid[])
                           and q.state in ('ACCEPTED', 'COLLECTING', 'BLOCKED', 'ISSUED'))`,
    `delete from report_finding where report_id in (${reports})`,
    `delete from report_standing where id in (${reports})`,
    'delete from verification_report where request_id = any($1::uuid[])',
    'delete from source_query where request_id = any($1::uuid[])',
    'delete from open_request_purpose where request_id = any($1::uuid[])',
    'delete from request_evaluation where request_id = any($1::uuid[])',
    'delete from verification_request where id = any($1::uuid[])',
  ]);
  return due.length;
}

/** Answers to requests, and that they were taken back, are not told again. */
async function forgetReports(tx: Tx, requests: readonly string[]): Promise<void> {
  await forgetTold(
    tx,
    [VerificationCompletedSchema, VerificationReopenedSchema],
    'verificationRequest',
    requests,
  );
  const reports = await tx.query<{ id: string }>(
    'select id from verification_report where request_id = any($1::uuid[])',
    [requests],
  );
  await forgetTold(
    tx,
    [VerificationReportSupersededSchema, VerificationReportRevokedSchema],
    'verificationReport',
    reports.map(({ id }) => id),
  );
}

/** Consents (授权) that ended before a day, of persons of whom no request is kept that one may have been made under. */
export async function eraseConsents(tx: Tx, before: CivilDate, most: number): Promise<number> {
  const due = await tx.query<{ id: string }>(
    `select id from consent c
      where state <> 'ACTIVE' and valid_to < $1
        and not exists (select from consent_ending e where e.consent_id = c.id)
        and not exists (select from verification_request q where q.person_keys @> array[c.person_key]
                           and q.state in ('ACCEPTED', 'COLLECTING', 'BLOCKED', 'ISSUED'))
      order by id limit $2 for update skip locked`,
    [before, most],
  );
  await forgetTold(
    tx,
    [ConsentGrantedSchema],
    'consent',
    due.map(({ id }) => id),
  );
  await eraseAll(
    tx,
    due.map(({ id }) => id),
    [
      'delete from consent_erasure where consent_id = any($1::uuid[])',
      'delete from consent where id = any($1::uuid[])',
    ],
  );
  return due.length;
}

/** Facts that were refused before a day, as they came: encrypted, and for nobody's use but to find out why. */
export async function eraseRejectedFacts(tx: Tx, before: CivilDate, most: number): Promise<number> {
  return tx.execute(
    `delete from rejected_fact where id in (
       select id from rejected_fact where rejected_at < ${midnight('$1')} order by rejected_at limit $2
          for update skip locked)`,
    [before, most],
  );
}

/** What one look at persons has done. */
export interface FactErasure {
  readonly facts: number;
  /** personKey of the last one that was looked at; undefined behind the last of all. */
  readonly lookedUpTo: string | undefined;
}

/**
 * The person `p` has been needed for nothing since a day: no household on record, not monitored, no consent that held,
 * no clue, objection or fact by hand that was open, and no request that is kept, whose report replays by these facts; nor
 * as the guardian of somebody who has a household on record or such a request.
 */
const WITHOUT_PURPOSE = (since: string): string => `
      not exists (select from household_person c join household h on h.id = c.household_id
                   where c.person_key = p.person_key and not h.closed)
  and not exists (select from ward w join household_person c on c.person_key = w.ward_key
                                     join household h on h.id = c.household_id
                   where w.guardian_key = p.person_key and not h.closed)
  and not exists (select from monitored_subject c
                   where c.person_key = p.person_key and (c.left_on is null or c.left_on >= ${since}))
  and not exists (select from consent c
                   where c.person_key = p.person_key
                     and coalesce((c.withdrawn_at at time zone 'Asia/Shanghai')::date, c.valid_to) >= ${since})
  and not exists (select from indicator_hit c join clue k on k.id = c.clue_id
                   where c.person_key = p.person_key and (k.closed_at is null or k.closed_at >= ${midnight(since)}))
  and not exists (select from appeal c
                   where c.person_key = p.person_key
                     and (c.state not in ('DECIDED', 'WITHDRAWN') or c.due_on >= ${since}))
  and not exists (select from manual_fact c where c.person_key = p.person_key and c.evidence_valid_to >= ${since})
  and not exists (select from verification_request c where c.person_keys @> array[p.person_key]
                     and c.state in ('ACCEPTED', 'COLLECTING', 'BLOCKED', 'ISSUED'))
  and not exists (select from verification_request c where c.person_keys @> array[p.person_key]
                     and c.state in ('COMPARING', 'CANCELLED'))
  and ${IS_NO_GUARDIAN_IN_REQUEST}`;

/**
 * Facts that were recorded before a day, of persons whose last purpose has ended before it. Profiles and summaries follow
 * from the marks.
 *
 * @param after - looks at persons with a greater personKey
 * @param most - persons of one look
 */
export async function eraseFacts(
  tx: Tx,
  before: CivilDate,
  after: string,
  most: number,
): Promise<FactErasure> {
  const looked = await tx.query<{ person_key: string; is_due: boolean }>(
    `select p.person_key,
            exists (select from fact f where f.person_key = p.person_key and f.recorded_at < ${midnight('$3')}) and
            ${WITHOUT_PURPOSE('$3::date')} as is_due
       from (select person_key from person where person_key > $1 order by person_key limit $2) p
      order by p.person_key`,
    [after, most, before],
  );
  const lookedUpTo = looked.length < most ? undefined : looked.at(-1)?.person_key;
  const due = looked.filter(({ is_due }) => is_due).map(({ person_key }) => person_key);
  if (due.length === 0) return { facts: 0, lookedUpTo };
  // whoever needs one of them again waits, and from then on reads what is left
  await lockPersons(tx, due);
  const [erased] = await tx.query<{ facts: number }>(
    `with without_purpose as (
       select p.person_key from unnest($1::uuid[]) as p(person_key) where ${WITHOUT_PURPOSE('$2::date')}),
     erased as (
       delete from fact f using without_purpose p
        where f.person_key = p.person_key and f.recorded_at < ${midnight('$2')} returning f.person_key, f.fact_id),
     unconfirmed as (
       delete from fact_confirmation c using erased e
        where c.person_key = e.person_key and c.fact_id = e.fact_id),
     unanswered as (
       delete from source_answer a using without_purpose p
        where a.person_key = p.person_key and a.recorded_at < ${midnight('$2')}),
     counted as (select person_key, count(*)::int as facts from erased group by person_key),
     touched as (
       update person p set fact_seq = fact_seq + 1 from counted c where p.person_key = c.person_key),
     marked as (insert into dirty (person_key) select person_key from counted order by person_key)
     select coalesce(sum(facts), 0)::int as facts from counted`,
    [due, before],
  );
  await forgetWards(tx, due);
  await forgetRegisteredPoor(tx, due);
  return { facts: erased?.facts ?? 0, lookedUpTo };
}
