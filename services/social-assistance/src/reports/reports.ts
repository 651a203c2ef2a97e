import { describeReports, type ReportList } from '@minzheng/casework/reports';
import { BENEFIT_LEVEL } from './db-04-benefit.js';
import { HARDSHIP_INDEX } from './db-05-hardship.js';
import { POVERTY_LINK } from './db-02-poverty.js';
import { RECIPIENTS } from './db-01-recipients.js';
import { STANDARD_GROWTH } from './db-03-standard.js';
import { FUNDS } from './fu-01-funds.js';
import { ONE_DOOR } from './od-01-one-door.js';
import { SUPERVISION } from './sv-01-supervision.js';

/** What social assistance reports (社会救助统计). */
export const ASSISTANCE_REPORTS: ReportList = {
  definitions: [
    RECIPIENTS,
    POVERTY_LINK,
    STANDARD_GROWTH,
    BENEFIT_LEVEL,
    HARDSHIP_INDEX,
    ONE_DOOR,
    FUNDS,
    SUPERVISION,
  ],
  places: 'select region from household union all select region from intake_ticket',
};

/** What `docs/reports.md` says of this service. */
export const REPORTS_SECTION = describeReports(
  { name: 'assistance', en: 'Social assistance', zh: '社会救助' },
  ASSISTANCE_REPORTS.definitions,
);
