import { IsFilter, ListQuery } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { PROGRAMMES, type CaseProgramme } from '../applications/application.entity.js';
import type { Award } from './award.entity.js';
import { AWARD_LIFECYCLE, type AwardState } from './award.lifecycle.js';

export class AwardQuery extends ListQuery {
  @IsFilter(AWARD_LIFECYCLE.states)
  state?: AwardState;

  @IsFilter(PROGRAMMES)
  programme?: CaseProgramme;
}

class ShareDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ example: '36700' })
  amountFen!: string;
}

export class AwardDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ enum: PROGRAMMES })
  programme!: string;

  @ApiProperty({ nullable: true, type: 'string', example: 'HOUSEHOLD' })
  subtype!: string | null;

  @ApiProperty({ enum: [...AWARD_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ example: '2025-07' })
  effectiveMonth!: string;

  @ApiProperty({ example: '57000' })
  baseFen!: string;

  @ApiProperty({ example: '29500' })
  extrasFen!: string;

  @ApiProperty({ type: [ShareDto] })
  shares!: ShareDto[];

  @ApiProperty()
  version!: number;
}

export function toAwardDto(award: Award): AwardDto {
  const { id, caseId, programme, subtype, state, effectiveMonth, shares, version } = award;
  return {
    ...{ id, caseId, programme, subtype, state, effectiveMonth, shares, version },
    baseFen: award.baseFen.toString(),
    extrasFen: award.extrasFen.toString(),
  };
}
