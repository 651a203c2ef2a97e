import { describeReports, type ReportList } from '@minzheng/casework/reports';
import { MONITORED_POPULATION } from './vf-01-monitored.js';
import { CLUES_ISSUED } from './vf-02-clues.js';
import { FOUND } from './vf-03-found.js';
import { COVERAGE } from './vf-04-coverage.js';
import { DETECTION } from './vf-05-detection.js';
import { TIME_TO_REPORT } from './vf-06-time.js';
import { OVERPAYMENTS } from './vf-07-overpayments.js';
import { AGENCY_PERFORMANCE } from './vf-08-agencies.js';
import { CROSS_SCHEME } from './vf-09-service.js';
import { POVERTY_OVERLAP } from './vf-10-poverty.js';
import { UNCLAIMED } from './vf-11-unclaimed.js';
import { PRIVACY } from './vf-12-privacy.js';

/** What verification reports (核对与监测统计). */
export const VERIFICATION_REPORTS: ReportList = {
  definitions: [
    MONITORED_POPULATION,
    CLUES_ISSUED,
    FOUND,
    COVERAGE,
    DETECTION,
    TIME_TO_REPORT,
    OVERPAYMENTS,
    AGENCY_PERFORMANCE,
    CROSS_SCHEME,
    POVERTY_OVERLAP,
    UNCLAIMED,
    PRIVACY,
  ],
  suppressUnder: 'verification.access.suppressCellUnder',
  // plain columns with an index each: with a condition, or beside a constant, all of them would be read and sorted
  places: [
    ...[
      'monitored_subject',
      'clue',
      'verification_request',
      'case_decision',
      'overpayment',
      'overpayment_recovery',
    ],
    ...['registered_poor_person', 'access_tally', 'statistic_place'],
  ]
    .map((table) => `select region from ${table}`)
    .join(' union all '),
};

/** What `docs/reports.md` says of this service. */
export const REPORTS_SECTION = describeReports(
  { name: 'verification', en: 'Verification', zh: '居民家庭经济状况核对' },
  VERIFICATION_REPORTS.definitions,
);
