import { PolicyMissing, type PolicyRow } from '@minzheng/kernel/policy';
import { AuditRetention } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { eraseAccessLog } from '@minzheng/platform/erasures';
import {
  dailyFrom,
  PeriodicJobs,
  type Chunk,
  type JobHandler,
  type JobUnderWay,
} from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { GATEWAY_SETTINGS } from './gateway.settings.js';
import { PlatformClient, ServiceUnavailable } from './platform-client.js';

/** Retention and erasure are at two in the morning. */
const HOUR = 2;
const OWNER = 'verification';
const KEY = 'verification.retention.accessLogYears';
const ASK_AGAIN_MS = 60_000;

/** As verification has told it at the beginning of the night. */
interface Place {
  readonly policy?: Pick<PolicyRow, 'id' | 'key' | 'value'>;
}

/**
 * Erases each night what the gateway's own access log has kept for its years (网关留痕到期销毁): for as many as verification
 * keeps its own. The gateway has no policies; it asks verification for the row. As long as nobody tells it, the log is kept.
 */
@Injectable()
export class AccessLogRetentionJob implements JobHandler<object, Place>, OnModuleInit {
  readonly name = 'access-log-retention';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly audit: AuditRetention,
    private readonly client: PlatformClient,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
    @Inject(SETTINGS) private readonly settings: SettingsOf<typeof GATEWAY_SETTINGS>,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const url = this.settings.partyServices[OWNER];
    if (url === undefined) {
      this.logger.pino.warn('PARTY_SERVICES names no verification: the access log is kept');
      return { checkpoint: {}, done: 0, finished: true };
    }
    const policy = checkpoint?.policy ?? (await this.#told(url));
    if (!policy) return { checkpoint: {}, done: 0, finished: false, pauseMs: ASK_AGAIN_MS };
    const { entries, isThrough } = await eraseAccessLog(tx, this.audit, policy, this.clock.today());
    return { checkpoint: { policy }, done: entries, finished: isThrough };
  }

  /** Undefined while verification does not answer. @throws PolicyMissing */
  async #told(url: string): Promise<Place['policy']> {
    const query = { key: KEY, region: this.regions.province, on: this.clock.today() };
    try {
      const { candidates, winner } = await this.client.ask(OWNER, url, (routes) =>
        routes.GET('/v1/policies/explain', { params: { query } }),
      );
      const row = candidates.find(({ id }) => id === winner);
      if (!row) throw new PolicyMissing(KEY, query.region, query.on);
      return { id: row.id, key: KEY, value: row.value };
    } catch (error) {
      if (!(error instanceof ServiceUnavailable)) throw error;
      this.logger.pino.warn({ err: error }, 'nobody tells how long the access log is kept');
      return undefined;
    }
  }
}
