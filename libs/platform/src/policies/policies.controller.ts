import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Caller, RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/disclosure.js';
import { BusinessClock } from '../clock/index.js';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  invalidField,
  mapPage,
  page,
  readCursor,
  type Page,
  Refuses,
  PROBLEMS,
} from '../http/index.js';
import { isEventId } from '../messaging/envelope.js';
import { Tx } from '../persistence/transaction.js';
import { PolicyDrafts, type PolicyDraft } from './policy-drafts.js';
import {
  DraftPolicyDto,
  ExplainQuery,
  PolicyDto,
  PolicyExplanationDto,
  PolicyQuery,
  toCandidateDto,
  toPolicyDto,
} from './policy.dto.js';
import { listRows, readRow } from './policy-reader.js';
import { PolicyStore } from './policy-store.js';
import { POLICY_PROBLEMS } from './policy-problems.js';

/**
 * The policies of a service: what holds where from when, and how a row comes into force.
 *
 * @param service - as scopes name it: `assistance`
 */
export function policiesController(service: string): Class {
  @ApiTags('policies')
  @DisclosesNothing()
  @Controller('v1/policies')
  class PoliciesController {
    readonly #drafts: PolicyDrafts;

    constructor(
      private readonly policies: PolicyStore,
      private readonly dataSource: DataSource,
      clock: BusinessClock,
    ) {
      this.#drafts = new PolicyDrafts(policies, clock);
    }

    @Get()
    @RequireScope(`${service}:policies:read`)
    @ApiOperation({ summary: 'Rows by key, own and copied' })
    @ApiPage(PolicyDto)
    async list(@Query() query: PolicyQuery): Promise<Page<PolicyDto>> {
      const [key, id] = readCursor(query.cursor, 2) ?? [];
      if (id !== undefined && !isEventId(String(id))) throw invalidField('cursor', 'is-cursor');
      const after = id === undefined ? undefined : { key: String(key), id: String(id) };
      const found = await listRows(this.dataSource, query, after, query.limit + 1);
      return mapPage(
        page(found, query.limit, (row) => [row.key, row.id]),
        toPolicyDto,
      );
    }

    @Get('explain')
    @RequireScope(`${service}:policies:read`)
    @ApiOperation({ summary: 'Which row holds in a region on a day, and why no other' })
    @ApiOkResponse({ type: PolicyExplanationDto })
    async explain(@Query() { key, region, on }: ExplainQuery): Promise<PolicyExplanationDto> {
      const candidates = (await this.policies.book()).explain(key, region, on);
      const winner = candidates.find(({ standing }) => standing === 'WINS');
      return { key, region, on, winner: winner?.row.id ?? null, candidates: candidates.map(toCandidateDto) };
    }

    @Get(':id')
    @RequireScope(`${service}:policies:read`)
    @ApiOperation({ summary: 'One row' })
    @ApiOkResponse({ type: PolicyDto })
    async one(@Id() id: string): Promise<PolicyDto> {
      return toPolicyDto(await readRow(this.dataSource, id));
    }

    @Post()
    @RequireScope(`${service}:policies:write`)
    @Created<PolicyDto>(({ id }) => `/v1/policies/${id}`)
    @Refuses(
      POLICY_PROBLEMS.notOwned,
      POLICY_PROBLEMS.keyUnknown,
      POLICY_PROBLEMS.valueInvalid,
      POLICY_PROBLEMS.outOfRange,
      POLICY_PROBLEMS.enteredElsewhere,
      POLICY_PROBLEMS.exists,
      POLICY_PROBLEMS.backdating,
      POLICY_PROBLEMS.notSupersedable,
    )
    @ApiOperation({ summary: 'Drafts a row; it holds nowhere until a second person publishes it' })
    @ApiCreatedResponse({ type: PolicyDto })
    async draft(
      @Body() form: DraftPolicyDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<PolicyDto> {
      return toPolicyDto(await this.#drafts.draft(tx, toDraft(form), caller.region));
    }

    @Post(':id/publish')
    @RequireScope(`${service}:policies:approve`)
    @Refuses(
      PROBLEMS.samePerson,
      POLICY_PROBLEMS.notOwned,
      POLICY_PROBLEMS.outOfRange,
      POLICY_PROBLEMS.enteredElsewhere,
      POLICY_PROBLEMS.exists,
      POLICY_PROBLEMS.backdating,
      POLICY_PROBLEMS.notSupersedable,
    )
    @ApiOperation({ summary: 'Puts a draft into force, by somebody who did not draft it' })
    @ApiOkResponse({ type: PolicyDto })
    async publish(
      @Id() id: string,
      @IfMatch() version: number,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<PolicyDto> {
      return toPolicyDto(await this.#drafts.publish(tx, id, version, caller.region));
    }

    @Post(':id/withdraw')
    @RequireScope(`${service}:policies:write`)
    @Refuses(POLICY_PROBLEMS.notOwned)
    @ApiOperation({ summary: 'Gives a draft up' })
    @ApiOkResponse({ type: PolicyDto })
    async withdraw(
      @Id() id: string,
      @IfMatch() version: number,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<PolicyDto> {
      return toPolicyDto(await this.#drafts.withdraw(tx, id, version, caller.region));
    }
  }
  return PoliciesController;
}

/** @throws Problem `validation` when it would hold on no day */
function toDraft({ effectiveTo, supersedesRowId, ...form }: DraftPolicyDto): PolicyDraft {
  const to = effectiveTo ?? undefined;
  if (to !== undefined && to <= form.effectiveFrom) throw invalidField('effectiveTo', 'min');
  return {
    ...form,
    ...(to === undefined ? {} : { effectiveTo: to }),
    ...(supersedesRowId ? { supersedesRowId } : {}),
  };
}
