import type { ServiceDefinition } from '@minzheng/platform/start-service';
import { COMMANDS } from './consumers.js';
import { ENCRYPTED } from './encrypted.js';
import { RECORDS } from './records.js';
import { ENTITIES, MIGRATIONS, SocialAssistanceModule } from './social-assistance.module.js';
import { STATES } from './states.js';

/** Social assistance (社会救助). */
export const SOCIAL_ASSISTANCE: ServiceDefinition = {
  name: 'assistance',
  writer: 'assistance',
  module: SocialAssistanceModule,
  entities: ENTITIES,
  migrations: MIGRATIONS,
  consumers: [COMMANDS],
  records: RECORDS,
  states: STATES,
  encrypted: ENCRYPTED,
};
