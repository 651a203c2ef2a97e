import 'reflect-metadata';
import { buildService } from '@minzheng/platform/start-service';
import { VERIFICATION } from '../../verification.definition.js';

/** A process of the service that hears nothing: it does its loops and jobs until it is killed. */
const { consumers: _consumers, ...UNHEARD } = VERIFICATION;
const service = await buildService(UNHEARD, process.env as Record<string, string>);
process.send?.(service.url);
process.on('disconnect', () => process.exit());
