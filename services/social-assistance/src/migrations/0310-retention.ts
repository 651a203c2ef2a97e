import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of what hangs on a case, by what it is found: else each that goes would be looked for in all rows. */
const INDEXES = {
  award_of_case: 'award (case_id)',
  award_segment_award: 'award_segment (award_id)',
  case_computation_report: 'case_computation (request_id, sequence)',
  case_import_household_loaded: 'case_import_household (household_id) where household_id is not null',
  clue_task_award: 'clue_task (award_id) where award_id is not null',
  clue_task_of_household: 'clue_task (household_id) where household_id is not null',
  complaint_case: 'complaint (case_id) where case_id is not null',
  custody_agreement_custodian: 'custody_agreement (custodian_key)',
  custody_agreement_payee: 'custody_agreement (payee_id)',
  custody_agreement_subject: 'custody_agreement (subject_id)',
  household_obligor_person: 'household_obligor (person_key)',
  intake_ticket_offered: 'intake_ticket (offered_case_id) where offered_case_id is not null',
  objection_notice: 'objection (notice_id) where notice_id is not null',
  letter_addressee: 'letter (addressee_key)',
  objection_reporter_person: 'objection_reporter (person_key)',
  overpayment_person: 'overpayment (person_key)',
  payee_holder: 'payee (holder_key)',
  payee_household: 'payee (household_id)',
  payee_subject: 'payee (subject_id)',
  payment_blocked_payee: 'payment_blocked (payee_id) where payee_id is not null',
  payment_blocked_subject: 'payment_blocked (subject_id)',
  recovery_payment_order: 'recovery_payment (order_id)',
  verification_request_subject: 'verification_request (subject_id)',
  work_item_subject: 'work_item (subject_id)',
  // what was told long ago lies together
  current_event_told: 'current_event using brin (ce_time)',
};

export class Retention1710000000310 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, over] of Object.entries(INDEXES)) {
      await runner.query(`drop index concurrently if exists ${name}`);
      await runner.query(`create index concurrently ${name} on ${over}`);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}
