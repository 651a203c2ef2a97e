import { Module, type OnModuleInit } from '@nestjs/common';
import { PolicyStore } from '@minzheng/platform/policies';
import type { ServicePart } from '@minzheng/platform/start-service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DepartmentModule } from '../../department/index.js';
import { ReportsModule, toLeaves, type ReportDefinition, type WideRow } from '../index.js';

class Residents1710000000901 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table resident (region text not null, hukou_type text, since date not null, fee_fen bigint)',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

export const RESIDENTS: ServicePart = { migrations: [Residents1710000000901] };

/** Who lives in homes, and what they pay. */
const HOMES: ReportDefinition = {
  code: 'EC-01',
  version: 3,
  title: { zh: '入住老年人', en: 'Residents' },
  meaning: {
    zh: '月末在住老年人及月收费。',
    en: 'Who lives in a home at the end of the month, and the fees.',
  },
  basis: 'GB 38600—2019',
  measures: { residents: {}, feeFen: { of: 'residents' } },
  cells: [
    { code: 'residents', title: { zh: '人数', en: 'Residents' }, unit: 'PERSONS', numerator: ['residents'] },
    {
      ...{ code: 'fee', title: { zh: '人均收费', en: 'Fee a head' }, unit: 'FEN' },
      ...{ numerator: ['feeFen'], denominator: ['residents'] },
    },
  ],
  leaves: async ({ parameters, within }, { query }) =>
    toLeaves(
      await query<WideRow>(
        `select left(r.region, 9) as region, r.hukou_type, month, count(*) as residents, sum(fee_fen) as "feeFen"
           from unnest($1::text[]) as month
           join resident r on r.since < (month || '-01')::date + interval '1 month' and $2::date is not null
          where ${within('r.region')} group by 1, 2, 3`,
        parameters,
      ),
    ),
};

/** A second department, as far as reports go. */
@Module({
  imports: [
    DepartmentModule.of('eldercare'),
    ReportsModule.of('eldercare', { definitions: [HOMES], places: 'select region from resident' }),
  ],
})
export class ResidentReports implements OnModuleInit {
  constructor(private readonly policies: PolicyStore) {}

  async onModuleInit(): Promise<void> {
    await this.policies.ship(new URL('policies/', import.meta.url), () => false);
  }
}
