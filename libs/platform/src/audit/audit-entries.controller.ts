import { Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { JWK } from 'jose';
import { DataSource } from 'typeorm';
import { Caller, RequireScope } from '../access/index.js';
import {
  ApiPage,
  Computes,
  invalidField,
  IsInstant,
  IsPersonKey,
  IsRegionCode,
  isUuid,
  KeptAsWritten,
  mapPage,
  page,
  type Page,
  PageQuery,
  readCursor,
} from '../http/index.js';
import { numberedRegionFilter } from '../regions/region-filter.js';
import { ALERT_KINDS, type AlertKind } from './audit-alerts.js';
import { jointEntriesOf, personsFieldOf } from './joint-entry.js';
import type { AuditRow } from './audit-entry.js';
import { AuditVerifier, type ChainFinding, type ShardFinding } from './audit-verifier.js';
import { Disclosure, Discloses, DisclosesNothing } from './disclosure.js';

const ALL_OF_A_PROVINCE = 2;

export class AuditEntriesQuery extends PageQuery {
  @IsPersonKey({ optional: true, description: 'whose data were shown or changed' })
  subject?: string;

  @ApiPropertyOptional({ description: 'who acted: subject of the token', example: 'clerk-wang' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  actor?: string;

  @ApiPropertyOptional({ example: 'cases/0198a000-fa92-76bb-8db9-aa6478e2a419' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @KeptAsWritten()
  target?: string;

  @ApiPropertyOptional({ example: '510802-20250512-0001' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @KeptAsWritten()
  caseRef?: string;

  @IsRegionCode({ optional: true })
  region?: string;

  @IsInstant({ optional: true })
  from?: string;

  @IsInstant({ optional: true, description: 'not included' })
  to?: string;
}

/** What every entry shows of its act. */
export class AccessDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date-time', description: 'real time' })
  at!: string;

  @ApiPropertyOptional({ example: 'clerk' })
  role?: string;

  @ApiPropertyOptional({ example: '91510802', description: 'office' })
  org?: string;

  @ApiPropertyOptional({ example: '510802' })
  region?: string;

  @ApiProperty({ example: 'GET /v1/cases/{id}' })
  action!: string;

  @ApiPropertyOptional({ example: 'DIBAO' })
  purpose?: string;

  @ApiPropertyOptional({ example: '510802-20250512-0001' })
  caseRef?: string;

  @ApiProperty({ type: [String], example: ['conclusion', 'items'], description: 'names of what was shown' })
  fields!: readonly string[];
}

export class AuditEntryDto extends AccessDto {
  @ApiProperty({ example: 'clerk-wang' })
  actor!: string;

  @ApiPropertyOptional({ example: '0198a000-fa92-76bb-8db9-aa6478e2a419' })
  reportId?: string;

  @ApiPropertyOptional({ example: 'cases/0198a000-fa92-76bb-8db9-aa6478e2a419' })
  target?: string;

  @ApiPropertyOptional({ description: 'as stated; of a refused read the name of the problem' })
  reason?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  subject?: string;

  @ApiPropertyOptional({ example: '6', description: 'none until it is sealed' })
  shard?: string;

  @ApiPropertyOptional({ type: 'integer', example: 1 })
  seq?: number;

  @ApiPropertyOptional({ description: 'SHA-256 in hexadecimal digits' })
  hash?: string;
}

export class ShardFindingDto implements ShardFinding {
  @ApiProperty({ example: '6' })
  shard!: string;

  @ApiProperty()
  ok!: boolean;

  @ApiPropertyOptional({ type: 'integer', description: 'none where an entry without a seal is wrong' })
  brokenAtSeq?: number;

  @ApiPropertyOptional({ enum: ['changed', 'missing', 'inserted'] })
  problem?: NonNullable<ShardFinding['problem']>;
}

export class ChainFindingDto implements ChainFinding {
  @ApiProperty()
  ok!: boolean;

  @ApiProperty({ type: 'integer', description: 'entries looked at' })
  checked!: number;

  @ApiProperty({ type: [ShardFindingDto] })
  shards!: readonly ShardFindingDto[];
}

export class AuditAnchorDto {
  @ApiProperty({ example: '6' })
  shard!: string;

  @ApiProperty({ type: 'integer' })
  seq!: number;

  @ApiProperty({ description: 'hash of the entry with this seq' })
  headSha256!: string;

  @ApiProperty({ description: 'detached JWS (EdDSA) over the canonical JSON of headSha256, seq and shard' })
  signature!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  publicKey!: JWK;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class AuditAlertQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ALERT_KINDS })
  @IsOptional()
  @IsIn(ALERT_KINDS)
  kind?: AlertKind;
}

export class AuditAlertDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ALERT_KINDS })
  kind!: AlertKind;

  @ApiPropertyOptional({ description: 'whom it is about' })
  actor?: string;

  @ApiProperty({ type: 'integer' })
  count!: number;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

interface ListedRow extends AuditRow {
  readonly shard: string | null;
  readonly seq: string | null;
  readonly hash_hex: string | null;
}

/**
 * Who did and saw what, for the auditor (审计员).
 *
 * @param service - as scopes name it: `assistance`
 */
export function auditEntriesController(service: string): Class {
  @ApiTags('audit')
  @Controller('v1')
  @RequireScope(`${service}:audit-entries:read`)
  class AuditEntriesController {
    constructor(
      private readonly dataSource: DataSource,
      private readonly verifier: AuditVerifier,
    ) {}

    @Get('audit-entries')
    @Discloses('accesses')
    @ApiOperation({ summary: 'Entries of the audit, newest first' })
    @ApiPage(AuditEntryDto)
    async list(
      @Query() query: AuditEntriesQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<AuditEntryDto>> {
      if (query.region !== undefined) caller.requireRegion(query.region);
      const within = numberedRegionFilter('region', caller.prefixesWithin(query.region), 10);
      // an entry without a region belongs to nobody's county: the province's auditor sees it
      const isOfProvince = query.region === undefined && caller.region?.length === ALL_OF_A_PROVINCE;
      const { subject, actor, target, caseRef } = query;
      const [from, to] = [instantIn('from', query.from), instantIn('to', query.to)];
      const rows = await this.dataSource.query<ListedRow[]>(
        `select *, encode(hash, 'hex') as hash_hex from audit_entry
          where ($1::uuid is null or id < $1) and ($2::uuid is null or subject = $2 or id = any(${jointEntriesOf('$2')}))
            and ($3::text is null or actor = $3) and ($4::text is null or target = $4)
            and ($5::text is null or case_ref = $5)
            and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
            and (${within.sql} or ($8 and region is null))
          order by id desc limit $9`,
        [
          ...[idBefore(query.cursor), subject, actor, target, caseRef, from, to].map(
            (value) => value ?? null,
          ),
          ...[isOfProvince, query.limit + 1],
          ...within.parameters,
        ],
      );
      // the entries name whom they are about: only whoever is asked for is entered, or each read would be the next one's
      if (subject !== undefined) disclosure.add([subject]);
      return mapPage(
        page(rows, query.limit, ({ id }) => [id]),
        toEntryDto,
      );
    }

    @Post('audit-entries/verify')
    @Computes()
    @DisclosesNothing()
    @ApiOperation({ summary: 'Goes through the whole chain; names what was changed, removed or put in' })
    @ApiOkResponse({ type: ChainFindingDto })
    verify(): Promise<ChainFinding> {
      return this.verifier.verify();
    }

    @Get('audit-anchors')
    @DisclosesNothing()
    @ApiOperation({ summary: 'Signed heads of the chain, newest first' })
    @ApiPage(AuditAnchorDto)
    async anchors(@Query() query: PageQuery): Promise<Page<AuditAnchorDto>> {
      const [at, shard] = readCursor(query.cursor, 2) ?? [];
      const before = instantIn('cursor', at === undefined ? undefined : String(at));
      const rows = await this.dataSource.query<
        (Omit<AuditAnchorDto, 'seq' | 'at'> & { readonly seq: string; readonly at: Date })[]
      >(
        `select shard, seq, encode(hash, 'hex') as "headSha256", signature, public_key as "publicKey", at
           from audit_anchor where $1::timestamptz is null or (at, shard) < ($1, $2)
          order by at desc, shard desc limit $3`,
        [before ?? null, shard ?? null, query.limit + 1],
      );
      return mapPage(
        page(rows, query.limit, (anchor) => [anchor.at.toISOString(), anchor.shard]),
        (anchor) => ({ ...anchor, seq: Number(anchor.seq), at: anchor.at.toISOString() }),
      );
    }

    @Get('audit-alerts')
    @DisclosesNothing()
    @ApiOperation({ summary: 'What the auditor is to look at, newest first' })
    @ApiPage(AuditAlertDto)
    async alerts(@Query() query: AuditAlertQuery): Promise<Page<AuditAlertDto>> {
      const rows = await this.dataSource.query<
        { id: string; kind: AlertKind; actor: string | null; count: number; at: Date }[]
      >(
        `select * from audit_alert where ($1::uuid is null or id < $1) and ($2::text is null or kind = $2)
          order by id desc limit $3`,
        [idBefore(query.cursor) ?? null, query.kind ?? null, query.limit + 1],
      );
      return mapPage(
        page(rows, query.limit, ({ id }) => [id]),
        ({ id, kind, actor, count, at }) => ({
          ...{ id, kind, count, at: at.toISOString() },
          ...(actor !== null && { actor }),
        }),
      );
    }
  }
  return AuditEntriesController;
}

/** @throws Problem `validation` for an instant that there is not, such as a leap second */
function instantIn(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw invalidField(field, 'is-instant');
  return instant;
}

/** @throws Problem `validation` when the cursor holds no id */
export function idBefore(cursor: string | undefined): string | undefined {
  const [id] = readCursor(cursor, 1) ?? [];
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || !isUuid(id)) throw invalidField('cursor', 'is-cursor');
  return id;
}

/** What an entry shows of its act, whoever asks. */
export function toAccessDto(row: AuditRow): AccessDto {
  const { id, at, role, org, region, action, purpose, fields } = row;
  return {
    id,
    at: at.toISOString(),
    action,
    fields: fields.filter((field) => field !== personsFieldOf(fields)),
    ...present({ role, org, region, purpose, caseRef: row.case_ref }),
  };
}

function toEntryDto(row: ListedRow): AuditEntryDto {
  const { actor, target, reason, subject, shard } = row;
  return {
    ...toAccessDto(row),
    actor,
    ...present({ reportId: row.report_id, target, reason, subject, shard, hash: row.hash_hex }),
    ...(row.seq !== null && { seq: Number(row.seq) }),
  };
}

function present(optional: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(optional).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
