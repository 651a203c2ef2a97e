import { ApiProperty } from '@nestjs/swagger';
import type { StatedReason } from '../entitlement/stated-reason.js';

/** Why, in words. */
export class StatedReasonDto implements StatedReason {
  @ApiProperty({ example: 'GROWTH_RATE' })
  code!: string;

  @ApiProperty({ example: '按现行标准590.00元增长10%，每月649.00元。' })
  zh!: string;

  @ApiProperty({ example: '649.00 yuan a month: the standard in force of 590.00 yuan and 10% more.' })
  en!: string;
}
