import 'reflect-metadata';
import { buildService } from '@minzheng/platform/start-service';
import { ELDER_CARE } from './elder-allowance.js';

/** The second department in a process of its own, to be killed; it tells where it listens. */
const service = await buildService(ELDER_CARE, process.env);
process.send?.(service.url);
process.on('disconnect', () => process.exit());
