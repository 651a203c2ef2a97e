import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { Expiries, Metrics } from '@minzheng/platform/telemetry';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { holdsCertificate, type REPORT_SETTINGS } from '../reports/report-signature.js';

/** What is told of a database that holds millions of persons is found by an index, or not looked for each time. */
const EVERY_MS = 15_000;

/**
 * How far verification is behind, whoever does the work (运行监测指标): persons who wait for their evaluation, requests past their
 * deadline, agencies that are not asked, feeds that are late, bulk runs under way.
 */
@Injectable()
export class OperationFigures implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
    private readonly expiries: Expiries,
    @Inject(SETTINGS) private readonly settings: SettingsOf<typeof REPORT_SETTINGS>,
  ) {}

  onModuleInit(): void {
    const { reportSigningKeyExpires: expires, reportSigningCertificateFile: certificate } = this.settings;
    if (expires !== '') this.expiries.key('reports', new Date(`${expires}T24:00:00+08:00`));
    if (holdsCertificate(certificate)) this.expiries.certificate('reports', certificate);
    this.#tellOfEvaluation();
    this.#tellOfRequests();
    this.#tellOfAgencies();
    this.#tellOfBulkRuns();
  }

  #tellOfEvaluation(): void {
    const oldest = this.#gauge(
      'minzheng_dirty_oldest_seconds',
      'For how long the person has waited who is next to be evaluated',
    );
    const putOff = this.#gauge(
      'minzheng_evaluation_put_off_persons',
      'Persons whose evaluation failed, or for whose region a policy row is missing, up to 10,000',
    );
    this.metrics.onScrape('evaluation', async () => {
      const [row] = await this.dataSource.query<{ seconds: number | null; persons: number }[]>(
        `select (select extract(epoch from clock_timestamp() - marked_at)::float8
                   from dirty where not_before is null order by id limit 1) as seconds,
                (select count(*)::int from (select distinct person_key from dirty
                   where not_before is not null limit 10000) as waiting) as persons`,
      );
      oldest.set(Math.max(row?.seconds ?? 0, 0));
      putOff.set(row?.persons ?? 0);
    });
  }

  #tellOfRequests(): void {
    const overdue = this.#gauge(
      'minzheng_requests_overdue',
      'Verification requests past their deadline by the business clock, without a report',
    );
    const longest = this.#gauge(
      'minzheng_request_longest_overdue_seconds',
      'By how much, by the business clock, the deadline has passed of the request that is most overdue',
    );
    this.metrics.onScrape('requests', async () => {
      const [row] = await this.dataSource.query<{ overdue: number; seconds: number | null }[]>(
        `select count(*)::int as overdue, extract(epoch from $1::timestamptz - min(due_at))::float8 as seconds
           from verification_request where state = 'COLLECTING' and due_at < $1`,
        [this.clock.now()],
      );
      overdue.set(row?.overdue ?? 0);
      longest.set(row?.seconds ?? 0);
    });
  }

  #tellOfAgencies(): void {
    const open = new Gauge({
      name: 'minzheng_agency_circuit_open',
      help: '1 while an agency is not asked: it has failed too often, or an operator has said so',
      labelNames: ['agency'] as const,
      registers: [this.metrics.registry],
    });
    const late = new Gauge({
      name: 'minzheng_feed_late',
      help: '1 while a standing feed of an agency is later than its agreement allows',
      labelNames: ['agency', 'dataset'] as const,
      registers: [this.metrics.registry],
    });
    this.metrics.onScrape('agencies', async () => {
      const agencies = await this.dataSource.query<{ agency: string; open: boolean }[]>(
        `select code as agency, state = 'OPEN' and (open_until is null or open_until > $1) as open from agency`,
        [this.clock.now()],
      );
      const feeds = await this.dataSource.query<{ agency: string; dataset: string; late: boolean }[]>(
        'select agency, dataset, is_late as late from feed_state',
      );
      for (const { agency, ...circuit } of agencies) open.set({ agency }, circuit.open ? 1 : 0);
      for (const { agency, dataset, ...feed } of feeds) late.set({ agency, dataset }, feed.late ? 1 : 0);
    });
  }

  #tellOfBulkRuns(): void {
    const runs = new Gauge({
      name: 'minzheng_bulk_runs',
      help: 'Bulk runs that have not ended, by state',
      labelNames: ['state'] as const,
      registers: [this.metrics.registry],
    });
    const left = this.#gauge('minzheng_bulk_run_open_chunks', 'Chunks that running bulk runs have not done');
    this.metrics.onScrape(
      'bulk runs',
      async () => {
        const states = await this.dataSource.query<{ state: string; runs: number }[]>(
          `select state, count(*)::int as runs from bulk_run where state in ('PLANNED', 'RUNNING', 'PAUSED') group by state`,
        );
        const [row] = await this.dataSource.query<{ open: number }[]>(
          `select count(*)::int as open from bulk_run_chunk c join bulk_run r on r.id = c.run_id
            where r.state = 'RUNNING' and c.is_open`,
        );
        runs.reset();
        for (const { state, ...count } of states) runs.set({ state }, count.runs);
        left.set(row?.open ?? 0);
      },
      EVERY_MS,
    );
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.metrics.registry] });
  }
}
