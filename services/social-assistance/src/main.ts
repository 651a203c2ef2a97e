import { startService } from '@minzheng/platform/start-service';
import { COMMANDS } from './consumers.js';
import { ENTITIES, MIGRATIONS, SocialAssistanceModule } from './social-assistance.module.js';

await startService({
  name: 'assistance',
  writer: 'assistance',
  module: SocialAssistanceModule,
  entities: ENTITIES,
  migrations: MIGRATIONS,
  consumers: [COMMANDS],
});
