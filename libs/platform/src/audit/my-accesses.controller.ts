import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { AllowPerson, Caller } from '../access/index.js';
import { ApiPage, mapPage, page, PageQuery, type Page } from '../http/index.js';
import { AccessDto, idBefore, toAccessDto } from './audit-entries.controller.js';
import type { AuditRow } from './audit-entry.js';
import { PERSON_ROLE } from './audit.interceptor.js';
import { jointEntriesOf } from './joint-entry.js';
import { DisclosesNothing } from './disclosure.js';

/** How the reason of a read behind broken glass begins. */
const BREAK_GLASS = 'break-glass/';

/** What a citizen sees of an act on the own data: neither other persons nor free text that might name one. */
export class MyAccessDto extends AccessDto {
  @ApiPropertyOptional({ example: 'clerk-wang', description: 'the official; never another citizen' })
  actor?: string;

  @ApiProperty({ description: 'by the caller' })
  own!: boolean;

  @ApiPropertyOptional({
    enum: ['BREAK_GLASS', 'IDENTITY_SHOWN'],
    description: 'an official of another region in an emergency · number and name were shown whole',
  })
  special?: 'BREAK_GLASS' | 'IDENTITY_SHOWN';
}

/** Who looked at me, and why. PIPL arts. 44, 45. */
@ApiTags('audit')
@Controller('v1/me/accesses')
export class MyAccessesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @AllowPerson()
  // what it shows was entered when it happened; an entry of each look at the entries would never end
  @DisclosesNothing()
  @ApiOperation({ summary: 'Who looked at the caller’s data, when, as what and why; newest first' })
  @ApiPage(MyAccessDto)
  async list(@Query() { cursor, limit }: PageQuery, @Caller() caller: Caller): Promise<Page<MyAccessDto>> {
    const rows = await this.dataSource.query<AuditRow[]>(
      `select * from audit_entry where (subject = $1 or id = any(${jointEntriesOf('$1')})) and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [caller.requirePerson(), idBefore(cursor) ?? null, limit + 1],
    );
    return mapPage(
      page(rows, limit, ({ id }) => [id]),
      (row) => toMyAccess(row, caller.subject),
    );
  }
}

function toMyAccess(row: AuditRow, subject: string): MyAccessDto {
  const isOfficial = row.role !== PERSON_ROLE;
  const special = row.reason?.includes(BREAK_GLASS)
    ? 'BREAK_GLASS'
    : row.fields.includes('idNumber')
      ? 'IDENTITY_SHOWN'
      : undefined;
  return {
    ...toAccessDto(row),
    own: row.actor === subject,
    ...(isOfficial && { actor: row.actor }),
    ...(special && { special }),
  };
}
