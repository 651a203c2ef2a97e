import { ClueDue1710000000310 } from './migrations/1710000000310-clue-due.js';
import { ReportFindings1710000000311 } from './migrations/1710000000311-report-findings.js';
import { Tallies1710000000312 } from './migrations/1710000000312-tallies.js';

/** What statistics keep beside the records that they count. */
export const STATISTICS_MIGRATIONS = [
  ClueDue1710000000310,
  ReportFindings1710000000311,
  Tallies1710000000312,
];
