import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import type { ServiceEnvironment } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';

const VERIFICATION = new URL('../../../../verification/src/main.ts', import.meta.url);
const HOOKS = new URL(
  '../../../../../libs/platform/src/messaging/test/typescript-hooks.mjs',
  import.meta.url,
);

/** Verification itself, as a process of its own with a database of its own, on the topics of the test. */
export class VerificationProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly database: TestDatabase,
    private readonly dataSource: DataSource,
  ) {}

  /** Begins with an empty database. */
  static async start(environment: ServiceEnvironment): Promise<VerificationProcess> {
    const database = await testDatabase();
    const child = fork(VERIFICATION, [], {
      execArgv: ['--conditions=source', '--disable-warning=TimeoutNegativeWarning', '--import', HOOKS.href],
      env: {
        ...process.env,
        ...environment.settings({
          DATABASE_URL: database.url,
          REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile,
          LOG_LEVEL: 'info',
        }),
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const url = await ready(child);
    const dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    return new VerificationProcess(url, child, database, dataSource);
  }

  query<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, parameters);
  }

  /** The process ends in order, and all that it has stored is lost. */
  async lose(): Promise<void> {
    if (!this.dataSource.isInitialized) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    await this.dataSource.destroy();
    await this.database.drop();
  }
}

async function ready(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new TypeError('the process has no output');
  for await (const line of createInterface(child.stdout)) {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg === 'ready' && url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error('verification did not start');
}
