import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Computes,
  Id,
  isIdKey,
  keyedPage,
  PageQuery,
  Problem,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, UnitOfWork } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { NO_AGREEMENT } from '../../agreements/agreement.problems.js';
import { InboundAgreement } from '../inbound-agreement.js';
import { IdentitiesUnavailable, IdentityResolver } from './identity-resolver.js';
import { questionOf } from './query-sender.js';
import { QUERY_COLUMNS, QueryStore, type AgencyQuery } from './query.store.js';

export class OpenQueryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['PENDING', 'SENT'], description: 'SENT: it was picked up' })
  state!: string;

  @ApiProperty({ example: 'BANK' })
  dataset!: string;

  @ApiProperty({ type: 'integer', description: 'persons asked about', example: 3 })
  persons!: number;

  @ApiProperty({ type: [String], example: ['DIBAO'] })
  purposes!: string[];

  @ApiProperty({ format: 'uuid', description: 'to be named in the answers' })
  requestId!: string;

  @ApiProperty({ format: 'date-time', description: 'an answer is wanted by then' })
  dueAt!: string;
}

class AskedPersonDto {
  @ApiProperty({ example: '51080219850214901X' })
  idNumber!: string;
}

export class AskedQueryDto {
  @ApiProperty({ format: 'uuid' })
  queryId!: string;

  @ApiProperty({ format: 'uuid' })
  requestId!: string;

  @ApiProperty({ example: 'BANK' })
  dataset!: string;

  @ApiProperty({ type: [String], example: ['DIBAO'] })
  purposes!: string[];

  @ApiProperty({ format: 'date-time' })
  dueAt!: string;

  @ApiProperty({ type: [AskedPersonDto] })
  persons!: AskedPersonDto[];
}

const SCOPE = 'verification:inbound-facts:write';

/** Queries (查询任务) for agencies without an interface of their own: they pick them up, and answer by POST /v1/inbound-facts. */
@ApiTags('source queries')
@Controller('v1/source-queries')
export class SourceQueriesController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: QueryStore,
    private readonly identities: IdentityResolver,
    private readonly agreement: InboundAgreement,
  ) {}

  @Get()
  @RequireScope(SCOPE)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What the agency of the token is asked and has not answered, the oldest first' })
  @ApiPage(OpenQueryDto)
  list(@Query() query: PageQuery, @Caller() caller: Caller): Promise<Page<OpenQueryDto>> {
    return keyedPage(
      query,
      isIdKey,
      ({ id }: OpenQueryDto) => id,
      async (behind, limit) => {
        const rows = await this.dataSource.query<AgencyQuery[]>(
          `select ${QUERY_COLUMNS} from agency_query
            where agency = $1 and state <> 'ENDED' and ($2::uuid is null or id > $2) order by id limit $3`,
          [caller.org ?? '', behind ?? null, limit],
        );
        return rows.map((row) => ({
          ...{ id: row.id, state: row.state, dataset: row.dataset, requestId: row.requestId },
          persons: row.personKeys.length,
          purposes: [...row.purposes],
          dueAt: row.dueAt.toISOString(),
        }));
      },
    );
  }

  @Post(':id/resolve')
  @Computes()
  @RequireScope(SCOPE)
  @Discloses('idNumber')
  @Refuses(PROBLEMS.notFound, PROBLEMS.dependencyUnavailable, NO_AGREEMENT)
  @ApiOperation({
    summary: 'Picks a query up: who is meant, asked of the service that holds the numbers; kept nowhere',
  })
  @ApiOkResponse({ type: AskedQueryDto })
  async resolve(
    @Id() id: string,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<AskedQueryDto> {
    const [query] = await this.dataSource.query<AgencyQuery[]>(
      `select ${QUERY_COLUMNS} from agency_query where id = $1 and agency = $2 and state <> 'ENDED'`,
      [id, caller.org ?? ''],
    );
    if (!query) throw new NotFound('SourceQuery');
    if (!(await this.agreement.mayBeAsked(query))) throw new Problem(NO_AGREEMENT);
    const numbers = await this.identities.numbersOf(query).catch((error: unknown) => {
      throw error instanceof IdentitiesUnavailable
        ? new Problem(PROBLEMS.dependencyUnavailable, { cause: error })
        : error;
    });
    if (query.state === 'PENDING') {
      await this.unitOfWork.run(caller.subject, (tx) =>
        this.queries.sent(tx, query, numbers.size < query.personKeys.length),
      );
    }
    disclosure.add(numbers.keys());
    disclosure.about({ caseRef: query.caseRef, reason: `source query ${id}` });
    const { purposes, ...question } = questionOf(query, numbers);
    return { ...question, purposes: [...purposes] };
  }
}
