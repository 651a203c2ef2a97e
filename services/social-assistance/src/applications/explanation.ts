import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import type { PolicyBook, PolicyRow } from '@minzheng/kernel/policy';
import {
  readUsedRows,
  usesOf,
  winningReason,
  type PolicyUse,
  type WinningReason,
} from '@minzheng/platform/policies';
import type { AidCase } from './application.entity.js';
import { lastUses } from './case-computations.js';

export class ReasonDto {
  @ApiProperty({ example: 'INCOME_BELOW' })
  code!: string;

  @ApiProperty({ example: '家庭人均月收入400.00元，低于低保标准590.00元。' })
  zh!: string;

  @ApiProperty({ example: 'Income a head of 400.00 yuan is below the standard of 590.00 yuan.' })
  en!: string;
}

class WhyDto implements WinningReason {
  @ApiProperty({ enum: ['ONLY_ONE', 'MOST_SPECIFIC', 'LATEST'] })
  code!: WinningReason['code'];

  @ApiProperty({ example: '当日有效的规定中，其地区最为具体' })
  zh!: string;

  @ApiProperty({ example: 'Of the rows that held on the day, its region was the most specific' })
  en!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'the next row that held too' })
  overRowId?: string;
}

export class PolicyRowDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'assistance.dibao.standardMonthlyFen' })
  key!: string;

  @ApiProperty({ example: '5108' })
  regionPrefix!: string;

  @ApiProperty({ format: 'date' })
  effectiveFrom!: string;

  @ApiProperty({
    description: 'JSON in the form of the key',
    example: { URBAN: '59000', RURAL: '39000' },
    oneOf: [
      { type: 'string' },
      { type: 'integer' },
      { type: 'boolean' },
      { type: 'array', items: {} },
      { type: 'object', additionalProperties: true },
    ],
  })
  value!: unknown;

  @ApiProperty({ example: '社会救助暂行办法 art. 10' })
  legalBasis!: string;

  @ApiPropertyOptional({ type: WhyDto, description: 'why this row, as it was when the case was decided' })
  why?: WhyDto;
}

/** Why a household gets what it gets (告知理由). */
export class ExplanationDto {
  @ApiProperty({ example: 'DIBAO' })
  householdClass!: string;

  @ApiPropertyOptional({ example: 'HOUSEHOLD' })
  subtype?: string;

  @ApiPropertyOptional({ example: '86500' })
  monthlyFen?: string;

  @ApiProperty({ type: [ReasonDto] })
  reasons!: ReasonDto[];

  @ApiProperty({ type: [PolicyRowDto], description: 'the rows that the rules read' })
  policies!: PolicyRowDto[];
}

/** The stored reasons, not computed again: an empty list before the assessment. */
export async function explain(manager: EntityManager, aidCase: AidCase): Promise<ExplanationDto> {
  const { assessment, policyVersionIds } = aidCase;
  const uses = await lastUses(manager, aidCase.id);
  const rows = await readUsedRows(manager, uses ?? policyVersionIds.map((id) => ({ id })));
  const why = new Map(uses?.map((use) => [use.id, toReason(use)]));
  return {
    householdClass: assessment?.householdClass ?? 'PENDING',
    ...(assessment?.proposed
      ? { subtype: assessment.proposed.subtype, monthlyFen: assessment.proposed.monthlyFen }
      : {}),
    reasons: [...(assessment?.reasons ?? []), ...(assessment?.proposed?.reasons ?? [])],
    policies: toRowDtos([...rows.values()], why),
  };
}

/** The rows that a computation has read just now, each with why it won. */
export function explainBook(book: PolicyBook): PolicyRowDto[] {
  const why = new Map(usesOf(book).map((use) => [use.id, toReason(use)]));
  return toRowDtos(book.used(), why);
}

function toRowDtos(rows: readonly PolicyRow[], why: ReadonlyMap<string, WhyDto>): PolicyRowDto[] {
  return rows
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ id, key, regionPrefix, effectiveFrom, value, legalBasis }) => {
      const reason = why.get(id);
      return {
        ...{ id, key, regionPrefix, effectiveFrom, value, legalBasis },
        ...(reason ? { why: reason } : {}),
      };
    });
}

function toReason(use: PolicyUse): WhyDto {
  return { ...winningReason(use), ...(use.wonOver ? { overRowId: use.wonOver.id } : {}) };
}
