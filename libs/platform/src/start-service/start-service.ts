import { setTimeout as delay } from 'node:timers/promises';
import { InvalidSettings, type Environment } from '../config/index.js';
import { classify, LoginRefused } from '../messaging/index.js';
import { describeError } from '../telemetry/index.js';
import { buildService, type RunningService } from './build-service.js';
import { PendingMigrations } from './database.js';
import { migrateService } from './migrate-service.js';
import { serviceRestored } from './restored-service.js';
import type { ServiceDefinition } from './service-definition.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Beside `DRAIN_SECONDS`. Who stops a service waits a little longer before it kills it. */
const STOP_TIMEOUT_MS = 20_000;
/** What it does instead of starting, by its argument. */
const COMMANDS = new Map<
  string,
  (definition: ServiceDefinition, environment: Environment) => Promise<unknown>
>([
  ['migrate', migrateService],
  ['restored', serviceRestored],
]);

/**
 * All of a service's `main.ts`: reads the environment, migrates the database, starts everything and prints the line
 * `ready`. SIGTERM and SIGINT end it in order with exit code 0. If it cannot start, it says why and exits with 1.
 * With the argument `migrate` it only brings the database up to date, with `restored` it does what has to be done after the
 * database was put back to an earlier moment; then it ends.
 *
 * @example
 * await startService({ name: 'assistance', module: SocialAssistanceModule, entities: ENTITIES, migrations: MIGRATIONS });
 */
export async function startService(definition: ServiceDefinition): Promise<void> {
  const [command, ...rest] = process.argv.slice(2);
  const act = COMMANDS.get(command ?? '');
  if (command !== undefined && (act === undefined || rest.length > 0)) {
    return fail(definition, `the only arguments that it knows are ${[...COMMANDS.keys()].join(' and ')}`);
  }
  try {
    if (act) await act(definition, process.env);
    else await runUntilStopped(definition);
  } catch (error) {
    const { type, message, stack } = describeError(error);
    const isForOperators =
      error instanceof InvalidSettings ||
      error instanceof PendingMigrations ||
      error instanceof LoginRefused ||
      classify(error).kind === 'infrastructure';
    fail(definition, isForOperators ? message : (stack ?? `${type}: ${message}`));
  }
}

async function runUntilStopped(definition: ServiceDefinition): Promise<void> {
  const running: { service?: RunningService } = {};
  let isEnding = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      // What is not ready yet has promised nothing: an open transaction is rolled back.
      if (running.service === undefined) process.exit(0);
      void end(running.service, signal);
    });
  }
  running.service = await buildService(definition, process.env);
}

async function end(service: RunningService, signal: string): Promise<never> {
  const { settings, logger } = service;
  const afterMs = settings.drainSeconds * 1_000 + STOP_TIMEOUT_MS;
  logger.pino.info({ signal, drainSeconds: settings.drainSeconds }, 'stopping');
  void delay(afterMs, undefined, { ref: false }).then(() => {
    logger.pino.fatal({ afterMs }, 'stopping took too long');
    process.exit(1);
  });
  try {
    await service.stop();
  } catch (error) {
    logger.pino.fatal({ err: error }, 'could not stop in order');
    process.exit(1);
  }
  logger.pino.info({}, 'stopped');
  process.exit(0);
}

function fail({ name }: ServiceDefinition, reason: string): never {
  process.stderr.write(`${name} could not start: ${reason}\n`);
  process.exit(1);
}
