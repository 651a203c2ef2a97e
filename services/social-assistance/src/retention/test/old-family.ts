import { randomUUID } from 'node:crypto';

/** What a case of long ago was, where it differs from one of which nothing is open. */
export interface OldFamilyOptions {
  /** The last day on which something happened. */
  readonly endedOn: string;
  readonly awardState?: string;
  readonly lineState?: string;
  readonly orderState?: string;
  readonly objectionState?: 'RECEIVED' | 'ANSWERED';
  readonly itemState?: 'OPEN' | 'CLOSED';
  /** When the objection was answered. */
  readonly answeredOn?: string;
  /** A person of another family, who belongs to this one too. */
  readonly shared?: string;
}

const NAMES = [
  ...[
    'household',
    'aidCase',
    'award',
    'review',
    'overpayment',
    'order',
    'visit',
    'notice',
    'letter',
    'objection',
  ],
  ...[
    'item',
    'complaint',
    'conference',
    'ticket',
    'referral',
    'task',
    'taskVisit',
    'request',
    'line',
    'payee',
  ],
  ...['consent', 'dispute', 'statement', 'child', 'fact'],
] as const;
type Name = (typeof NAMES)[number] | 'applicant' | 'obligor' | 'guardian';

/** Ids of a family's records and persons. */
export type OldFamily = Readonly<Record<Name, string>>;

const personKey = (): string => randomUUID().replace(/^(.{14})./, '$18');

