import { startService } from '@minzheng/platform/start-service';
import { GATEWAY } from './gateway/gateway.module.js';

await startService(GATEWAY);
