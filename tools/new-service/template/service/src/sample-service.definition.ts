import type { ServiceDefinition } from '@minzheng/platform/start-service';
import { RECORDS } from './records.js';
import { ENTITIES, MIGRATIONS, SampleServiceModule } from './sample-service.module.js';

/** Sample service (示例服务). */
export const SAMPLE_SERVICE: ServiceDefinition = {
  name: 'sample',
  writer: 'sample',
  module: SampleServiceModule,
  entities: ENTITIES,
  migrations: MIGRATIONS,
  consumers: [],
  records: RECORDS,
};
