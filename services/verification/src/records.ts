import { recordIn, type RecordSource } from '@minzheng/platform/access';
import { Clue } from './clues/clue.entity.js';
import { VerificationReport } from './reports/verification-report.entity.js';
import { VerificationRequest } from './requests/verification-request.entity.js';

/** What the routes of this service are about: where each record lies, and whose it is. */
export const RECORDS: readonly RecordSource[] = [
  recordIn(
    Clue,
    `select region, array(select distinct person_key from indicator_hit where clue_id = clue.id) as persons
       from clue where id = $1`,
  ),
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
