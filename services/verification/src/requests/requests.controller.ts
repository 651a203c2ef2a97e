import { Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { Id } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { ConsentRegister } from '../consents/consent.register.js';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import type { ReportBody } from '../reports/report-body.js';
import { ApiStatedPurpose, requireCase, Stated, type StatedPurpose } from '../reports/stated-purpose.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import type { CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import { REQUEST_LIFECYCLE } from './request.lifecycle.js';
import { questionOf } from './request.service.js';
import { readSourceKnowledge } from './source-knowledge.js';
import { VerificationRequest } from './verification-request.entity.js';

/** Later than anything that is recorded: what is visible now is known. */
const BEYOND = 2n ** 62n;

export class AgencyProgressDto {
  @ApiProperty({ example: 'TAX' })
  agency!: string;

  @ApiProperty()
  core!: boolean;

  @ApiProperty({ description: 'persons by state', type: 'object', additionalProperties: { type: 'integer' } })
  persons!: Record<string, number>;
}

export class RequestRefusalDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ example: 'consent-missing' })
  problem!: string;
}

export class RequestDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: [...REQUEST_LIFECYCLE.states] })
  state!: string;

  @ApiProperty()
  caseRef!: string;

  @ApiProperty({ type: [String] })
  purposes!: string[];

  @ApiPropertyOptional({ format: 'date-time' })
  dueAt?: string;

  @ApiPropertyOptional({ format: 'date' })
  blockedOn?: string;

  @ApiProperty({ type: [RequestRefusalDto], description: 'why it was refused, by person' })
  refusals!: object[];

  @ApiProperty({ description: 'of its last report; 0 before the first' })
  sequence!: number;

  @ApiProperty({ type: [AgencyProgressDto] })
  progress!: AgencyProgressDto[];

  @ApiProperty()
  version!: number;
}

/** Where requests stand, and which agencies have answered. */
@ApiTags('verification-requests')
@Controller('v1/verification-requests')
export class RequestsController {
  readonly #queries: Queries;

  constructor(
    private readonly dataSource: DataSource,
    private readonly policies: PolicyStore,
    private readonly consents: ConsentRegister,
    private readonly clock: BusinessClock,
  ) {
    this.#queries = { query: (sql, parameters = []) => dataSource.query(sql, [...parameters]) };
  }

  @Get(':id')
  @Concerns(VerificationRequest)
  @RequireScope('verification:verification-requests:read')
  @ApiStatedPurpose()
  @Discloses('progress', 'refusals')
  @ApiOperation({ summary: 'State of a request, and the progress of each agency' })
  @ApiOkResponse({ type: RequestDto })
  async one(@Id() id: string, @Stated() stated: StatedPurpose): Promise<RequestDto> {
    const request = await this.dataSource.manager.findOneBy(VerificationRequest, { id });
    if (!request) throw new NotFound(VerificationRequest.name);
    requireCase(stated, request.caseRef, request.purposes);
    const progress = progressOf(await this.#standings(request));
    return {
      id,
      state: request.state,
      caseRef: request.caseRef,
      purposes: request.purposes,
      ...(request.dueAt && { dueAt: request.dueAt.toISOString() }),
      ...(request.blockedOn !== null && { blockedOn: request.blockedOn }),
      refusals: request.refusals.map((refusal) => ({ ...refusal })),
      sequence: request.sequence,
      progress,
      version: request.version,
    };
  }

  async #standings(request: VerificationRequest): Promise<CheckResult['standings']> {
    const { id, sequence, state, personKeys } = request;
    if (state === 'ISSUED') {
      const report = await this.dataSource.manager.findOneBy(VerificationReport, { requestId: id, sequence });
      return report ? (JSON.parse(report.body) as ReportBody).sources : [];
    }
    if (state !== 'COLLECTING') return [];
    const question = {
      ...questionOf(request, this.clock.today()),
      ...(await readSourceKnowledge(this.#queries, personKeys)),
      consents: await this.consents.formsOf(this.dataSource.manager, personKeys),
    };
    const facts = await readVisibleFacts(this.#queries, personKeys);
    const outcome = checkHousehold(question, { facts, knownAtMicros: BEYOND }, await this.policies.book());
    return 'refusals' in outcome ? [] : outcome.result.standings;
  }
}

function progressOf(standings: CheckResult['standings']): AgencyProgressDto[] {
  const byAgency = Map.groupBy(standings, ({ agency }) => agency);
  return [...byAgency].map(([agency, ofAgency]) => ({
    agency,
    core: ofAgency.some(({ core }) => core),
    persons: Object.fromEntries(
      [...Map.groupBy(ofAgency, ({ state }) => state)].map(([state, { length }]) => [state, length]),
    ),
  }));
}
