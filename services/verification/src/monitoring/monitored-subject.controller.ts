import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Disclosure, Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Id,
  lifecycleLogOf,
  listOf,
  LogEntryDto,
  mapPage,
  PageQuery,
  type Page,
} from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { InStatedCase } from '../access/in-stated-case.js';
import {
  MonitoredSubjectDto,
  MonitoredSubjectQuery,
  toMonitoredSubjectDto,
} from './monitored-subject.dto.js';
import { MonitoredSubject } from './monitored-subject.entity.js';
import { MONITORED_SUBJECT_LIFECYCLE } from './monitored-subject.lifecycle.js';

const READ = 'verification:monitored-subjects:read';
const MONITORING = { purposes: ['MONITORING'] };

/** The low-income population that is monitored: who is in which category, since when. */
@ApiTags('monitored-subjects')
@Controller('v1/monitored-subjects')
export class MonitoredSubjectController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @RequireScope(READ)
  @Discloses('categories')
  @InStatedCase(MONITORING)
  @ApiOperation({ summary: 'Monitored persons of the region, who entered last first' })
  @ApiPage(MonitoredSubjectDto)
  async list(
    @Query() query: MonitoredSubjectQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<MonitoredSubjectDto>> {
    const found = this.dataSource.createQueryBuilder(MonitoredSubject, 'subject');
    if (query.category !== undefined) {
      found.where(`:category = any(subject.categories) and subject.state = 'MONITORED'`, {
        category: query.category,
      });
    }
    const page = await listOf(found, query, { caller, equal: ['state'] });
    const fingerprints = await this.#fingerprints(page.items);
    disclosure.add(page.items.map(({ personKey }) => personKey));
    return mapPage(page, (subject) =>
      toMonitoredSubjectDto(subject, fingerprints.get(standsFor(subject)) ?? null),
    );
  }

  @Get(':id/log')
  @Concerns(MonitoredSubject)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'When a person entered and left the registry; newest first' })
  @ApiPage(LogEntryDto)
  async log(@Id() id: string, @Query() query: PageQuery): Promise<Page<LogEntryDto>> {
    return lifecycleLogOf(this.dataSource, MONITORED_SUBJECT_LIFECYCLE.name, id, query);
  }

  @Get(':id')
  @Concerns(MonitoredSubject)
  @RequireScope(READ)
  @Discloses('categories')
  @DetailRead()
  @InStatedCase(MONITORING)
  @ApiOperation({ summary: 'One monitored person' })
  @ApiOkResponse({ type: MonitoredSubjectDto })
  async one(@Id() id: string): Promise<MonitoredSubjectDto> {
    const subject = await this.dataSource.manager.findOneBy(MonitoredSubject, { id });
    if (!subject) throw new NotFound(MonitoredSubject.name);
    const fingerprints = await this.#fingerprints([subject]);
    return toMonitoredSubjectDto(subject, fingerprints.get(standsFor(subject)) ?? null);
  }

  async #fingerprints(subjects: readonly MonitoredSubject[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ subject: string; fingerprint: string }[]>(
      'select subject, fingerprint::text from subject_fingerprint where subject = any($1::uuid[])',
      [subjects.map(standsFor)],
    );
    return new Map(rows.map(({ subject, fingerprint }) => [subject, fingerprint]));
  }
}

/** What runs evaluate of a person: the household, or the person where there is none. */
const standsFor = ({ householdId, personKey }: MonitoredSubject): string => householdId ?? personKey;
