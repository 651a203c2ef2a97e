import { InvalidSettings } from '../config/index.js';
import { describeError } from '../telemetry/index.js';
import { buildService } from './build-service.js';
import type { ServiceDefinition } from './service-definition.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const STOP_TIMEOUT_MS = 20_000;

/**
 * All of a service's `main.ts`: reads the environment, migrates the database, starts everything and prints the line
 * `ready`. SIGTERM and SIGINT end it in order with exit code 0. If it cannot start, it says why and exits with 1.
 *
 * @example
 * await startService({ name: 'assistance', module: SocialAssistanceModule, entities: ENTITIES, migrations: MIGRATIONS });
 */
export async function startService(definition: ServiceDefinition): Promise<void> {
  try {
    const service = await buildService(definition, process.env);
    const end = (signal: string): void => {
      service.logger.pino.info({ signal }, 'stopping');
      setTimeout(() => {
        service.logger.pino.fatal({ afterMs: STOP_TIMEOUT_MS }, 'stopping took too long');
        process.exit(1);
      }, STOP_TIMEOUT_MS).unref();
      service.stop().then(
        () => {
          service.logger.pino.info({}, 'stopped');
          process.exit(0);
        },
        (error: unknown) => {
          service.logger.pino.fatal({ err: error }, 'could not stop in order');
          process.exit(1);
        },
      );
    };
    let ending = false;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (ending) return;
        ending = true;
        end(signal);
      });
    }
  } catch (error) {
    const { type, message, stack } = describeError(error);
    const reason = error instanceof InvalidSettings ? message : (stack ?? `${type}: ${message}`);
    process.stderr.write(`${definition.name} could not start: ${reason}\n`);
    process.exit(1);
  }
}
