import { startService } from '@minzheng/platform/start-service';
import { SAMPLE_SERVICE } from './sample-service.definition.js';

await startService(SAMPLE_SERVICE);
