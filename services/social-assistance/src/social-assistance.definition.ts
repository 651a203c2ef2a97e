import { APPROVALS } from '@minzheng/casework/approvals';
import { CLOCKS } from '@minzheng/casework/clocks';
import { CHECKS } from '@minzheng/casework/checks';
import { CLUE_TASKS } from '@minzheng/casework/clue-tasks';
import { CONSENTS } from '@minzheng/casework/consents';
import { NOTICES } from '@minzheng/casework/notices';
import { OBJECTIONS } from '@minzheng/casework/objections';
import { FACTS } from '@minzheng/casework/facts';
import { PAYMENTS } from '@minzheng/casework/payments';
import { PERSONS } from '@minzheng/casework/persons';
import { RELATIVES } from '@minzheng/casework/relatives';
import { REFERRALS } from '@minzheng/casework/referrals';
import { REPORTS } from '@minzheng/casework/reports';
import { STATEMENTS } from '@minzheng/casework/statements';
import { STATUS_COPIES } from '@minzheng/casework/status-copies';
import { VISITS } from '@minzheng/casework/visits';
import { WORK_ITEMS } from '@minzheng/casework/work-items';
import { withParts, type ServicePart } from '@minzheng/platform/start-service';
import { COMMANDS, STATUSES } from './consumers.js';
import { ENCRYPTED } from './encrypted.js';
import { RECORDS } from './records.js';
import { ENTITIES, MIGRATIONS, SocialAssistanceModule } from './social-assistance.module.js';
import { STATES } from './states.js';

/** What of the shared case work this service takes in: tables, states and records beside its own. */
const CASEWORK: readonly ServicePart[] = [
  CLOCKS,
  WORK_ITEMS,
  REFERRALS,
  PERSONS,
  FACTS,
  CONSENTS,
  CHECKS,
  CLUE_TASKS,
  VISITS,
  NOTICES,
  OBJECTIONS,
  APPROVALS,
  RELATIVES,
  STATEMENTS,
  STATUS_COPIES,
  PAYMENTS,
  REPORTS,
];

/** Social assistance (社会救助). */
export const SOCIAL_ASSISTANCE = withParts(
  {
    name: 'assistance',
    writer: 'assistance',
    module: SocialAssistanceModule,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    consumers: [COMMANDS, STATUSES],
    records: RECORDS,
    states: STATES,
    encrypted: ENCRYPTED,
    startJobs: [
      'case-imports:write',
      'policies:write',
      'policies:approve',
      'payroll-runs:write',
      'payroll-runs:approve',
    ],
  },
  CASEWORK,
);
