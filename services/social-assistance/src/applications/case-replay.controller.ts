import { Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import { Computes, Id, Problem, Refuses, PROBLEMS } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { Controller, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AidCase } from './application.entity.js';
import { replayCases, type Replay } from './case-computations.js';

class CaseReplayDto implements Replay {
  @ApiProperty({ description: 'SHA-256 of what was recomputed', example: 'a'.repeat(64) })
  digest!: string;

  @ApiProperty({ description: 'the stored acts say the same, byte for byte' })
  equal!: boolean;

  @ApiPropertyOptional({ description: 'act and path', example: '1.decision.monthlyFen' })
  firstDifference?: string;
}

@ApiTags('cases')
@Controller('v1/cases')
export class CaseReplayController {
  constructor(private readonly dataSource: DataSource) {}

  @Post(':id/replay')
  @Concerns(AidCase)
  @Computes()
  @Discloses('digest')
  @RequireScope('assistance:audit-entries:read', 'assistance:cases:approve')
  @Refuses(ASSISTANCE_PROBLEMS.assessmentMissing, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Computes assessment and decision again, from what they rested on then' })
  @ApiOkResponse({ type: CaseReplayDto })
  async replay(@Id() id: string): Promise<CaseReplayDto> {
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(AidCase, { id }))) throw new NotFound(AidCase.name);
    const replay = (await replayCases(manager, [id])).get(id);
    if (!replay) throw new Problem(ASSISTANCE_PROBLEMS.assessmentMissing);
    return replay;
  }
}
