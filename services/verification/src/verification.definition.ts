import { REPORTS } from '@minzheng/casework/reports';
import { withParts } from '@minzheng/platform/start-service';
import { COMMANDS, FACTS, OUTWARD } from './consumers.js';
import { AGREEMENT_SETTINGS } from './agreements/agreement-party.js';
import { ENCRYPTED } from './encrypted.js';
import { RECORDS } from './records.js';
import { REPORT_SETTINGS } from './reports/report-signature.js';
import { ENTITIES, MIGRATIONS, VerificationModule } from './verification.module.js';
import { BULK_RUN_SETTINGS } from './runs/bulk-run.settings.js';
import { STATES } from './states.js';
import { SUBSCRIPTION_SETTINGS } from './subscriptions/subscription.settings.js';

/** Cross-department verification (居民家庭经济状况核对). */
export const VERIFICATION = withParts(
  {
    name: 'verification',
    writer: 'verification',
    module: VerificationModule,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    consumers: [FACTS, COMMANDS, OUTWARD],
    records: RECORDS,
    states: STATES,
    encrypted: ENCRYPTED,
    settings: { ...AGREEMENT_SETTINGS, ...REPORT_SETTINGS, ...SUBSCRIPTION_SETTINGS, ...BULK_RUN_SETTINGS },
  },
  [REPORTS],
);