/** The statements that put a family on record with one case and everything that can hang on it. */
export function oldFamily({
  endedOn,
  awardState = 'CEASED',
  lineState = 'PAID',
  orderState = 'SETTLED',
  objectionState = 'ANSWERED',
  itemState = 'CLOSED',
  answeredOn = endedOn,
  shared,
}: OldFamilyOptions): { readonly ids: OldFamily; readonly sql: string } {
  const ids = {
    ...Object.fromEntries(NAMES.map((name) => [name, randomUUID()])),
    ...{ applicant: personKey(), obligor: personKey(), guardian: personKey(), child: shared ?? personKey() },
  } as OldFamily;
  const [run, result, bankFile] = [randomUUID(), randomUUID(), randomUUID()];
  const i = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, `'${id}'`])) as OldFamily;
  const base = (id: string, state: string) => `${id}, '510802001001', 1, 'test', '${state}'`;
  const AGGREGATE = 'id, region, version, created_by, state';
  const at = (day: string) => `'${day}T12:00:00+08:00'`;
  const moved = {
    ...{
      case: 'aidCase',
      award: 'award',
      review: 'review',
      recoveryOrder: 'order',
      overpayment: 'overpayment',
    },
    ...{ visit: 'visit', notice: 'notice', letter: 'letter', complaint: 'complaint', household: 'household' },
    ...{
      supervisionItem: 'item',
      ticket: 'ticket',
      referral: 'referral',
      clueTask: 'task',
      consent: 'consent',
    },
    ...{ caseConference: 'conference', factDispute: 'dispute', paymentLine: 'line' },
  } as const;
  const sql = `
insert into person values (${i.applicant}, 'n', 'n'), (${i.child}, 'n', 'n'), (${i.obligor}, 'n', 'n'), (${i.guardian}, 'n', 'n')
  on conflict do nothing;
insert into household (${AGGREGATE}, household_no, hukou_type, address_enc)
values (${base(i.household, 'OPEN')}, 'H' || ${i.household}, 'URBAN', '');
insert into household_member (id, household_id, person_key, place, relation, birth_date, hukou_region, capacity, guardian_key,
                              labour, study, fiscal_paid, counted, reason_code, open)
select gen_random_uuid(), ${i.household}, p, 0, 'APPLICANT', '1980-01-01', '510802', 'FULL',
       case when p = ${i.child} then ${i.guardian}::uuid end, 'FULL', 'NONE', false, false, '', true
  from unnest(array[${i.applicant}, ${i.child}]::uuid[]) as m(p);
insert into household_obligor values (${i.household}, ${i.obligor}, ${i.applicant}, 'PARENT');
insert into consent (${AGGREGATE}, person_key, signer_key, signer_role, purposes, datasets, method, document_sha256, signed_at, valid_to)
values (${base(i.consent, 'EXPIRED')}, ${i.child}, ${i.guardian}, 'GUARDIAN', '{DIBAO}', '{CORE}', 'PAPER_SCAN', '', ${at(endedOn)},
        '${endedOn}');
insert into status_copy (fact_id, person_key, kind, valid_from, attributes, quality, agency, dataset, record_id, observed_at, retracted)
values (gen_random_uuid(), ${i.applicant}, 'married', '2010-01-01', '{}', '', 'PSB', '', '', ${at(endedOn)}, false);
insert into fact_dispute (${AGGREGATE}, fact_id, person_key, appeal_id, due_at)
values (${base(i.dispute, 'SETTLED')}, gen_random_uuid(), ${i.applicant}, gen_random_uuid(), ${at(endedOn)});
insert into aid_case (${AGGREGATE}, case_no, household_id, programme, channel, declared_items)
values (${base(i.aidCase, 'APPROVED')}, ${i.aidCase}, ${i.household}, 'DIBAO', 'COUNTER', '[]');
insert into verification_request (id, subject_type, subject_id, purposes, requested_at, due_at, state)
values (${i.request}, 'case', ${i.aidCase}, '{DIBAO}', ${at(endedOn)}, ${at(endedOn)}, 'ANSWERED');
insert into verification_report (request_id, sequence, subject_type, subject_id, result, message)
values (${i.request}, 1, 'case', ${i.aidCase}, 'COMPLETE', '');
insert into case_computation (case_id, case_version, act, request_id, sequence, basis, policies, body)
values (${i.aidCase}, 1, 'DECISION', ${i.request}, 1, '{}', '[]', '');
insert into village_evaluation (id, case_id, held_on, attendants, agree, against, void, representatives, minutes_sha256, recorded_by)
values (gen_random_uuid(), ${i.aidCase}, '${endedOn}', '[]', 1, 0, 0, 1, '', 'test');
insert into bill (id, case_id, person_key, kind, amount_fen, from_month, to_month, sheet_sha256, fact_id, accepted_by)
values (gen_random_uuid(), ${i.aidCase}, ${i.applicant}, '', 1, '2014-01', '2014-01', ${i.aidCase}, gen_random_uuid(), 'test');
insert into award (${AGGREGATE}, case_id, household_id, programme, person_keys, effective_month, base_fen, extras_fen, shares)
values (${base(i.award, awardState)}, ${i.aidCase}, ${i.household}, 'DIBAO', array[${i.applicant}::uuid], '2014-01', 1, 0, '[]');
insert into award_segment (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen, extra_fen,
                           standard_fen, cause, created_by)
values (gen_random_uuid(), ${i.award}, '[2014-01-01,2015-01-01)', array[${i.applicant}::uuid], '{1}', '{0}', array[''], 1, 0, 1, '', 'test');
insert into award_person (award_id, person_key, programme, months)
values (${i.award}, ${i.applicant}, 'DIBAO', '[2014-01-01,2015-01-01)');
insert into review (${AGGREGATE}, award_id, household_id, cause, grounds, opened_on, due_on, outcome)
values (${base(i.review, 'CONCLUDED')}, ${i.award}, ${i.household}, 'CLUE', '{g}', '${endedOn}', '${endedOn}', 'CEASE');
insert into overpayment (${AGGREGATE}, award_id, person_key, programme, cause, parts, amount_fen, detected_on)
values (${base(i.overpayment, 'RECOVERED')}, ${i.award}, ${i.applicant}, 'DIBAO', 'ERROR', '[]', 1, '${endedOn}');
insert into recovery_order (${AGGREGATE}, award_id, months, basis, refund_fen, fine_fen, route, plan, overpayment_ids, ordered_on,
                            reason, policy_version_ids)
values (${base(i.order, orderState)}, ${i.award}, '{2014-01}', 'ERROR', 1, 0, 'INSTALMENTS', '[]', array[${i.overpayment}::uuid],
        '${endedOn}', '', '{}');
insert into recovery_payment (id, order_id, amount_fen, way, received_on, recorded_by)
values (gen_random_uuid(), ${i.order}, 1, 'REPAYMENT', '${endedOn}', 'test');
insert into payee (id, subject_type, subject_id, household_id, holder_key, holder_kind, bank_code, account_enc, account_hash, since, created_by)
values (${i.payee}, 'household', ${i.household}, ${i.household}, ${i.applicant}, 'MEMBER', '', '', '', ${at(endedOn)}, 'test'),
       (gen_random_uuid(), 'award', ${i.award}, ${i.household}, ${i.applicant}, 'MEMBER', '', '', '', ${at(endedOn)}, 'test');
insert into custody_agreement (id, subject_type, subject_id, payee_id, custodian_key, agreement_sha256, filed_at, filed_by)
values (gen_random_uuid(), 'household', ${i.household}, ${i.payee}, ${i.applicant}, '', ${at(endedOn)}, 'test');
insert into payroll_run (id, region, version, created_by, state, programme, month, seq, pay_on, max_households, return_limit)
values ('${run}', '510802', 1, 'test', 'CLOSED', '${run}', '2014-01', 0, '2014-01-10', 1, 1);
insert into payment_line (id, region, version, created_by, state, run_id, subject_type, subject_id, month, component, part,
                          person_key, source_ref, amount_fen, beneficiaries, parts_fen, household_share, payee_id)
values (${i.line}, '510802001001', 1, 'test', '${lineState}', '${run}', 'award', ${i.award}, '2014-01', 'BASE', 'BASE', ${i.applicant},
        gen_random_uuid(), 1, array[${i.applicant}::uuid], '{1}', true, ${i.payee});
insert into payment_offset values (${i.line}, ${i.order}, 1);
insert into payment_blocked (run_id, subject_type, subject_id, month, part, person_key, source_ref, region, amount_fen, reason, payee_id)
values ('${run}', 'award', ${i.award}, '2014-01', 'BASE', ${i.applicant}, gen_random_uuid(), '510802', 1, '', ${i.payee});
insert into bank_result (id, run_id, file_sha256, line_count, total_fen, settled_on, loaded_at, loaded_by)
values ('${result}', '${run}', '${bankFile}', 1, 1, '2014-01-11', ${at('2014-01-11')}, 'test');
insert into bank_result_line values ('${result}', ${i.award}, ${i.line}, 'PAID', null, 1);
insert into payment_fact (subject_id, month, person_key, run_id, subject_type, region, household_share, amount_fen)
values (${i.award}, '2014-01', ${i.applicant}, '${run}', 'award', '510802', true, 1);
insert into house_visit (${AGGREGATE}, visited_on, mode, investigators, photo_hashes, signatures, content_sha256, content_enc,
                         subject_type, subject_id, household_id, person_keys)
values (${base(i.visit, 'SIGNED')}, '${endedOn}', 'IN_PERSON', '[]', '{}', '[]', '', '', 'award', ${i.award}, ${i.household}, '{}'),
       (${base(i.taskVisit, 'SIGNED')}, '${endedOn}', 'IN_PERSON', '[]', '{}', '[]', '', '', 'clueTask', ${i.task}, ${i.household}, '{}');
insert into public_notice (${AGGREGATE}, kind, posted_on, ends_on, place, subject_type, subject_id)
values (${base(i.notice, 'OBJECTED')}, 'PRELIMINARY', '${endedOn}', '${endedOn}', '', 'case', ${i.aidCase});
insert into letter (${AGGREGATE}, subject_type, subject_id, kind, letter_no, addressee_key, person_keys, content_enc, written_on)
values (${base(i.letter, 'WRITTEN')}, 'award', ${i.award}, '', ${i.letter}, ${i.applicant}, '{}', '', '${endedOn}');
insert into objection (${AGGREGATE}, kind, subject_type, subject_id, notice_id, stage, named, received_on, due_on, text_enc, outcome)
values (${base(i.objection, objectionState)}, 'OBJECTION', 'case', ${i.aidCase}, ${i.notice}, 1, true, '${endedOn}', '${endedOn}', '',
        ${objectionState === 'RECEIVED' ? 'null' : `'DISMISSED'`});
insert into objection_reporter (objection_id, sender_hash, person_key) values (${i.objection}, '', ${i.applicant});
insert into supervision_item (${AGGREGATE}, kind, subject_type, subject_id, reason, flagged_on, finding)
values (${base(i.item, itemState)}, 'COMPLAINT', 'case', ${i.aidCase}, '', '${endedOn}', ${itemState === 'OPEN' ? 'null' : "'CONFIRMED'"});
insert into complaint (${AGGREGATE}, named, target, case_id, text_enc, received_on, item_id, answered_on)
values (${base(i.complaint, 'ANSWERED')}, true, 'CASE', ${i.aidCase}, '', '${endedOn}', ${i.item}, '${endedOn}');
insert into complaint_reporter (id, received_on) values (${i.complaint}, '${endedOn}');
insert into case_conference (${AGGREGATE}, held_on, departments, minutes_sha256, resolution_enc, target_ids)
values (${base(i.conference, 'HELD')}, '${endedOn}', '{a,b,c}', '', '', array[${i.aidCase}::uuid]);
insert into intake_ticket (${AGGREGATE}, channel, household_id, person_keys, due_at)
values (${base(i.ticket, 'CLOSED')}, 'COUNTER', ${i.household}, array[${i.applicant}::uuid], ${at(endedOn)});
insert into ticket_need (ticket_id, need, state, case_id) values (${i.ticket}, 'DIBAO', 'CASE', ${i.aidCase});
insert into referral (${AGGREGATE}, direction, sender, receiver, origin_type, origin_id, person_keys, household_id, household_service,
                      case_ref, reason_code, urgency, answer_due_at)
values (${base(i.referral, 'DONE')}, 'OUT', 'assistance', 'children', 'ticket', ${i.ticket}, array[${i.applicant}::uuid], ${i.household},
        'assistance', '', '', 'NORMAL', ${at(endedOn)});
insert into referral_need (referral_id, need, state) values (${i.referral}, 'DIBAO', 'DONE');
insert into clue_task (${AGGREGATE}, clue_id, indicators, direction, severity, person_keys, household_id, months, due_at, attempt,
                       revision, document_check, assignees)
values (${base(i.task, 'CLOSED')}, gen_random_uuid(), '{}', 'OVER', 'RED', array[${i.applicant}::uuid], ${i.household}, '{}',
        ${at(endedOn)}, 1, 1, false, '{}');
insert into statement (id, subject_type, subject_id, kind, text_enc, said_by, said_at)
values (${i.statement}, 'case', ${i.aidCase}, 'reason', '', 'test', ${at(endedOn)});
insert into clock (id, name, subject_type, subject_id, region, unit, started_on, due_at, state)
values (gen_random_uuid(), 'total', 'case', ${i.aidCase}, '510802', 'DAYS', '${endedOn}', ${at(endedOn)}, 'STOPPED');
insert into work_item (id, region, created_by, kind, subject_type, subject_id, opened_at, amber_at, due_at, state, settled_at, settled_by)
values (gen_random_uuid(), '510802', 'test', 'decision', 'case', ${i.aidCase}, ${at(endedOn)}, ${at(endedOn)}, ${at(endedOn)}, 'SETTLED',
        ${at(endedOn)}, 'test');
insert into pending_approval values ('case', ${i.aidCase}, 'reject', '', 'test', ${at(endedOn)});
${(Object.entries(moved) as [string, Name][])
  .map(
    ([aggregate, name]) =>
      `insert into lifecycle_log (aggregate, aggregate_id, actor, command, to_state, version, business_at)
       values ('${aggregate}', ${i[name]}, 'test', 'x', '', 1, ${at(endedOn)});`,
  )
  .join('\n')}
insert into lifecycle_log (aggregate, aggregate_id, actor, command, to_state, version, business_at)
values ('objection', ${i.objection}, 'test', 'answer', '', 1, ${at(answeredOn)});
insert into current_event (ce_type, ce_subject, ce_id, ce_sequence, ce_source, ce_time, topic, key, region, payload)
select type, subject, gen_random_uuid(), 1, '', ${at(endedOn)}, '', key, '510802', ''
  from (values ('minzheng.assistance.v1.AwardStarted', 'award/' || ${i.award}, ${i.award}),
               ('minzheng.verification.v1.VerificationRequested', 'verificationRequest/' || ${i.request}, ${i.request}),
               ('minzheng.assistance.v1.HouseholdChanged', 'household/' || ${i.household}, ${i.household}),
               ('minzheng.facts.v1.StatusFact', 'fact/' || ${i.fact}, ${i.applicant})) as told(type, subject, key);`;
  return { ids, sql };
}
