import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { AllowPerson, Concerns, RequireScope } from '@minzheng/platform/access';
import { Id } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { Award } from './award.entity.js';

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

  @ApiProperty({ enum: ['DIBAO', 'EDGE', 'RIGID'] })
  programme!: string;

  @ApiProperty({ nullable: true, type: 'string', example: 'HOUSEHOLD' })
  subtype!: string | null;

  @ApiProperty({ enum: ['PENDING_START', 'ACTIVE', 'HELD', 'GRADUAL_EXIT', 'CEASED'] })
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

@ApiTags('awards')
@Controller('v1/awards')
export class AwardController {
  constructor(private readonly dataSource: DataSource) {}

  @Get(':id')
  @Concerns(Award)
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One award' })
  @ApiOkResponse({ type: AwardDto })
  async one(@Id() id: string): Promise<AwardDto> {
    const award = await this.dataSource.manager.findOneBy(Award, { id });
    if (!award) throw new NotFound(Award.name);
    const { caseId, programme, subtype, state, effectiveMonth, baseFen, extrasFen, shares, version } = award;
    return {
      ...{ id, caseId, programme, subtype, state, effectiveMonth, shares, version },
      baseFen: baseFen.toString(),
      extrasFen: extrasFen.toString(),
    };
  }
}
