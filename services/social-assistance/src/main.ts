import { startService } from '@minzheng/platform/start-service';
import { SOCIAL_ASSISTANCE } from './social-assistance.definition.js';

await startService(SOCIAL_ASSISTANCE);
