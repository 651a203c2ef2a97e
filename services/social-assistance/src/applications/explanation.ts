import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import type { AidCase } from './application.entity.js';

class ReasonDto {
  @ApiProperty({ example: 'INCOME_BELOW' })
  code!: string;

  @ApiProperty({ example: '家庭人均月收入400.00元，低于低保标准590.00元。' })
  zh!: string;

  @ApiProperty({ example: 'Income a head of 400.00 yuan is below the standard of 590.00 yuan.' })
  en!: string;
}

class PolicyRowDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'assistance.dibao.standardMonthlyFen' })
  key!: string;

  @ApiProperty({ example: '5108' })
  regionPrefix!: string;

  @ApiProperty({ format: 'date' })
  effectiveFrom!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  value!: unknown;

  @ApiProperty({ example: '社会救助暂行办法 art. 10' })
  legalBasis!: string;
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
  const rows: {
    id: string;
    key: string;
    region_prefix: string;
    effective_from: string;
    value: unknown;
    legal_basis: string;
  }[] = await manager.query(
    `select id, key, region_prefix, effective_from::text, value, legal_basis from policy_row
      where id = any($1::uuid[]) order by key`,
    [policyVersionIds],
  );
  return {
    householdClass: assessment?.householdClass ?? 'PENDING',
    ...(assessment?.proposed
      ? { subtype: assessment.proposed.subtype, monthlyFen: assessment.proposed.monthlyFen }
      : {}),
    reasons: [...(assessment?.reasons ?? []), ...(assessment?.proposed?.reasons ?? [])],
    policies: rows.map(({ region_prefix, effective_from, legal_basis, ...row }) => ({
      ...row,
      regionPrefix: region_prefix,
      effectiveFrom: effective_from,
      legalBasis: legal_basis,
    })),
  };
}
