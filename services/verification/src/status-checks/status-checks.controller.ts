import { Caller, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { Computes, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { AgreementMeter } from '../agreements/agreement-meter.js';
import { NO_AGREEMENT, QUOTA } from '../agreements/agreement.problems.js';
import { datasetOf, LOW_INCOME_CATEGORIES } from '../agreements/dataset.data.js';
import { openPeriods, type CategoryPeriod } from '../monitoring/category.rules.js';
import { StatusCheckDto, StatusCheckQuestionDto } from './status-check.dto.js';

/** What there is to tell of each person. */
const TOLD = datasetOf(LOW_INCOME_CATEGORIES, 'OUT')?.fields ?? [];

interface MonitoredRow {
  readonly person_key: string;
  readonly region: string;
  readonly periods: readonly CategoryPeriod[];
}

/**
 * Other departments ask whether persons are in the low-income population (低收入人口查询), and in which category; they get
 * that and no more, as far as their agreement goes.
 */
@ApiTags('status-checks')
@Controller('v1/status-checks')
export class StatusChecksController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly meter: AgreementMeter,
    private readonly clock: BusinessClock,
  ) {}

  @Post()
  @Computes()
  @RequireScope('verification:status-checks:read')
  @Discloses('categories')
  @Refuses(NO_AGREEMENT, QUOTA, PROBLEMS.rateLimited, PROBLEMS.notFound)
  @ApiOperation({ summary: 'In which categories of the low-income population persons are' })
  @ApiOkResponse({ type: StatusCheckDto })
  async check(
    @Body() { personKeys, purpose }: StatusCheckQuestionDto,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<StatusCheckDto> {
    const party = caller.party ?? caller.org;
    if (party === undefined) throw new Problem(NO_AGREEMENT);
    const { agreementId, fields } = await this.meter.take({
      party,
      dataset: LOW_INCOME_CATEGORIES,
      purpose,
      items: personKeys.length,
    });
    const today = this.clock.today();
    const rows = await this.dataSource.query<MonitoredRow[]>(
      `select person_key, region, periods from monitored_subject
        where person_key = any($1::uuid[]) and state = 'MONITORED'`,
      [personKeys],
    );
    const known = new Map(
      rows.filter(({ region }) => caller.covers(region)).map((row) => [row.person_key, row.periods]),
    );
    // also that somebody is in none is told about a person
    disclosure.add(personKeys);
    // its agreement is the ground on which a party asks, where a case is that of others
    disclosure.about({ purpose, caseRef: agreementId });
    return {
      items: personKeys.map((personKey) => ({
        personKey,
        ...(fields.includes('categories') && {
          categories: openPeriods(known.get(personKey) ?? [], today).map(({ category, from, to = null }) => ({
            category,
            ...(fields.includes('from') && { from }),
            ...(fields.includes('to') && { to }),
          })),
        }),
      })),
      redacted: TOLD.filter((field) => !fields.includes(field)),
    };
  }
}
