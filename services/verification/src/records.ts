import { RELATIVES } from '@minzheng/casework/relatives';
import { recordIn, type RecordSource } from '@minzheng/platform/access';
import { Appeal } from './appeals/appeal.entity.js';
import { DataAgreement } from './agreements/agreement.entity.js';
import { Clue } from './clues/clue.entity.js';
import { Consent } from './consents/consent.entity.js';
import { ManualFact } from './manual-facts/manual-fact.entity.js';
import { MonitoredSubject } from './monitoring/monitored-subject.entity.js';
import { VerificationReport } from './reports/verification-report.entity.js';
import { VerificationRequest } from './requests/verification-request.entity.js';
import { BulkRun } from './runs/bulk-run.entity.js';
import { Simulation } from './simulations/simulation.entity.js';
import { Subscription } from './subscriptions/subscription.entity.js';

/** What the routes of this service are about: where each record lies, and whose it is. */
export const RECORDS: readonly RecordSource[] = [
  ...RELATIVES.records,
  recordIn(
    Clue,
    `select region, array(select distinct person_key from indicator_hit where clue_id = clue.id) as persons
       from clue where id = $1`,
  ),
  recordIn(
    MonitoredSubject,
    'select region, array[person_key] as persons from monitored_subject where id = $1',
  ),
  recordIn(DataAgreement, `select region, '{}'::uuid[] as persons from data_agreement where id = $1`),
  recordIn(Subscription, `select region, '{}'::uuid[] as persons from subscription where id = $1`),
  recordIn(BulkRun, `select region, '{}'::uuid[] as persons from bulk_run where id = $1`),
  recordIn(Simulation, `select region, '{}'::uuid[] as persons from simulation where id = $1`),
  recordIn(
    Consent,
    'select region, array[person_key, signer_key] as persons, case_ref as "caseRef" from consent where id = $1',
  ),
  recordIn(
    Appeal,
    `select region, array[person_key] as persons, array_remove(array[person_key, appellant_key], null) as owners
       from appeal where id = $1`,
  ),
  recordIn(ManualFact, 'select region, array[person_key] as persons from manual_fact where id = $1'),
  // who asks out of his jurisdiction is told so (verification, section 11)
  recordIn(
    VerificationRequest,
    'select region, person_keys as persons, case_ref as "caseRef" from verification_request where id = $1',
    { isKnownElsewhere: true },
  ),
  recordIn(
    VerificationReport,
    `select t.region, q.person_keys as persons, t.case_ref as "caseRef"
       from verification_report t join verification_request q on q.id = t.request_id where t.id = $1`,
    { isKnownElsewhere: true },
  ),
];
