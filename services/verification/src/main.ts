import { startService } from '@minzheng/platform/start-service';
import { VERIFICATION } from './verification.definition.js';

await startService(VERIFICATION);
