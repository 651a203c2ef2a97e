import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { DataSource } from 'typeorm';
import { DATASETS } from '../agreements/dataset.data.js';
import type { AgencyDto } from './agency.dto.js';
import { lagMinutes } from './feed-lag.rules.js';

interface AgencyRow {
  readonly code: string;
  readonly state: string;
  readonly openUntil: Date | null;
  readonly failures: number;
  readonly version: number;
  readonly openQueries: number;
  readonly errors: number;
  readonly rejects: number;
  readonly duplicates: number;
}

interface FeedRow {
  readonly agency: string;
  readonly dataset: string;
  readonly upTo: Date;
  readonly late: boolean;
}

interface CorrectionRow {
  readonly agency: string;
  readonly facts: number;
  readonly corrected: number;
}

const NAMES = new Map(DATASETS.map(({ code, name }) => [code, name]));
/** Facts that are looked at for the correction rate. */
const SAMPLE = 200_000;
const BASIS_POINTS = 10_000;

const SELECT_AGENCIES = `
  select a.code, a.state, a.open_until as "openUntil", a.failures, a.version,
         (select count(*)::int from source_query q where q.agency = a.code and q.state in ('PENDING', 'SENT')) as "openQueries",
         (select coalesce(sum(f.failures), 0)::int from agency_failure f
           where f.agency = a.code and f.on_day > $1::date - 30) as errors,
         (select count(*)::int from rejected_fact r
           where r.agency = a.code and r.rejected_at > clock_timestamp() - interval '30 days')
         + (select coalesce(sum(f.rejected_rows), 0)::int from agency_file f
             where f.agency = a.code and f.told_at > clock_timestamp() - interval '30 days') as rejects,
         (select coalesce(sum(r.facts), 0)::int from repeated_facts r
           where r.agency = a.code and r.on_day > (clock_timestamp() at time zone 'Asia/Shanghai')::date - 30) as duplicates
    from agency a order by a.code`;

/** How agencies do (数源部门运行情况): freshness, errors, rejects, corrections. */
@Injectable()
export class AgencyReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
  ) {}

  /** Of one agency, or of all. */
  async all(only?: string): Promise<AgencyDto[]> {
    const now = this.clock.now();
    const agencies = await this.dataSource.query<AgencyRow[]>(SELECT_AGENCIES, [this.clock.today()]);
    const feeds = await this.dataSource.query<FeedRow[]>(
      `select w.agency, w.dataset, w.up_to as "upTo", coalesce(s.is_late, false) as late
         from feed_watermark w left join feed_state s using (agency, dataset) order by w.agency, w.dataset`,
    );
    const corrections = await this.#corrections();
    const shown = only === undefined ? agencies : agencies.filter(({ code }) => code === only);
    return shown.map(({ code, state, openUntil, failures, ...row }): AgencyDto => {
      const corrected = corrections.get(code);
      const isOpen = state === 'OPEN' && (openUntil === null || openUntil > now);
      return {
        code,
        name: NAMES.get(code) ?? { zh: code, en: code },
        feeds: feeds
          .filter(({ agency }) => agency === code)
          .map(({ dataset, upTo, late }) => ({
            ...{ dataset, late },
            watermark: upTo.toISOString(),
            lagMinutes: lagMinutes(upTo, now),
          })),
        circuit: { open: isOpen, openUntil: isOpen ? (openUntil?.toISOString() ?? null) : null, failures },
        ...row,
        correctionRateBp: corrected
          ? Math.round((corrected.corrected * BASIS_POINTS) / corrected.facts)
          : null,
        correctionSample: corrected?.facts ?? 0,
      };
    });
  }

  /** Which part of each agency's facts it has corrected; of very many facts a sample of pages is read. */
  async #corrections(): Promise<ReadonlyMap<string, CorrectionRow>> {
    const [table] = await this.dataSource.query<{ facts: number }[]>(
      `select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as facts
         from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'fact'::regclass`,
    );
    const percent = Math.min(100, (SAMPLE * 100) / Math.max(1, table?.facts ?? 0));
    const rows = await this.dataSource.query<CorrectionRow[]>(
      `select s.agency, sum(f.facts)::int as facts, sum(f.corrected)::int as corrected
         from (select source_id, count(*) as facts, count(superseded_at) as corrected
                 from fact tablesample system ($1) group by source_id) f
         join fact_source s on s.id = f.source_id group by s.agency`,
      [percent],
    );
    return new Map(rows.map((row) => [row.agency, row]));
  }
}
