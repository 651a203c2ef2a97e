/**
 * Social assistance as it runs, with routes, jobs and all that hangs on a commit, but without Kafka: what it announces stands
 * in the outbox, where the relay would find it.
 */
import 'reflect-metadata';
import { buildService } from '@minzheng/platform/start-service';
import { builtModule } from '../ways/way.mjs';

const { SOCIAL_ASSISTANCE } = await builtModule('social-assistance/dist/social-assistance.definition.js');
const definition = { ...SOCIAL_ASSISTANCE };
delete definition.consumers;
const service = await buildService(definition, process.env);
process.send?.({ url: service.url });
process.once('disconnect', () => process.exit(0));
