/** What legitimately differs after a restore, by table, and why. All other tables have to be as they were, row by row. */

/** @typedef {Record<string, import('./states.mjs').Leave>} Leaves */

const TRANSPORT = 'how far it has come and what it has taken; that all of it was taken is checked by itself';
const PROOF = 'who did what and when, in a chain of its own: what was done again is entered again';
const OWN_WORK = 'ids and times of work that was done again';
const REISSUED = 'a report is issued again, as a later version with another number';
const RAISED =
  'raised again under another id; the order in which facts came decides about what it names: of whom and of what it is, is compared';
const CLOSED_BY_HAND =
  'a clue that is raised again comes under another id: the department closes the task of the first';
const SENT = 'what it tells is told again under the next epoch';

/** Of every service. @type {Leaves} */
const PLATFORM = {
  audit_alert: { because: PROOF },
  audit_anchor: { because: PROOF },
  audit_anchor_day: { because: PROOF },
  audit_beginning: { because: PROOF },
  audit_daily_read: { because: PROOF },
  audit_entry: { because: PROOF },
  audit_entry_persons: { because: PROOF },
  audit_head: { because: PROOF },
  audit_verification: { because: PROOF },
  audit_weekly_look: { because: PROOF },
  business_clock: { because: 'the clock of the sandbox was set again' },
  consumer_position: { because: TRANSPORT },
  current_event: { because: SENT },
  database_identity: { because: 'a restore begins a timeline' },
  erasure: { because: PROOF },
  idempotency_record: { because: 'of the command that has set the clock again' },
  inbox: { because: TRANSPORT },
  job: { because: OWN_WORK },
  lifecycle_log: { because: PROOF },
  policy_change: { because: OWN_WORK },
  migration: { columns: ['id'], because: OWN_WORK },
  policy_row: { columns: ['sequence'], because: SENT },
  relay_lease: { because: TRANSPORT },
  sequence_epoch: { because: SENT },
};

/** Of verification, which is put back itself. @type {Leaves} */
export const VERIFICATION = {
  ...PLATFORM,
  access_entry: { because: PROOF },
  access_tally: { because: 'counted again from what was entered again' },
  clue: {
    rows: `select subject, department, direction, state from clue where state <> 'CLOSED'`,
    because: RAISED,
  },
  clue_due: {
    rows: `select c.subject, c.department, c.direction, d.attempt from clue_due d join clue c on c.id = d.clue_id where c.state <> 'CLOSED'`,
    because: RAISED,
  },
  event_feed: { columns: ['last_position'], because: 'places go on behind all that were given out' },
  fact: { columns: ['source_id'], because: OWN_WORK },
  fact_source: { columns: ['id'], because: OWN_WORK },
  fact_summary: { because: 'packed from the facts, with the instants at which they were recorded' },
  fact_tally: { because: OWN_WORK },
  indicator_hit: {
    rows: `select h.indicator, h.subject, h.episode_key, h.person_key, h.programme, c.department, c.direction
             from indicator_hit h join clue c on c.id = h.clue_id where not h.lapsed and c.state <> 'CLOSED'`,
    because: RAISED,
  },
  outward_event: {
    columns: ['position'],
    because:
      'places go on behind all that were given out; ids, sequences and what was told are as they were, and nothing beside',
  },
  repeated_facts: { because: 'counts that a fact came again, on a stripe by chance' },
  report_finding: { because: REISSUED },
  report_number: { because: REISSUED },
  report_standing: { because: REISSUED },
  report_take: { because: 'figures of the day are taken again' },
  report_value: { because: 'figures of the day are taken again' },
  source_query: { because: OWN_WORK },
  subject_fingerprint: { because: 'reckoned again' },
  tally_progress: { because: OWN_WORK },
  verification_report: { because: REISSUED },
  verification_request: {
    columns: [
      'version',
      'accepted_at',
      'due_at',
      'late_answers_until',
      'sequence',
      'blocked_on',
      'obligor_households',
    ],
    because: 'accepted again, and a report with a correction may come in one version instead of two',
  },
};

/** Of the department while verification is put back. @type {Leaves} */
export const DEPARTMENT = {
  ...PLATFORM,
  case_computation: { isMoreAllowed: true, because: REISSUED },
  clue_task: { isMoreAllowed: true, because: CLOSED_BY_HAND },
  intake_ticket: { columns: ['clue_ids', 'version'], because: CLOSED_BY_HAND },
  report_take: { because: 'figures of the day are taken again' },
  report_value: { because: 'figures of the day are taken again' },
  verification_report: { isMoreAllowed: true, because: REISSUED },
  work_item: { isMoreAllowed: true, because: CLOSED_BY_HAND },
};

/** Of verification while the departments are put back: what it knew of them, and what it was told since. @type {Leaves} */
export const BESIDE = {
  ...VERIFICATION,
  household: { columns: ['sequence', 'as_of'], because: SENT },
};
