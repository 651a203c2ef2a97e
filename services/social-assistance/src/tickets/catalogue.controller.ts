import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { RequireToken } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { IsRegionCode, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { TicketNeeds } from './ticket-needs.js';

export class CatalogueQuery {
  @IsRegionCode({ description: 'the catalogue of this region' })
  region!: string;
}

export class CatalogueItemDto {
  @ApiProperty({ example: 'MEDICAL_AID' })
  need!: string;

  @ApiProperty({ description: 'who handles it; assistance: this service', example: 'NHSA' })
  receiver!: string;

  @ApiProperty({ example: '医疗救助' })
  zh!: string;

  @ApiProperty({ example: 'Medical assistance' })
  en!: string;
}

export class CatalogueDto {
  @ApiProperty({ type: [CatalogueItemDto] })
  items!: CatalogueItemDto[];
}

@ApiTags('catalogue-items')
@Controller('v1/catalogue-items')
export class CatalogueController {
  constructor(private readonly needs: TicketNeeds) {}

  @Get()
  @DisclosesNothing()
  @RequireToken()
  @Refuses(PROBLEMS.policyMissing)
  @ApiOperation({
    summary: 'The published catalogue of assistance of a region: what there is, and who handles it',
  })
  @ApiOkResponse({ type: CatalogueDto })
  async list(@Query() { region }: CatalogueQuery): Promise<CatalogueDto> {
    const items = await this.needs.catalogue(region);
    return { items: items.map(({ need, receiver, zh, en }) => ({ need, receiver, zh, en })) };
  }
}
