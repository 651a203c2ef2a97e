import { startService } from '@minzheng/platform/start-service';
import { COMMANDS, FACTS } from './consumers.js';
import { REPORT_SETTINGS } from './reports/report-signature.js';
import { ENTITIES, MIGRATIONS, VerificationModule } from './verification.module.js';

await startService({
  name: 'verification',
  writer: 'verification',
  module: VerificationModule,
  entities: ENTITIES,
  migrations: MIGRATIONS,
  consumers: [FACTS, COMMANDS],
  settings: REPORT_SETTINGS,
});
