import { Controller, Get, Query, type Type as Class } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Concerns, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Discloses } from '@minzheng/platform/audit';
import { ApiPage, Id, isIdKey, keyedPage, PageQuery, type Page } from '@minzheng/platform/http';
import type { Aggregate } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { Statements, type Statement } from './statements.js';

/** What statements are made of, and who reads them. */
export interface StatedKind {
  /** As statements name it: `case`. */
  readonly name: string;
  /** In routes: `cases`. */
  readonly path: string;
  readonly record: new () => Aggregate;
  /** Scopes, one of which is enough. */
  readonly readers: readonly [string, ...string[]];
}

export class StatementDto implements Statement {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'with which command it was said', example: 'hold' })
  kind!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'what of the record it is about',
    example: null,
  })
  about!: string | null;

  @ApiProperty({ description: 'stored encrypted', example: '家庭收入情况待查' })
  text!: string;

  @ApiProperty({ example: 'county-approver' })
  by!: string;

  @ApiProperty({ format: 'date-time', description: 'by the business clock' })
  at!: string;
}

/** `GET /v1/<path>/{id}/statements`: what was said of a record, by those who decide of it. */
export function statementsController({ name, path, record, readers }: StatedKind): Class {
  @ApiTags(path)
  @Controller(`v1/${path}/:id/statements`)
  class StatementsController {
    constructor(
      private readonly statements: Statements,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @Discloses('statements')
    @DetailRead()
    @Concerns(record)
    @RequireScope(...readers)
    @ApiOperation({
      summary: 'What was said of it, in words: reasons, and what somebody has reported; newest first',
    })
    @ApiPage(StatementDto)
    list(@Id() id: string, @Query() query: PageQuery): Promise<Page<StatementDto>> {
      return keyedPage(
        query,
        isIdKey,
        (statement: StatementDto) => statement.id,
        (before, limit) => this.statements.of(this.dataSource, { type: name, id }, { before, limit }),
      );
    }
  }
  return StatementsController;
}
